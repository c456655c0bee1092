"""Equal totals are split by the ordered list; after it they share the rank, whatever order they came in."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.ranking.rules import Entry, Ranked, Step, Verdict, competition_ranks, rank, tied

D = Decimal


def entries(*rows):
    """Rows of (key, total, *breakers) as texts; “–” is not known."""
    figures = [[None if text == "–" else D(text) for text in texts] for _key, *texts in rows]
    return [Entry(row[0], one[0], tuple(one[1:])) for row, one in zip(rows, figures, strict=True)]


def ranks(rows):
    return {key: (one.rank, one.sharing) for key, one in rank(entries(*rows)).items()}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], {}),
        (
            [("a", "9"), ("b", "8"), ("c", "8"), ("d", "7")],
            {"a": (1, 1), "b": (2, 2), "c": (2, 2), "d": (4, 1)},
        ),
        ([("a", "9", "1"), ("b", "9", "2")], {"a": (2, 1), "b": (1, 1)}),
        ([("a", "9", "1", "5"), ("b", "9", "1", "6")], {"a": (2, 1), "b": (1, 1)}),
        ([("a", "9", "2"), ("b", "9", "2"), ("c", "9", "1")], {"a": (1, 2), "b": (1, 2), "c": (3, 1)}),
        ([("a", "9", "–", "5"), ("b", "9", "2", "6")], {"a": (2, 1), "b": (1, 1)}),
        ([("a", "9", "–"), ("b", "9", "2")], {"a": (1, 2), "b": (1, 2)}),
        ([("a", "–", "9"), ("b", "8", "1")], {"a": (None, 0), "b": (1, 1)}),
        ([("a", "9.00", "2"), ("b", "9", "2.0")], {"a": (1, 2), "b": (1, 2)}),
        # A figure that is unknown for one of the others does not matter between these two.
        (
            [("a", "9", "3", "1"), ("b", "9", "3", "2"), ("c", "9", "1", "–")],
            {"a": (2, 1), "b": (1, 1), "c": (3, 1)},
        ),
    ],
)
def test_an_ordered_list_decides_between_equal_totals(rows, expected):
    assert ranks(rows) == expected


def test_what_decided_is_told_with_the_figures():
    found = rank(
        entries(
            ("a", "95", "7", "30"),
            ("b", "95", "7", "29.5"),
            ("c", "95", "7", "28"),
            ("d", "90", "1", "1"),
        )
    )
    equal = Step(0, Verdict.EQUAL, D(7))
    assert found == {
        "a": Ranked(1, 1, (equal, Step(1, Verdict.DECIDED, D(30), (D("29.5"),)))),
        "b": Ranked(2, 1, (equal, Step(1, Verdict.DECIDED, D("29.5"), (D(30), D(28))))),
        "c": Ranked(3, 1, (equal, Step(1, Verdict.DECIDED, D(28), (D("29.5"),)))),
        "d": Ranked(4, 1),
    }


def test_a_figure_that_is_not_known_is_said_to_be_so():
    found = rank(entries(("a", "95", "–"), ("b", "95", "29.5")))
    assert found == {key: Ranked(1, 2, (Step(0, Verdict.UNKNOWN),)) for key in "ab"}


def test_equal_totals_are_found():
    assert tied([D(9), None, D("9.0"), D(8), None]) == [True, False, True, False, False]


points = st.integers(0, 4).map(lambda value: D(value).scaleb(-1))
figures = st.one_of(st.none(), points)


@st.composite
def crowds(draw, breaker=figures):
    """A few entries with many equal figures."""
    length = draw(st.integers(0, 3))
    rows = draw(st.lists(st.tuples(figures, st.tuples(*[breaker] * length)), max_size=12))
    return [Entry(number, *row) for number, row in enumerate(rows)]


@given(crowds().flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_the_entries_does_not_matter(case):
    rows, mixed = case
    assert rank(mixed) == rank(rows)


@given(crowds())
def test_ranks_are_a_weak_order_that_refines_the_totals(rows):
    found = rank(rows)
    assert set(found) == {row.key for row in rows}
    placed = [row for row in rows if row.counted is not None]
    for row in rows:
        mine = found[row.key]
        if row.counted is None:
            assert mine == Ranked(None, 0)
            continue
        better = sum(found[other.key].rank < mine.rank for other in placed)
        same = sum(found[other.key].rank == mine.rank for other in placed)
        assert (mine.rank, mine.sharing) == (better + 1, same)
        for other in placed:
            if other.counted > row.counted:
                assert found[other.key].rank < mine.rank


@given(crowds(breaker=points))
def test_where_all_figures_are_known_the_rank_is_that_of_the_whole_list(rows):
    """Against a plain comparison of (total, first breaker, second …)."""
    found = rank(rows)
    placed = [row for row in rows if row.counted is not None]
    for row in placed:
        better = sum((other.counted, *other.breakers) > (row.counted, *row.breakers) for other in placed)
        assert found[row.key].rank == better + 1


@given(crowds())
def test_without_breakers_equal_totals_share_their_rank(rows):
    plain = [Entry(row.key, row.counted) for row in rows]
    assert [rank(plain)[row.key].rank for row in plain] == competition_ranks([row.counted for row in plain])


@given(crowds())
def test_only_those_with_equal_totals_are_decided_between(rows):
    found, equal = rank(rows), tied([row.counted for row in rows])
    for row, shares in zip(rows, equal, strict=True):
        assert shares or found[row.key].decided == ()
