"""Lists of tiers: what a tier is, and whether a list leaves a gap or an overlap on its grain."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from clusters.criteria.rules.base import decimal_of, points_of
from clusters.criteria.rules.exact import figure_text
from clusters.criteria.rules.inputs import read_day
from emulation.core.dates import date_text
from emulation.core.errors import Refused, gettext_noop

ONE = Decimal(1)


@dataclass(frozen=True)
class Measure:
    """What the ends of tiers are: how they are read from parameters and written for people."""

    read: Callable[[Any, str], Decimal]
    write: Callable[[Decimal], str]
    # Whether `1–2` says it better than `≥ 1, ≤ 2`: where there is nothing between two neighbours.
    stepped: bool = False


def _day(value: Any, name: str) -> Decimal:
    try:
        return Decimal(read_day(value).toordinal())
    except Refused as error:
        values = error.values
        raise Refused(error.message, field=name, **values) from error


PERCENT = Measure(decimal_of, lambda value: f"{figure_text(value)} %")
DAYS = Measure(decimal_of, figure_text, stepped=True)
# Dates are counted as days since the year 1, so that a day is a grain like any other.
DATES = Measure(_day, lambda value: date_text(dt.date.fromordinal(int(value))), stepped=True)


@dataclass(frozen=True)
class Tier:
    """Values from `low` to `high` (None is open without end) give `points`; `off` tells how they came about."""

    low: Decimal | None
    low_open: bool
    high: Decimal | None
    high_open: bool
    points: Decimal
    off: Decimal | None = None
    measure: Measure = PERCENT

    def holds(self, value: Fraction | Decimal) -> bool:
        """Tell whether a value (already rounded to the grain) falls into the tier."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below

    def first(self, grain: Decimal) -> int | None:
        """Return the lowest value on the grain, counted in grains; None without a lower end."""
        if self.low is None:
            return None
        place = int((self.low / grain).to_integral_value(ROUND_CEILING))
        return place + (self.low_open and place * grain == self.low)

    def last(self, grain: Decimal) -> int | None:
        """Return the highest value on the grain, counted in grains; None without an upper end."""
        if self.high is None:
            return None
        place = int((self.high / grain).to_integral_value(ROUND_FLOOR))
        return place - (self.high_open and place * grain == self.high)

    def is_empty(self, grain: Decimal | None) -> bool:
        """Tell whether no value can fall into the tier."""
        if self.low is None or self.high is None:
            return False
        if grain is None:
            return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))
        return (self.first(grain) or 0) > (self.last(grain) or 0)

    def __str__(self) -> str:
        write = self.measure.write
        if self.low is not None and self.low == self.high:
            return write(self.low) if self.measure.stepped else f"= {write(self.low)}"
        if self.measure is DAYS and self.low is None and self.last(ONE) == 0:
            return "0"  # nobody is less than no day late
        closed = not self.low_open and not self.high_open
        if self.measure.stepped and closed and self.low is not None and self.high is not None:
            return f"{write(self.low)}–{write(self.high)}"
        left = "" if self.low is None else f"{'>' if self.low_open else '≥'} {write(self.low)}"
        right = "" if self.high is None else f"{'<' if self.high_open else '≤'} {write(self.high)}"
        return ", ".join(part for part in (left, right) if part)


_ENDS = {"from", "from_open", "to", "to_open"}


def read_tier(
    data: Mapping[str, Any],
    measure: Measure = PERCENT,
    *,
    start: Decimal | None = None,
    floor: Decimal | None = None,
) -> Tier:
    """Read `{from, from_open, to, to_open, points}`; the ends may be left out.

    With a `start` a tier may say `off` instead of points: so many points are taken off, down to the floor.
    """
    gives = {"points"} if start is None else {"points", "off"}
    if not isinstance(data, Mapping) or set(data) - _ENDS - gives or len(gives & set(data)) != 1:
        if start is None:
            raise Refused(gettext_noop("A tier is written with from, from_open, to, to_open and points."))
        raise Refused(
            gettext_noop("A tier is written with from, from_open, to, to_open and either off or points.")
        )
    for end in ("from_open", "to_open"):
        if not isinstance(data.get(end, False), bool):
            raise Refused(gettext_noop("“%(name)s” is true or false."), name=end)
    low, high = data.get("from"), data.get("to")
    off = points_of(data["off"], "off") if "off" in data else None
    if off is not None and start is not None:
        if off <= 0:
            raise Refused(gettext_noop("“%(name)s” is above zero."), name="off")
        points = start - off if floor is None else max(start - off, floor)
    else:
        points = points_of(data["points"], "points")
    return Tier(
        low=None if low is None else measure.read(low, "from"),
        low_open=data.get("from_open", False),
        high=None if high is None else measure.read(high, "to"),
        high_open=data.get("to_open", False),
        points=points,
        off=off,
        measure=measure,
    )


def in_order(tiers: Iterable[Tier]) -> list[Tier]:
    """Return tiers from the lowest value to the highest."""
    return sorted(tiers, key=lambda tier: (tier.low is not None, tier.low or Decimal(0), tier.low_open))


GAP = gettext_noop("There is a gap between the tiers “%(lower)s” and “%(upper)s”.")
OVERLAP = gettext_noop("The tiers “%(lower)s” and “%(upper)s” overlap.")


def _gap_or_overlap(lower: Tier, upper: Tier, grain: Decimal | None) -> str | None:
    """Compare two neighbouring tiers on the grain: None when they meet exactly."""
    if lower.high is None or upper.low is None:
        return OVERLAP
    if grain is None:
        if lower.high == upper.low and lower.high_open != upper.low_open:
            return None
        both = lower.high == upper.low and not lower.high_open
        return OVERLAP if lower.high > upper.low or both else GAP
    last, first = lower.last(grain) or 0, upper.first(grain) or 0
    if first == last + 1:
        return None
    return OVERLAP if first <= last else GAP


def list_problems(tiers: list[Tier], grain: Decimal | None) -> list[Refused]:
    """List tiers that hold nothing, gaps and overlaps; `tiers` in order, `grain` None for exact values."""
    empty = [tier for tier in tiers if tier.is_empty(grain)]
    if empty:
        return [
            Refused(gettext_noop("No value falls into the tier “%(tier)s”."), tier=tier) for tier in empty
        ]
    return [
        Refused(message, lower=lower, upper=upper)
        for lower, upper in pairwise(tiers)
        if (message := _gap_or_overlap(lower, upper, grain))
    ]


def tier_list(parameters: Mapping[str, Any]) -> list[Any]:
    """Return the tiers as written in the parameters; refuses a rule without any."""
    tiers = parameters.get("tiers")
    if not isinstance(tiers, list) or not tiers:
        raise Refused(gettext_noop("The rule needs tiers."))
    return tiers


def tiers_text(tiers: Iterable[Tier]) -> str:
    """Write a list of tiers with what each gives: `≥ 95 %: 2; < 95 %: 0`."""
    return "; ".join(f"{tier}: {figure_text(tier.points)}" for tier in tiers)
