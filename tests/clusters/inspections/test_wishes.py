"""What the page says about a plan that a person made or edited by hand."""

import datetime as dt

import pytest

from clusters.inspections.rules.facts import Across, Day, Inspection, Member, Mode, Setting, Wish, loads_of
from clusters.inspections.rules.wishes import broken_wishes
from tests.clusters.inspections.planning import DAYS, by_hand, members, past, said

PAIRS = Setting()
TEAMS = Setting(Mode.TEAMS, teams=2)
ONE_TEAM = Setting(Mode.ONE_TEAM)


def judged(plan, people, setting=PAIRS, days=(), history=()):
    return said(broken_wishes(plan, people, setting, days, history))


def test_a_round_has_nothing_to_say_about():
    assert judged(by_hand("a>b", "b>c", "c>a"), members("abc")) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["a>b", "b>a", "c>c"], [("self", "C inspects itself."), ("mutual", "A and B inspect each other.")]),
        (["a>b", "b>c", ">a"], [("nobody", "The inspection of A has no inspecting unit."), ("idle", "C inspects nobody.")]),
        (["a>b", "b>c"], [("missed", "Nobody inspects A."), ("idle", "C inspects nobody.")]),
        (["a>b", "b>c", "c>a", "a>b"], [("twice", "B is inspected more than once.")]),
        (["a>b", "b>a", "b>c"], [("idle", "C inspects nobody."), ("mutual", "A and B inspect each other."),
                                 ("load", "B takes part in 2 inspections, C in 0: more than one apart.")]),
        (
            ["a>b", "b>c", "c>a", "x>y"],
            [
                ("stranger", "The plan names a unit that is not a member of this year (x)."),
                ("stranger", "The plan names a unit that is not a member of this year (y)."),
            ],
        ),
    ],
)  # fmt: skip
def test_faults(rows, expected):
    assert judged(by_hand(*rows), members("abc")) == expected


def test_faults_may_not_stay_and_wishes_may():
    found = broken_wishes(by_hand("a>b", "b>a", "a>a"), members("ab"), PAIRS)
    assert [(one.wish, one.is_fault, one.units) for one in found] == [
        (Wish.SELF, True, ("a",)),
        (Wish.TWICE, True, ("a",)),
        (Wish.MUTUAL, False, ("a", "b")),
    ]


def test_whoever_leads_takes_part():
    plan = [Inspection(("a",), "b", "c"), Inspection(("b",), "c", None), Inspection(("c",), "a", "c")]
    assert judged(plan, members("abc")) == [
        ("leader", "The inspection of B is not led by one of the inspecting units."),
        ("leader", "The inspection of C is not led by one of the inspecting units."),
    ]


def test_the_excused_stay_out():
    people = [*members("ab"), Member("c", "C", 2, inspects=False), Member("d", "D", 3, is_inspected=False)]
    assert judged(by_hand("a>b", "b>c", "d>a"), people) == []
    assert judged(by_hand("a>b", "d>c", "c>a", "b>d"), people) == [
        ("excused", "C is excused from inspecting."),
        ("excused", "D is excused from being inspected."),
    ]


def test_who_is_the_only_one_inspected_is_not_asked_to_inspect():
    people = [*members("a"), Member("b", "B", 1, is_inspected=False)]
    assert judged(by_hand("b>a"), people) == []


def test_pairs_of_past_years_the_latest_time_of_each():
    history = past("ab1", "ab4", "bc3", "ba1")
    assert judged(by_hand("a>b", "b>c", "c>a"), members("abc"), history=history) == [
        ("history", "A inspected B last year as well."),
        ("history", "B inspected C 3 years ago as well."),
    ]


def test_groups():
    people = members("abcd", groups="sstt")
    plan = by_hand("a>b", "b>c", "c>d", "d>a")
    assert judged(plan, people) == []
    assert judged(plan, people, Setting(groups=Across.WITHIN)) == [
        ("groups", "D inspects A: not in the same group."),
        ("groups", "B inspects C: not in the same group."),
    ]
    assert judged(plan, people, Setting(groups=Across.ACROSS)) == [
        ("groups", "A inspects B: in the same group."),
        ("groups", "C inspects D: in the same group."),
    ]


def test_teams_that_inspect_each_other_are_named_once():
    found = broken_wishes(by_hand("ab>c", "ab>d", "cd>a", "cd>b"), members("abcd"), TEAMS)
    assert said(found) == [
        ("mutual", "The team of A, B and the team of C, D inspect units of each other."),
    ]
    assert found[0].units == ("a", "b", "c", "d")


def test_the_size_asked_for():
    setting = Setting(Mode.TEAMS, team_size=2)
    assert judged(by_hand("ab>c", "c>d", "d>a", "d>b"), members("abcd"), setting) == [
        ("size", "Size of the team of D: 1 instead of 2."),
        ("size", "Size of the team of C: 1 instead of 2."),
    ]


def test_in_one_team_the_others_inspect_its_own_units():
    plan = by_hand("bc>a", "ac>b", "ab>c", "abc>d", "abc>e")
    assert judged(plan, members("abcde"), ONE_TEAM) == []
    assert judged(plan, members("abcde"), Setting(Mode.ONE_TEAM, team_size=2)) == [
        ("size", "Size of the team of A, B, C: 3 instead of 2.")
    ]


def test_days():
    people = [Member("a", "A", 0, unavailable=frozenset({DAYS[1]})), *members("xbc")[1:]]
    days = [Day(DAYS[0], 1), Day(DAYS[1], 1, "Vinh")]
    plan = [
        Inspection(("a",), "b", "a", DAYS[1], "Vinh"),
        Inspection(("b",), "c", "b", DAYS[1], "Vinh"),
        Inspection(("c",), "a", "c", DAYS[1]),
    ]
    assert judged(plan, people, days=days) == [
        ("day", "04/10/2022 is not one of the possible days."),
        ("crowded", "04/10/2022 at Vinh: 2 inspections, room for 1."),
        ("unavailable", "A is not available on 04/10/2022, when A is inspected."),
        ("unavailable", "A is not available on 04/10/2022, when B is inspected."),
        ("both-sides", "A inspects and is inspected on the same day, 04/10/2022."),
        ("both-sides", "B inspects and is inspected on the same day, 04/10/2022."),
        ("both-sides", "C inspects and is inspected on the same day, 04/10/2022."),
    ]
    assert judged(by_hand("a>b", "b>c", "c>a"), people) == []
    assert judged(by_hand("a>b", "b>c", "c>a"), people, days=days) == [
        ("undated", "The inspection of A has no day yet."),
        ("undated", "The inspection of B has no day yet."),
        ("undated", "The inspection of C has no day yet."),
    ]


def test_a_day_outside_the_list_counts_only_where_there_is_a_list():
    plan = [Inspection(("a",), "b", "a", dt.date(2022, 12, 1)), Inspection(("b",), "a", "b", DAYS[0])]
    assert judged(plan, members("ab")) == [("mutual", "A and B inspect each other.")]
    assert judged(plan, members("ab"), days=[Day(DAYS[0])]) == [
        ("mutual", "A and B inspect each other."),
        ("day", "01/12/2022 is not one of the possible days."),
    ]


def test_loads_count_whoever_inspects():
    people = [*members("ab"), Member("c", "C", 2, inspects=False), Member("d", "D", 3, inspects=False)]
    assert loads_of(by_hand("a>b", "ac>d"), people) == {"a": 2, "b": 0, "c": 1}
