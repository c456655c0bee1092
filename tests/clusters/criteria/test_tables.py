"""A whole table holds together, or every fault is named at its line."""

from decimal import Decimal

import pytest

from clusters.criteria.rules.kinds import KINDS
from clusters.criteria.rules.table import Line, problems


def line(code, maximum, kind="manual", parent="", **more):
    return Line(code=code, name=code, kind=kind, maximum=Decimal(maximum), parent=parent, **more)


def said(lines, scale="10"):
    return [(one.place, str(one)) for one in problems(lines, Decimal(scale))]


WHOLE = [line("I", "10", "group"), line("I.1", "4", parent="I"), line("I.2", "6", parent="I")]


def test_a_table_whose_parents_are_the_sums_of_their_lines_holds():
    assert said(WHOLE) == []


def test_any_depth_holds():
    below = [
        line("I" + ".1" * depth, "10", "group", parent="I" + ".1" * (depth - 1)) for depth in range(1, 6)
    ]
    leaf = line("leaf", "10", parent="I" + ".1" * 5)
    assert said([line("I", "10", "group"), *below, leaf]) == []


def test_a_bonus_on_top_stands_outside_the_sum():
    bonus = line("I.3", "5", "bonus", parent="I", on_top=True)
    assert said([*WHOLE, bonus]) == []
    section = [line("B", "0", "group", on_top=True), line("B.1", "15", "bonus", parent="B", on_top=True)]
    assert said([*WHOLE, *section]) == []


@pytest.mark.parametrize(
    ("lines", "scale", "expected"),
    [
        (
            [*WHOLE[:2], line("I.2", "5", parent="I")],
            "10",
            [("I", "The group has 10 points, its lines sum to 9.")],
        ),
        (WHOLE, "12", [("", "The table has 12 points, its sections sum to 10.")]),
        ([*WHOLE, line("I.2", "0", parent="I")], "10", [("I.2", "The code stands twice in the table.")]),
        ([*WHOLE, line("X", "0", parent="Y")], "10", [("X", "The parent “Y” is not in the table.")]),
        ([*WHOLE, line("X", "0", parent="I.1")], "10", [("X", "The parent “I.1” is not a group.")]),
        ([*WHOLE, line("II", "0", "group")], "10", [("II", "The group has no criteria.")]),
        (
            [line("A", "10", "group", parent="B"), line("B", "10", "group", parent="A")],
            "10",
            [("A", "The line is its own ancestor."), ("B", "The line is its own ancestor.")],
        ),
        (
            [*WHOLE, line("X", "0", "magic")],
            "10",
            [
                ("X", f"“magic” is not a kind of rule; there are {', '.join(KINDS)}."),
            ],
        ),
    ],
    ids=["sum", "scale", "twice", "no-parent", "leaf-parent", "empty", "circle", "kind"],
)
def test_what_does_not_hold_is_named_at_its_line(lines, scale, expected):
    assert said(lines, scale) == expected


def test_all_faults_are_named_at_once():
    wrong = [line("I", "10", "group"), line("I.1", "4", parent="I"), line("I.1", "4", parent="I")]
    assert said(wrong, "11") == [
        ("I.1", "The code stands twice in the table."),
        ("I", "The group has 10 points, its lines sum to 8."),
        ("", "The table has 11 points, its sections sum to 10."),
    ]
