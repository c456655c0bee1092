"""Cells that hold points, whole numbers and days."""

import datetime as dt
import math
from decimal import Decimal
from typing import Any

from emulation.core.dates import parse_date
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import parse_points
from emulation.core.resources.widgets.cells import SIGNIFICANT, CellWidget


def points_of(value: Any) -> Decimal:
    """Read points from a cell: typed text, or a number of Excel through the decimal text it shows."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise Refused(
            gettext_noop("“%(text)s” is not a number. Type figures with a comma, for example 9,5."),
            text=str(value)[:40],
        )
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Refused(gettext_noop("The cell holds no finite number."))
        shown = f"{Decimal(f'{value:.{SIGNIFICANT}g}'):f}"
        whole, _dot, fraction = shown.partition(".")
        fraction = fraction.rstrip("0")
        if len(fraction) > 2:
            raise Refused(
                gettext_noop("“%(text)s” has more than %(places)s decimals."),
                text=shown.replace(".", ",")[:40],
                places=2,
            )
        return parse_points(f"{whole}.{fraction}" if fraction else whole)
    return parse_points(str(value))


class PointsWidget(CellWidget):
    """Points with at most two decimals, never rounded. Empty is missing, not zero, unless said otherwise."""

    def __init__(self, *, when_empty: Decimal | None = None, required: bool = False) -> None:
        super().__init__()
        self.when_empty = when_empty
        self.required = required

    def empty(self) -> Decimal | None:
        super().empty()
        return self.when_empty

    def read(self, value: Any) -> Decimal:
        return points_of(value)


class WholeWidget(CellWidget):
    """A whole number that is not negative."""

    def __init__(self, *, when_empty: int | None = None, largest: int = 2_000_000_000) -> None:
        super().__init__()
        self.when_empty = when_empty
        self.largest = largest

    def empty(self) -> int | None:
        return self.when_empty

    def read(self, value: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = str(value)
        if isinstance(value, bool) or not (text.isascii() and text.isdigit()) or int(text) > self.largest:
            raise Refused(gettext_noop("“%(text)s” is not a whole number."), text=text[:40])
        return int(text)


class DayWidget(CellWidget):
    """A real date of Excel, or dd/mm/yyyy as text."""

    def read(self, value: Any) -> dt.date:
        if isinstance(value, dt.datetime):
            if value.time() != dt.time():
                raise Refused(gettext_noop("The cell holds a time of day; type only the day."))
            return value.date()
        if isinstance(value, dt.date):
            return value
        return parse_date(str(value))
