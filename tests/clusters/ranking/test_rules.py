"""Equal totals share a rank; sums of leaves are the total."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.ranking.rules import competition_ranks
from clusters.scoring.rules import lines_above, section_sums

totals = st.one_of(st.none(), st.integers(0, 3000).map(lambda value: Decimal(value).scaleb(-2)))


@pytest.mark.parametrize(
    ("given_totals", "ranks"),
    [
        ([], []),
        (["9"], [1]),
        (["9", "8", "8", "7"], [1, 2, 2, 4]),
        (["8", "9", "8", "7"], [2, 1, 2, 4]),
        (["9", None, "8"], [1, None, 2]),
        (["0", None], [1, None]),
        ([None, None], [None, None]),
        (["9.00", "9"], [1, 1]),
        (["8.99", "9"], [2, 1]),
    ],
)
def test_ranks(given_totals, ranks):
    assert competition_ranks([None if one is None else Decimal(one) for one in given_totals]) == ranks


@given(
    st.lists(totals, max_size=30).flatmap(
        lambda rows: st.tuples(st.just(rows), st.permutations(range(len(rows))))
    )
)
def test_the_order_of_the_rows_does_not_matter(case):
    rows, order = case
    ranks = competition_ranks(rows)
    assert competition_ranks([rows[place] for place in order]) == [ranks[place] for place in order]


@given(st.lists(totals, max_size=30))
def test_a_rank_is_one_more_than_how_many_are_better(rows):
    for total, rank in zip(rows, competition_ranks(rows), strict=True):
        better = sum(other is not None and total is not None and other > total for other in rows)
        assert rank == (None if total is None else better + 1)


@st.composite
def trees(draw):
    """A table of any shape, with points for some of its leaves: (parents, points by leaf)."""
    parents = {0: None}
    for line in range(1, draw(st.integers(1, 25))):
        parents[line] = draw(st.one_of(st.none(), st.integers(0, line - 1)))
    leaves = set(parents) - {parent for parent in parents.values() if parent is not None}
    points = draw(
        st.dictionaries(
            st.sampled_from(sorted(leaves)), st.integers(0, 2000).map(lambda value: Decimal(value).scaleb(-2))
        )
    )
    return parents, points


@given(trees())
def test_sections_and_leaves_at_the_top_sum_to_the_total(tree):
    parents, points = tree
    sums = section_sums(lines_above(parents.items()), points.items())
    top = [line for line, parent in parents.items() if parent is None]
    total = sum(points.values(), Decimal(0))
    assert sum((sums.get(line, points.get(line, Decimal(0))) for line in top), Decimal(0)) == total
    for line, value in sums.items():
        below = [child for child, parent in parents.items() if parent == line]
        assert value == sum((sums.get(one, points.get(one, Decimal(0))) for one in below), Decimal(0))


def test_a_line_without_marks_below_has_no_sum():
    assert section_sums({1: (0,), 0: ()}, []) == {}
