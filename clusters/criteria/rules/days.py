"""Rules on time: how many days late, and by which date."""

import datetime as dt
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Decimal
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
from clusters.criteria.rules.inputs import Input
from clusters.criteria.rules.tiers import (
    DATES,
    DAYS,
    ONE,
    Measure,
    Tier,
    in_order,
    list_problems,
    read_tier,
    tier_list,
    tiers_text,
)
from emulation.core.dates import date_text
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import ZERO


class TimeRule(Rule):
    """What rules on time have in common: tiers on whole days, and what never being sent gives.

    Parameters: `tiers`, `label` (the words shown at the figure), and `none` (points when nothing was sent or
    issued at all; with it the rule asks for that first, without it there is no such answer).
    """

    known_parameters: ClassVar[frozenset[str]] = frozenset({"tiers", "none", "label"})
    measure: ClassVar[Measure]
    # The figure asked for: its name, words and kind.
    figure: ClassVar[tuple[str, str, str]]

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        name, words, kind = self.figure
        asked = Input(name, self.label_of("label", words), kind, required=self.none is None)
        if self.none is None:
            return (asked,)
        return (Input("sent", gettext_noop("Sent or issued"), "yes-no"), asked)

    @cached_property
    def none(self) -> Decimal | None:
        """Points when nothing was sent; None where the table does not say."""
        value = self.parameters.get("none")
        return None if value is None else points_of(value, "none")

    @cached_property
    def tiers(self) -> list[Tier]:
        """The tiers from the earliest on."""
        return in_order(read_tier(one, self.measure) for one in tier_list(self.parameters))

    @cached_property
    def possible(self) -> list[Decimal]:
        """What can come out of the rule, the best first."""
        points = {tier.points for tier in self.tiers}
        return sorted(points if self.none is None else points | {self.none}, reverse=True)

    def faults(self) -> Iterator[Refused]:
        tiers = self.tiers
        yield from self.end_faults(tiers[0], tiers[-1])
        yield from list_problems(tiers, ONE)
        yield from best_problems(self, self.possible)

    @abstractmethod
    def end_faults(self, first: Tier, last: Tier) -> Iterator[Refused]:
        """Give what is wrong at both ends of the list."""

    def accepts(self, points: Decimal) -> None:
        super().accepts(points)
        accepts_one_of(points, self.possible)

    def clean(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        cleaned = super().clean(inputs)
        name = self.figure[0]
        if self.none is None:
            return cleaned
        if cleaned["sent"] and name not in cleaned:
            raise Refused(gettext_noop("Say when it was sent or issued."), field=name)
        if not cleaned["sent"] and name in cleaned:
            raise Refused(gettext_noop("Leave this empty where nothing was sent or issued."), field=name)
        return cleaned

    def compute(self, figures: Mapping[str, Any]) -> Outcome:
        steps = [step(gettext_noop("Tiers: %(tiers)s."), tiers=tiers_text(self.tiers))]
        if self.none is not None:
            steps.append(step(gettext_noop("Not sent or issued at all: %(points)s."), points=self.none))
            if not figures["sent"]:
                text = gettext_noop("Not sent or issued: %(points)s points.")
                return outcome(self.none, text, steps=steps, points=self.none)
        return self.of_time(figures[self.figure[0]], steps)

    @abstractmethod
    def of_time(self, figure: str, steps: list[Step]) -> Outcome:
        """Compute points from the figure."""

    def tier_of(self, value: Decimal) -> Tier:
        """Return the tier of a value."""
        for tier in self.tiers:
            if tier.holds(value):
                return tier
        raise Refused(gettext_noop("This is in no tier of the rule."), field=self.figure[0])


class DaysLateTiers(TimeRule):
    """Whole days late (0 when on time) fall into one tier, for example 0: 2; 1–2: 1.5; > 10: 0."""

    kind: ClassVar[str] = "days_late_tiers"
    label: ClassVar[str] = gettext_noop("days-late tiers")
    measure: ClassVar[Measure] = DAYS
    figure: ClassVar[tuple[str, str, str]] = (
        "days",
        gettext_noop("Days late (0 when on time)"),
        "whole",
    )

    def end_faults(self, first: Tier, last: Tier) -> Iterator[Refused]:
        if not first.holds(ZERO):
            yield Refused(gettext_noop("The tiers do not begin at 0 days: “%(tier)s”."), tier=first)
        if last.high is not None:
            yield Refused(gettext_noop("The tiers end at “%(tier)s”: say what still later gives."), tier=last)

    def of_time(self, figure: str, steps: list[Step]) -> Outcome:
        days = Decimal(figure)
        tier = self.tier_of(days)
        return outcome(
            tier.points,
            gettext_noop("%(days)s days late fall in the tier “%(tier)s”: %(points)s points."),
            steps=[step(gettext_noop("%(label)s: %(value)s."), label=self.words, value=days), *steps],
            days=days,
            tier=tier,
            points=tier.points,
        )

    @property
    def words(self) -> str:
        """The words shown at the figure."""
        return self.label_of("label", self.figure[1])


class DateTiers(TimeRule):
    """The day something was sent or issued falls into one tier, both ends included; the tiers name the year."""

    kind: ClassVar[str] = "date_tiers"
    label: ClassVar[str] = gettext_noop("date tiers")
    measure: ClassVar[Measure] = DATES
    figure: ClassVar[tuple[str, str, str]] = ("date", gettext_noop("Sent or issued on"), "date")

    def end_faults(self, first: Tier, last: Tier) -> Iterator[Refused]:
        if first.low is not None:
            yield Refused(
                gettext_noop("The tiers begin at “%(tier)s”: the first has no beginning."), tier=first
            )
        if last.high is not None:
            yield Refused(gettext_noop("The tiers end at “%(tier)s”: say what still later gives."), tier=last)

    def of_time(self, figure: str, steps: list[Step]) -> Outcome:
        day = dt.date.fromisoformat(figure)
        tier = self.tier_of(Decimal(day.toordinal()))
        words = self.label_of("label", self.figure[1])
        shown = date_text(day)
        return outcome(
            tier.points,
            gettext_noop("%(date)s falls in the tier “%(tier)s”: %(points)s points."),
            steps=[step(gettext_noop("%(label)s: %(value)s."), label=words, value=shown), *steps],
            date=shown,
            tier=tier,
            points=tier.points,
        )
