"""Bands on the total ("Hạng A"): what they are, and whether a list of them holds together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from clusters.criteria.rules.base import decimal_of, points_of
from clusters.criteria.rules.exact import figure_text
from clusters.criteria.rules.tiers import Tier
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import HUNDREDTH, ZERO

MEMBERS, RANKED = "members", "ranked"
DOWN, UP, HALF_UP = "down", "up", "half_up"


@dataclass(frozen=True)
class Condition:
    """At least so many of the named criteria reach a share (percent) of their standard points."""

    criteria: tuple[str, ...]
    at_least: int
    share: Decimal


@dataclass(frozen=True)
class Quota:
    """How many units a band takes: a number, or a share (percent) of all members or of the ranked ones."""

    count: int | None = None
    share: Decimal | None = None
    of: str = MEMBERS
    round: str = DOWN


@dataclass(frozen=True)
class Band:
    """Totals from `low` to `high` (points; None has no end), with gates and a quota.

    Of the gates one must be open, and a gate is open when all its conditions are met; without gates all enter.
    """

    name: str
    low: Decimal | None = None
    low_open: bool = False
    high: Decimal | None = None
    high_open: bool = False
    gates: tuple[tuple[Condition, ...], ...] = ()
    quota: Quota | None = None

    def holds(self, total: Decimal) -> bool:
        """Tell whether a total lies within the bounds."""
        return self.tier.holds(total)

    @property
    def tier(self) -> Tier:
        """The bounds alone."""
        return Tier(self.low, self.low_open, self.high, self.high_open, ZERO)

    @property
    def bounds(self) -> str:
        """The bounds in figures: `≥ 160, < 180`."""
        left = "" if self.low is None else f"{'>' if self.low_open else '≥'} {figure_text(self.low)}"
        right = "" if self.high is None else f"{'<' if self.high_open else '≤'} {figure_text(self.high)}"
        return ", ".join(part for part in (left, right) if part)


# --- Reading -------------------------------------------------------------------------------------

_BAND = {"name", "from", "from_open", "to", "to_open", "gates", "quota"}
NOT_A_BAND = gettext_noop("A band is written with name, from, from_open, to, to_open, gates and quota.")
NOT_A_CONDITION = gettext_noop("A condition of a band is written with criteria, at_least and share.")
NOT_A_QUOTA = gettext_noop(
    "A quota is written with count, or with share, of (members, ranked) and round (down, up, half_up)."
)


def read_bands(data: Any) -> tuple[Band, ...]:
    """Read bands as kept in JSON, from the best to the worst; refuses what is not written as a band is."""
    if not isinstance(data, list):
        raise Refused(NOT_A_BAND, field="bands")
    return tuple(_read_band(one) for one in data)


def _read_band(data: Any) -> Band:
    if not isinstance(data, Mapping) or set(data) - _BAND:
        raise Refused(NOT_A_BAND, field="bands")
    name = data.get("name")
    if not isinstance(name, str) or not name.strip():
        raise Refused(gettext_noop("A band needs a name."), field="bands")
    for end in ("from_open", "to_open"):
        if not isinstance(data.get(end, False), bool):
            raise Refused(gettext_noop("“%(name)s” is true or false."), field="bands", name=end)
    gates = data.get("gates") or []
    if not isinstance(gates, list) or not all(isinstance(gate, list) and gate for gate in gates):
        raise Refused(
            gettext_noop("“gates” is a list of alternatives, each a list of conditions."), field="bands"
        )
    low, high = data.get("from"), data.get("to")
    quota = data.get("quota")
    return Band(
        name=name.strip(),
        low=None if low is None else points_of(low, "from"),
        low_open=data.get("from_open", False),
        high=None if high is None else points_of(high, "to"),
        high_open=data.get("to_open", False),
        gates=tuple(tuple(_read_condition(one) for one in gate) for gate in gates),
        quota=None if quota is None else _read_quota(quota),
    )


def _read_condition(data: Any) -> Condition:
    if not isinstance(data, Mapping) or set(data) - {"criteria", "at_least", "share"}:
        raise Refused(NOT_A_CONDITION, field="bands")
    criteria = data.get("criteria")
    if not isinstance(criteria, list) or not criteria or not all(isinstance(one, str) for one in criteria):
        raise Refused(NOT_A_CONDITION, field="bands")
    at_least = data.get("at_least", len(criteria))
    if isinstance(at_least, bool) or not isinstance(at_least, int):
        raise Refused(NOT_A_CONDITION, field="bands")
    return Condition(tuple(criteria), at_least, decimal_of(data.get("share", "100"), "share"))


def _read_quota(data: Any) -> Quota:
    if isinstance(data, Mapping) and set(data) == {"count"}:
        count = data["count"]
        if isinstance(count, int) and not isinstance(count, bool):
            return Quota(count=count)
    if isinstance(data, Mapping) and "share" in data and not set(data) - {"share", "of", "round"}:
        of, way = data.get("of", MEMBERS), data.get("round", DOWN)
        if of in (MEMBERS, RANKED) and way in (DOWN, UP, HALF_UP):
            return Quota(share=decimal_of(data["share"], "share"), of=of, round=way)
    raise Refused(NOT_A_QUOTA, field="bands")


# --- Whether they hold together ------------------------------------------------------------------


def band_problems(bands: Collection[Band], codes: Collection[str], scale: Decimal) -> list[Refused]:
    """List what is wrong with bands, from the best to the worst, each with the band's name as its place.

    They cover every total from the lowest to the highest without gap or overlap on hundredths of a point;
    `codes` are those of the criteria that take marks, `scale` the points of the table in all.
    """
    listed = list(bands)
    found = [*_end_problems(listed, scale), *_meeting_problems(listed)]
    names = [band.name for band in listed]
    for place, band in enumerate(listed):
        wrong = [gettext_noop("The name of the band stands twice.")] * (band.name in names[:place])
        if band is listed[-1] and (band.gates or band.quota):
            wrong.append(gettext_noop("The last band takes everyone: it has neither gates nor a quota."))
        if band.quota is not None and not _is_sound(band.quota):
            wrong.append(gettext_noop("A quota is a number from 0, or a share from 0 to 100 percent."))
        found += [_at(band, message) for message in wrong]
        for condition in (one for gate in band.gates for one in gate):
            found += _condition_problems(band, condition, codes)
    return found


def _at(band: Band, message: str, **values: Any) -> Refused:
    return Refused(message, field="bands", place=band.name, **values)


def _is_sound(quota: Quota) -> bool:
    if quota.count is not None:
        return quota.count >= 0
    return quota.share is not None and 0 <= quota.share <= 100


def _end_problems(bands: list[Band], scale: Decimal) -> list[Refused]:
    found = []
    for place, band in enumerate(bands):
        if band.high is None and place > 0:
            found.append(_at(band, gettext_noop("The band has no upper end.")))
        if band.low is None and place < len(bands) - 1:
            found.append(_at(band, gettext_noop("The band has no lower end.")))
    if not bands:
        return found
    top, last = bands[0], bands[-1]
    if top.high is not None and (top.high < scale or (top.high == scale and top.high_open)):
        found.append(
            _at(
                top,
                gettext_noop("The best band ends below the %(scale)s points of the table."),
                scale=figure_text(scale),
            )
        )
    if last.low is not None and (last.low > 0 or last.low_open):
        found.append(_at(last, gettext_noop("The last band begins above 0: lower totals are in no band.")))
    return found


def _meeting_problems(bands: list[Band]) -> list[Refused]:
    empty = gettext_noop("No total falls into the band.")
    found = [_at(band, empty) for band in bands if band.tier.is_empty(HUNDREDTH)]
    if found:
        return found
    for upper, lower in pairwise(bands):
        if upper.low is None or lower.high is None:
            continue
        # The list is from the best down, so only the meeting ends matter, also where the order is wrong.
        last, first = lower.tier.last(HUNDREDTH) or 0, upper.tier.first(HUNDREDTH) or 0
        if first == last + 1:
            continue
        message = (
            gettext_noop("The bands “%(upper)s” (%(above)s) and “%(lower)s” (%(below)s) overlap.")
            if first <= last
            else gettext_noop(
                "There is a gap between the bands “%(upper)s” (%(above)s) and “%(lower)s” (%(below)s)."
            )
        )
        values = {"upper": upper.name, "above": upper.bounds, "lower": lower.name, "below": lower.bounds}
        found.append(_at(lower, message, **values))
    return found


def _condition_problems(band: Band, condition: Condition, codes: Collection[str]) -> list[Refused]:
    found = [
        _at(band, gettext_noop("“%(code)s” is not a criterion of the table that takes marks."), code=code)
        for code in condition.criteria
        if code not in codes
    ]
    if len(set(condition.criteria)) < len(condition.criteria):
        found.append(_at(band, gettext_noop("A condition names a criterion twice.")))
    if not 1 <= condition.at_least <= len(condition.criteria):
        found.append(_at(band, gettext_noop("“at_least” is from 1 to the number of criteria named.")))
    if condition.share <= 0:
        found.append(_at(band, gettext_noop("“share” of a condition is above zero.")))
    return found
