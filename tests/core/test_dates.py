"""Dates: day first, calendar days to a deadline, the form of Nghị định 30/2020/NĐ-CP."""

import datetime as dt

import pytest
from django import forms

from emulation.core.dates import date_text, days_left, formal_date, parse_date
from emulation.core.errors import Refused
from emulation.core.forms import DayField


@pytest.mark.parametrize("typed", ["05/11/2022", "5/11/2022", "05-11-2022", "5.11.2022"])
def test_the_day_comes_first(typed):
    assert parse_date(typed) == dt.date(2022, 11, 5)


@pytest.mark.parametrize("typed", ["2022-11-05", "31/02/2022", "13/13/2022", "hôm nay", "5/11/22", ""])
def test_other_orders_and_days_that_do_not_exist_are_refused(typed):
    with pytest.raises(Refused):
        parse_date(typed)


def test_django_reads_the_day_first_in_both_languages(settings):
    for language in ("vi", "en"):
        settings.LANGUAGE_CODE = language
        assert forms.DateField().clean("05/11/2022") == dt.date(2022, 11, 5)


def test_a_day_field_shows_what_it_reads():
    field = DayField()
    assert field.clean("05/11/2022") == dt.date(2022, 11, 5)
    assert field.prepare_value(dt.date(2022, 11, 5)) == "05/11/2022"
    assert date_text(None) == ""


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (dt.date(2022, 1, 5), "ngày 05 tháng 01 năm 2022"),
        (dt.date(2022, 2, 25), "ngày 25 tháng 02 năm 2022"),
        (dt.date(2022, 3, 9), "ngày 09 tháng 3 năm 2022"),
        (dt.date(2022, 11, 25), "ngày 25 tháng 11 năm 2022"),
    ],
)
def test_a_formal_date_has_leading_zeros_for_days_below_ten_and_months_one_and_two(day, text):
    assert formal_date(day) == text


def test_a_deadline_counts_calendar_days_and_is_zero_on_the_day():
    today = dt.date(2022, 10, 31)
    assert [days_left(today + dt.timedelta(days=step), today) for step in (5, 0, -3)] == [5, 0, -3]
