"""Rules on a share, numerator ÷ denominator: percent tiers, deduction tiers, proportional points."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

from clusters.criteria.rules.base import (
    Outcome,
    Rule,
    Step,
    accepts_one_of,
    best_problems,
    outcome,
    points_of,
    step,
)
from clusters.criteria.rules.exact import figure_text, to_step
from clusters.criteria.rules.inputs import Input
from clusters.criteria.rules.tiers import Tier, in_order, list_problems, read_tier, tier_list, tiers_text
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import ZERO

EXACT = "exact"
GRAINS = ("1", "0.1", "0.01", EXACT)
HUNDRED = Decimal(100)

_NEEDED = {
    "numerator": gettext_noop(
        "The rule needs “numerator”: the words for what is counted, as “sent on time”."
    ),
    "denominator": gettext_noop(
        "The rule needs “denominator”: the words for what it is a share of, as “all sent”."
    ),
}


class ShareRule(Rule):
    """What rules on a share have in common: two named figures, and what a share of nothing gives.

    Parameters: `numerator` and `denominator` (the words shown at the figures), and `none` (points when both
    figures are 0; without it a denominator of 0 is refused).
    """

    fallback: ClassVar[tuple[str, str]] = (gettext_noop("Done"), gettext_noop("Out of"))

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        numerator, denominator = self.fallback
        return (
            Input("numerator", self.label_of("numerator", numerator)),
            Input("denominator", self.label_of("denominator", denominator)),
        )

    @cached_property
    def none(self) -> Decimal | None:
        """Points when there was nothing to do; None where that is refused."""
        value = self.parameters.get("none")
        return None if value is None else points_of(value, "none")

    def faults(self) -> Iterator[Refused]:
        yield from (Refused(message) for name, message in _NEEDED.items() if not self.label_of(name, ""))
        if self.none is not None and not self.minimum <= self.none <= self.most:
            yield Refused(gettext_noop("What nothing gives (“none”) lies outside the bounds."))

    def compute(self, figures: Mapping[str, Any]) -> Outcome:
        done, whole = Fraction(figures["numerator"]), Fraction(figures["denominator"])
        if whole:
            return self.of_share(done, whole, self.input_steps(figures))
        if self.none is None or done:
            raise Refused(gettext_noop("“Out of” cannot be zero."), field="denominator")
        text = gettext_noop("Nothing arose (0 of 0): %(points)s points.")
        return outcome(self.none, text, steps=self.input_steps(figures), points=self.none)

    @abstractmethod
    def of_share(self, done: Fraction, whole: Fraction, steps: list[Step]) -> Outcome:
        """Compute points from a share of something."""


class TieredShare(ShareRule):
    """A share, rounded half up to the stated grain first, falls into one tier."""

    known_parameters: ClassVar[frozenset[str]] = frozenset(
        {"numerator", "denominator", "grain", "tiers", "none"}
    )

    @cached_property
    def grain(self) -> Decimal | None:
        """The step in percent to which a share is rounded first; None when it is taken exactly."""
        text = str(self.parameters.get("grain", EXACT))
        if text not in GRAINS:
            raise Refused(gettext_noop("The grain is one of %(grains)s."), grains=", ".join(GRAINS))
        return None if text == EXACT else Decimal(text)

    @cached_property
    def tiers(self) -> list[Tier]:
        """The tiers from the lowest share to the highest."""
        return in_order(self.read(one) for one in tier_list(self.parameters))

    def read(self, data: Mapping[str, Any]) -> Tier:
        """Read one tier."""
        return read_tier(data)

    @cached_property
    def possible(self) -> list[Decimal]:
        """What can come out of the rule, the best first."""
        points = {tier.points for tier in self.tiers}
        return sorted(points if self.none is None else points | {self.none}, reverse=True)

    def faults(self) -> Iterator[Refused]:
        yield from super().faults()
        grain, tiers = self.grain, self.tiers
        if not self.begins(tiers[0]):
            yield Refused(gettext_noop("The tiers do not begin at 0 %%: “%(tier)s”."), tier=tiers[0])
        top = tiers[-1]
        if top.high is not None and (top.high < HUNDRED or (top.high == HUNDRED and top.high_open)):
            yield Refused(gettext_noop("The tiers do not reach 100 %%: “%(tier)s”."), tier=top)
        yield from list_problems(tiers, grain)
        yield from best_problems(self, self.possible)

    @cached_property
    def listed(self) -> str:
        """The tiers with what each gives, the highest share first."""
        return tiers_text(reversed(self.tiers))

    def begins(self, lowest: Tier) -> bool:
        """Tell whether the list begins where it has to."""
        return lowest.holds(ZERO)

    def accepts(self, points: Decimal) -> None:
        super().accepts(points)
        accepts_one_of(points, self.possible)

    def of_share(self, done: Fraction, whole: Fraction, steps: list[Step]) -> Outcome:
        exact = done * 100 / whole
        share = exact if self.grain is None else Fraction(to_step(exact, self.grain))
        steps.append(share_step(done, whole, share, self.grain))
        steps.append(step(gettext_noop("Tiers: %(tiers)s."), tiers=self.listed))
        for tier in self.tiers:
            if tier.holds(share):
                return self.of_tier(tier, done, whole, share, steps)
        return self.outside(done, whole, share, steps)

    def of_tier(
        self, tier: Tier, done: Fraction, whole: Fraction, share: Fraction, steps: list[Step]
    ) -> Outcome:
        """Give what a tier gives."""
        return outcome(
            tier.points,
            gettext_noop(
                "%(numerator)s ÷ %(denominator)s = %(share)s %% falls in the tier “%(tier)s”: %(points)s points."
            ),
            steps=steps,
            numerator=done,
            denominator=whole,
            share=share,
            tier=tier,
            points=tier.points,
        )

    def outside(self, done: Fraction, whole: Fraction, share: Fraction, steps: list[Step]) -> Outcome:  # noqa: ARG002
        """Answer a share that is in no tier."""
        raise Refused(
            gettext_noop("%(share)s %% is in no tier: “done” is more than “out of”."),
            field="numerator",
            share=figure_text(share),
        )


class PercentTiers(TieredShare):
    """Numerator ÷ denominator × 100, rounded half up to the stated grain, falls into one tier.

    Parameters: `numerator`, `denominator` (words), `grain` (`1`, `0.1`, `0.01` percent, or `exact`), `tiers`
    (see `read_tier`, any order), and `none` (points when both are 0; without it that is refused).
    """

    kind: ClassVar[str] = "percent_tiers"
    label: ClassVar[str] = gettext_noop("percent tiers")


class DeductionTiers(TieredShare):
    """Starts from the standard points; a tier of the backlog takes points off, or says what is left.

    Parameters as of percent tiers, but a tier says `off` (taken off, down to the floor, which is the least
    points) or `points` (left). The list may begin right after 0 %, as the printed "1–10 %" does on a grain of
    1 %: without a backlog nothing is taken off.
    """

    kind: ClassVar[str] = "deduction_tiers"
    label: ClassVar[str] = gettext_noop("deduction tiers")
    fallback: ClassVar[tuple[str, str]] = (gettext_noop("Backlog"), gettext_noop("Out of"))

    def read(self, data: Mapping[str, Any]) -> Tier:
        return read_tier(data, start=self.maximum, floor=self.minimum)

    @cached_property
    def possible(self) -> list[Decimal]:
        return sorted({*super().possible, self.maximum}, reverse=True)

    @cached_property
    def listed(self) -> str:
        """The tiers with what each leaves, the smallest backlog first."""
        none = "" if self.tiers[0].holds(ZERO) else f"= 0 %: {figure_text(self.maximum)}; "
        return none + tiers_text(self.tiers)

    def begins(self, lowest: Tier) -> bool:
        if lowest.holds(ZERO):
            return True
        if self.grain is None:
            return lowest.low == 0 and lowest.low_open
        return lowest.first(self.grain) == 1

    def of_tier(
        self, tier: Tier, done: Fraction, whole: Fraction, share: Fraction, steps: list[Step]
    ) -> Outcome:
        if tier.off is None:
            return super().of_tier(tier, done, whole, share, steps)
        return outcome(
            tier.points,
            gettext_noop(
                "%(numerator)s ÷ %(denominator)s = %(share)s %% falls in the tier “%(tier)s”: %(start)s − %(off)s, not below %(floor)s: %(points)s points."
            ),
            steps=steps,
            numerator=done,
            denominator=whole,
            share=share,
            tier=tier,
            start=self.maximum,
            off=tier.off,
            floor=self.minimum,
            points=tier.points,
        )

    def outside(self, done: Fraction, whole: Fraction, share: Fraction, steps: list[Step]) -> Outcome:
        if share:
            return super().outside(done, whole, share, steps)
        text = gettext_noop(
            "%(numerator)s ÷ %(denominator)s = 0 %%: nothing is taken off, %(points)s points."
        )
        return outcome(
            self.maximum, text, steps=steps, numerator=done, denominator=whole, points=self.maximum
        )


def share_step(done: Fraction, whole: Fraction, share: Fraction, grain: Decimal | None) -> Step:
    """Say how a share in percent came about, and to what it was rounded (`grain` None: not at all)."""
    exact = done * 100 / whole
    if grain is None:
        text = gettext_noop("Share: %(numerator)s ÷ %(denominator)s × 100 = %(exact)s %%, not rounded.")
        return step(text, numerator=done, denominator=whole, exact=exact)
    text = gettext_noop(
        "Share: %(numerator)s ÷ %(denominator)s × 100 = %(exact)s %%, rounded half up to %(grain)s %%: %(share)s %%."
    )
    return step(text, numerator=done, denominator=whole, exact=exact, grain=grain, share=share)
