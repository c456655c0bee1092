"""Points are decimals with two places, typed the Vietnamese way and never floats."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.core.errors import Refused
from emulation.core.forms import QuantityField
from emulation.core.numbers import (
    from_hundredths,
    grouped,
    parse_points,
    parse_quantity,
    points_text,
    round_points,
    short_points,
    to_hundredths,
)

hundredths = st.integers(-100_000_000, 100_000_000)


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("9,5", "9.50"),
        ("9.5", "9.50"),
        (" 10 ", "10.00"),
        ("0", "0.00"),
        ("1,23", "1.23"),
        ("-2,5", "-2.50"),
        ("\u22122", "-2.00"),
        ("1234", "1234.00"),
    ],
)
def test_points_are_read_with_comma_or_dot(typed, points):
    assert parse_points(typed) == Decimal(points)
    assert points_text(parse_points(typed), separator=".") == points


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1.234", "“1.234” could be a decimal or a thousand. Type 1234 or 1,23."),
        ("1,234", "“1,234” could be a decimal or a thousand. Type 1234 or 1,23."),
        ("1.2345", "“1.2345” has more than 2 decimals."),
        ("1e3", "“1e3” is not a number. Type figures with a comma, for example 9,5."),
        ("chín", "“chín” is not a number. Type figures with a comma, for example 9,5."),
        ("", "“” is not a number. Type figures with a comma, for example 9,5."),
        ("1,2,3", "“1,2,3” is not a number. Type figures with a comma, for example 9,5."),
        ("٣", "“٣” is not a number. Type figures with a comma, for example 9,5."),
        ("NaN", "“NaN” is not a number. Type figures with a comma, for example 9,5."),
        ("99999999", "“99999999” is far too large."),
    ],
)
def test_what_is_no_clear_number_is_refused_in_words(typed, message):
    with pytest.raises(Refused) as refusal:
        parse_points(typed)
    assert str(refusal.value) == message


@given(hundredths)
def test_whole_hundredths_and_points_are_the_same_figure(value):
    assert to_hundredths(from_hundredths(value)) == value


@given(hundredths)
def test_what_is_shown_is_read_back(value):
    points = from_hundredths(value)
    if abs(points) <= 1_000_000:
        assert parse_points(points_text(points)) == points
        assert parse_points(short_points(points)) == points


def test_a_value_with_more_than_two_places_is_refused_and_not_rounded():
    with pytest.raises(Refused):
        to_hundredths(Decimal("1.005"))


@pytest.mark.parametrize(("value", "rounded"), [("1.005", "1.01"), ("1.004", "1.00"), ("-1.005", "-1.01")])
def test_rounding_is_half_away_from_zero(value, rounded):
    assert round_points(Decimal(value)) == Decimal(rounded)


def test_a_missing_score_is_an_empty_text_and_zero_is_a_score():
    assert points_text(None) == ""
    assert points_text(Decimal(0)) == "0,00"
    assert short_points(Decimal(0)) == "0"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal(1_300_000_000), "1.300.000.000"),
        (Decimal("12.50"), "12,5"),
        (1103, "1.103"),
        (Decimal("-0.5"), "-0,5"),
    ],
)
def test_quantities_are_grouped_by_dots(value, text):
    assert grouped(value) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1103", "1103.00"),
        ("1.300.000.000,50", "1300000000.50"),
        ("1 300 000", "1300000.00"),
        ("1 234", "1234.00"),
        ("12,5", "12.50"),
        ("-5", "-5.00"),
    ],
)
def test_quantities_are_read_as_officials_write_them(text, value):
    assert str(parse_quantity(text)) == value


@pytest.mark.parametrize(
    "text", ["1.234", "1,234", "1.30.000", "1.300.000,125", "12345678901234567", "nhiều", ""]
)
def test_quantities_that_may_mean_two_things_are_refused(text):
    with pytest.raises(Refused):
        parse_quantity(text)


@pytest.mark.parametrize("value", ["1103.00", "999999.50", "1300000000.50", "0.00", "12.50"])
def test_a_quantity_comes_back_from_its_form_as_it_was(value):
    field = QuantityField()
    assert field.clean(field.prepare_value(Decimal(value))) == Decimal(value)
