"""Tags and filters that every template has: figures, dates, chips."""

import datetime as dt
from decimal import Decimal

from django import template
from django.utils.translation import get_language

from emulation.core.dates import date_text
from emulation.core.numbers import grouped, points_text, short_points

register = template.Library()


def _separator() -> str:
    return "." if get_language() == "en" else ","


@register.filter
def points(value: Decimal | None) -> str:
    """Show points with two places, for columns."""
    return points_text(value, separator=_separator())


@register.filter
def shortpoints(value: Decimal | None) -> str:
    """Show points without needless zeros, for sentences."""
    return short_points(value, separator=_separator())


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """Show a date as dd/mm/yyyy."""
    return date_text(value)


@register.filter
def quantity(value: Decimal | int | None) -> str:
    """Show a quantity with grouped thousands, the Vietnamese way."""
    return "" if value is None else grouped(value)
