"""Two tables beside each other."""

import pytest

from clusters.criteria.comparing import base_of, links_between, pairs
from clusters.criteria.rules.table import Line
from clusters.criteria.services import Draft, Extras, copy_table, draft_of, freeze, new_version, save_lines
from tests.factories import make_mixed_table, make_table
from tests.people import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_cast().standing_body


@pytest.fixture
def first(actor):
    return freeze(table=make_mixed_table(code="bang"), actor=actor)


def changed(table, actor, *, without=(), extras=None, **lines):
    """Enter a draft again with some lines changed: code with `_` for the dot → fields."""
    whole = [line for line in draft_of(table).lines if line.code not in without]
    by_code = {code.replace("_", "."): fields for code, fields in lines.items()}
    new = [Line(**{**vars(line), **by_code.get(line.code, {})}) for line in whole]
    return save_lines(table=table, draft=Draft(new, extras or {}), actor=actor)


def told(old, new):
    return [
        (pair.old.code if pair.old else None, pair.new.code if pair.new else None, pair.changes)
        for pair in pairs(old, new)
    ]


def test_an_unchanged_copy_differs_in_nothing(first, actor):
    copy = copy_table(table=first, code="moi", name="Mới", actor=actor)
    assert told(first, copy) == [(code, code, ()) for code in ("A", "A.1", "A.2", "A.3", "B", "B.1", "B.2")]


def test_every_sort_of_change_is_named_and_lines_that_went_stand_where_they_stood(first, actor):
    draft = new_version(table=first, actor=actor)
    changed(
        draft,
        actor,
        without=("A.3",),
        A_1={"maximum": 12},
        A_2={"code": "A.8", "name": "Tên khác"},
        B_1={"parameters": {"each": "0.25"}},
        extras={"A.8": Extras(replaces="A.2")},
    )
    assert told(first, draft) == [
        ("A", "A", ()),
        ("A.1", "A.1", ("points",)),
        ("A.2", "A.8", ("wording", "place")),
        ("A.3", None, ("removed",)),
        ("B", "B", ()),
        ("B.1", "B.1", ("rule",)),
        ("B.2", "B.2", ()),
    ]


def test_the_same_figures_written_otherwise_are_no_change(first, actor):
    draft = new_version(table=first, actor=actor)
    changed(draft, actor, B_1={"parameters": {"each": "0.50"}})
    assert [pair.changes for pair in pairs(first, draft)] == [()] * 7


def test_a_line_said_to_be_new_is_not_paired_by_its_code(first, actor):
    draft = new_version(table=first, actor=actor)
    changed(draft, actor, extras={"B.2": Extras(replaces="")})
    assert told(first, draft)[-2:] == [("B.2", None, ("removed",)), (None, "B.2", ("added",))]


def test_versions_far_apart_are_linked_over_those_between(first, actor):
    second = new_version(table=first, actor=actor)
    changed(second, actor, B_2={"code": "B.3"}, extras={"B.3": Extras(replaces="B.2")})
    third = new_version(table=freeze(table=second, actor=actor), actor=actor)
    changed(third, actor, B_3={"code": "B.4"}, extras={"B.4": Extras(replaces="B.3")})
    assert told(first, third)[-1] == ("B.2", "B.4", ("place",))
    # And the other way round, from the newer to the older.
    assert told(third, first)[-1] == ("B.4", "B.2", ("place",))


def test_tables_that_know_nothing_of_each_other_are_paired_by_code(first):
    other = make_table(code="khac", leaves=1)
    other.criteria.filter(code="I.1").update(code="A.1")
    assert told(first, other)[:3] == [
        ("A", None, ("removed",)),
        (None, "I", ("added",)),
        ("A.1", "A.1", ("wording", "place")),
    ]
    assert base_of(other) is None


def test_the_query_count_does_not_grow_with_the_lines(first, actor, exactly_queries):
    for leaves in (1, 3, 12):
        table = freeze(table=make_table(leaves=leaves), actor=actor)
        draft = new_version(table=table, actor=actor)
        with exactly_queries(2):
            assert len(links_between(table, draft)) == leaves + 1
        with exactly_queries(4):
            assert len(pairs(table, draft)) == leaves + 1
