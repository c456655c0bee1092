"""What marks amount to: pure sums, raw and rescaled."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.scoring.rules import NOTHING, Sums, sums_of_mark, worth

points = st.integers(min_value=0, max_value=10_000).map(lambda whole: Decimal(whole).scaleb(-2))
# (points or None, standard points, on top, did not arise)
marks = st.lists(
    st.tuples(st.none() | points, points, st.booleans(), st.booleans()).map(
        lambda mark: (mark[0], max(mark[1], mark[0] or Decimal(0)), *mark[2:])
    ),
    max_size=60,
)
sums = st.builds(
    lambda inside, on_top, excluded: Sums(inside + on_top, on_top, excluded),
    points,
    points,
    st.integers(min_value=0, max_value=9_900).map(lambda whole: Decimal(whole).scaleb(-2)),
)
SCALE = Decimal(100)


def total(rows):
    found = NOTHING
    for value, maximum, on_top, not_arisen in rows:
        found += sums_of_mark(value, maximum, on_top=on_top, not_arisen=not_arisen)
    return found


@given(marks)
def test_the_total_is_the_sum_of_the_leaves_and_missing_marks_add_nothing(rows):
    found = total(rows)
    assert found.points == sum((value for value, *_rest in rows if value is not None), Decimal("0.00"))
    assert found.answered == sum(value is not None or not_arisen for value, _most, _top, not_arisen in rows)
    assert found.on_top == sum(
        (value for value, _most, top, _no in rows if value is not None and top), Decimal(0)
    )


@given(marks, st.randoms())
def test_the_order_of_entry_does_not_matter(rows, dice):
    shuffled = rows[:]
    dice.shuffle(shuffled)
    assert total(shuffled) == total(rows)


@given(marks, marks)
def test_what_was_added_can_be_taken_away_again(rows, more):
    assert total(rows) + total(more) - total(more) == total(rows)


@given(st.lists(st.tuples(points, points), min_size=2, max_size=20))
def test_rescaling_keeps_the_order_where_everything_arose(members):
    told = [worth(Sums(inside + top, top), scale=SCALE, ranked_by="rescaled") for inside, top in members]
    assert [one.counted for one in told] == [one.raw for one in told]


@given(sums)
def test_the_rescaled_total_is_the_exact_fraction_rounded_half_up_once(one):
    told = worth(one, scale=SCALE, ranked_by="rescaled")
    exact = Fraction(one.points - one.on_top) * Fraction(SCALE) / Fraction(SCALE - one.excluded)
    assert told.rescaled is not None
    difference = Fraction(told.rescaled - one.on_top) - exact
    assert Fraction(-1, 200) < difference <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("one", "raw", "rescaled", "completion"),
    [
        (Sums(Decimal("90.00")), "90.00", "90.00", "90.00"),
        # 80 of 90 points that could be reached.
        (Sums(Decimal("80.00"), excluded=Decimal("10.00")), "80.00", "88.89", "88.89"),
        # The bonus stays as it is.
        (Sums(Decimal("85.00"), Decimal("5.00"), Decimal("10.00")), "85.00", "93.89", "94.44"),
        # 2/3 × 100 ends on 6: half up at the second place.
        (Sums(Decimal("40.00"), excluded=Decimal("40.00")), "40.00", "66.67", "66.67"),
        (Sums(Decimal("0.00"), answered=3), "0.00", "0.00", "0.00"),
    ],
)
def test_a_total_is_told_raw_rescaled_and_in_percent(one, raw, rescaled, completion):
    told = worth(one, scale=SCALE, ranked_by="raw")
    assert (told.raw, told.rescaled, told.completion) == (
        Decimal(raw),
        Decimal(rescaled),
        Decimal(completion),
    )
    assert told.counted == told.raw


def test_a_sheet_on_which_nothing_arose_has_no_rescaled_total():
    nothing = Sums(excluded=SCALE, answered=9)
    told = worth(nothing, scale=SCALE, ranked_by="rescaled")
    assert (told.raw, told.rescaled, told.completion, told.counted) == (Decimal("0.00"), None, None, None)


def test_points_on_top_are_never_full_points_and_leave_the_denominator_alone():
    assert sums_of_mark(Decimal(5), Decimal(5), on_top=True) == Sums(Decimal(5), Decimal(5), answered=1)
    assert sums_of_mark(None, Decimal(5), on_top=True, not_arisen=True) == Sums(answered=1)
    assert sums_of_mark(Decimal(5), Decimal(5), on_top=False) == Sums(Decimal(5), answered=1, at_full=1)
    assert sums_of_mark(None, Decimal(5), on_top=False) == NOTHING
