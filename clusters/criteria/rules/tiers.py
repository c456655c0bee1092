"""Percent tiers: a share falls into one tier, and each tier gives its points."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any, ClassVar

from clusters.criteria.rules.base import Input, Outcome, Rule, accepts_one_of, decimal_of, outcome
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import short_points

EXACT = "exact"
GRAINS = ("1", "0.1", "0.01", EXACT)


@dataclass(frozen=True)
class Tier:
    """Shares from `low` to `high` (percent; None is open without end) give `points`."""

    low: Decimal | None
    low_open: bool
    high: Decimal | None
    high_open: bool
    points: Decimal

    def holds(self, share: Decimal) -> bool:
        """Tell whether a share (already rounded to the grain) falls into the tier."""
        above = self.low is None or share > self.low or (share == self.low and not self.low_open)
        below = self.high is None or share < self.high or (share == self.high and not self.high_open)
        return above and below

    def __str__(self) -> str:
        left = "" if self.low is None else (">" if self.low_open else "≥") + f" {short_points(self.low)} %"
        right = (
            "" if self.high is None else ("<" if self.high_open else "≤") + f" {short_points(self.high)} %"
        )
        if self.low is not None and self.low == self.high:
            return f"= {short_points(self.low)} %"
        return ", ".join(part for part in (left, right) if part)


def read_tier(data: Mapping[str, Any]) -> Tier:
    """Read `{from, from_open, to, to_open, points}`; the ends may be left out."""
    unknown = set(data) - {"from", "from_open", "to", "to_open", "points"}
    if unknown or "points" not in data:
        raise Refused(gettext_noop("A tier is written with from, from_open, to, to_open and points."))
    for end in ("from_open", "to_open"):
        if not isinstance(data.get(end, False), bool):
            raise Refused(gettext_noop("“%(name)s” is true or false."), name=end)
    low, high = data.get("from"), data.get("to")
    return Tier(
        low=None if low is None else decimal_of(low, "from"),
        low_open=data.get("from_open", False),
        high=None if high is None else decimal_of(high, "to"),
        high_open=data.get("to_open", False),
        points=decimal_of(data["points"], "points"),
    )


def _gap_or_overlap(lower: Tier, upper: Tier, grain: Decimal | None) -> str | None:
    """Compare two neighbouring tiers on the grain: None when they meet exactly."""
    if lower.high is None or upper.low is None:
        return gettext_noop("The tiers “%(lower)s” and “%(upper)s” overlap.")
    if grain is None:
        if lower.high == upper.low and lower.high_open != upper.low_open:
            return None
        overlaps = lower.high > upper.low or (
            lower.high == upper.low and not lower.high_open and not upper.low_open
        )
    else:
        last = lower.high - (grain if lower.high_open else 0)
        first = upper.low + (grain if upper.low_open else 0)
        if first == last + grain:
            return None
        overlaps = first <= last
    if overlaps:
        return gettext_noop("The tiers “%(lower)s” and “%(upper)s” overlap.")
    return gettext_noop("There is a gap between the tiers “%(lower)s” and “%(upper)s”.")


class PercentTiers(Rule):
    """Numerator ÷ denominator × 100, rounded half up to the stated grain, falls into one tier.

    Parameters: `grain` (`1`, `0.1`, `0.01` percent, or `exact`), `tiers` (see `read_tier`, any order),
    and `none` (points when the denominator is zero; without it a zero denominator is refused).
    """

    kind: ClassVar[str] = "percent_tiers"
    label: ClassVar[str] = gettext_noop("percent tiers")
    known_parameters: ClassVar[frozenset[str]] = frozenset({"grain", "tiers", "none"})

    @property
    def inputs(self) -> tuple[Input, ...]:
        return (
            Input("numerator", gettext_noop("Done")),
            Input("denominator", gettext_noop("Out of")),
        )

    @property
    def grain(self) -> Decimal | None:
        """The step to which a share is rounded first; None when it is taken exactly."""
        text = str(self.parameters.get("grain", EXACT))
        return None if text == EXACT else Decimal(text)

    @property
    def tiers(self) -> list[Tier]:
        """The tiers from the lowest share to the highest."""
        tiers = [read_tier(one) for one in self.parameters.get("tiers", [])]
        return sorted(tiers, key=lambda tier: (tier.low is not None, tier.low or Decimal(0), tier.low_open))

    def problems(self) -> list[Refused]:
        found = super().problems()
        if str(self.parameters.get("grain", EXACT)) not in GRAINS:
            return [
                *found,
                Refused(gettext_noop("The grain is one of %(grains)s."), grains=", ".join(GRAINS)),
            ]
        try:
            tiers = self.tiers
        except Refused as error:
            return [*found, error]
        if not tiers:
            return [*found, Refused(gettext_noop("The rule needs tiers."))]
        if tiers[0].low is not None and (tiers[0].low > 0 or tiers[0].low_open):
            found.append(Refused(gettext_noop("The tiers do not begin at 0 %%: “%(tier)s”."), tier=tiers[0]))
        top = tiers[-1]
        if top.high is not None and (top.high < 100 or (top.high == 100 and top.high_open)):
            found.append(Refused(gettext_noop("The tiers do not reach 100 %%: “%(tier)s”."), tier=top))
        for lower, upper in pairwise(tiers):
            message = _gap_or_overlap(lower, upper, self.grain)
            if message:
                found.append(Refused(message, lower=lower, upper=upper))
        possible = self._possible()
        if min(possible) < self.minimum or max(possible) != self.maximum:
            found.append(
                Refused(gettext_noop("The best tier gives the standard points, none less than the least."))
            )
        return found

    def _possible(self) -> list[Decimal]:
        points = {tier.points for tier in self.tiers}
        if self.parameters.get("none") is not None:
            points.add(decimal_of(self.parameters["none"], "none"))
        return sorted(points, reverse=True)

    def accepts(self, points: Decimal) -> None:
        super().accepts(points)
        accepts_one_of(points, self._possible())

    def score(self, inputs: Mapping[str, Any]) -> Outcome:
        self.only_known(inputs)
        done, whole = self.figure(inputs, "numerator"), self.figure(inputs, "denominator")
        if whole == 0:
            if self.parameters.get("none") is None or done != 0:
                raise Refused(gettext_noop("“Out of” cannot be zero."), field="denominator")
            points = decimal_of(self.parameters["none"], "none")
            return outcome(points, gettext_noop("Nothing arose (0 of 0): %(points)s points."), points=points)
        share = done * 100 / whole
        if self.grain is not None:
            share = (share / self.grain).quantize(Decimal(1), rounding=ROUND_HALF_UP) * self.grain
        for tier in self.tiers:
            if tier.holds(share):
                return outcome(
                    tier.points,
                    gettext_noop(
                        "%(numerator)s ÷ %(denominator)s = %(share)s %% falls in the tier “%(tier)s”: %(points)s points."
                    ),
                    numerator=done,
                    denominator=whole,
                    share=share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP),
                    tier=tier,
                    points=tier.points,
                )
        raise Refused(
            gettext_noop("%(share)s %% is in no tier: “done” is more than “out of”."),
            field="numerator",
            share=short_points(share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)),
        )
