"""The kinds of rule a criterion can have. A new kind is a class here or beside, named in `KINDS`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from clusters.criteria.rules.base import (
    Outcome,
    Rule,
    accepts_one_of,
    outcome,
    points_of,
    step,
)
from clusters.criteria.rules.counted import Bonus, Count, Deduction
from clusters.criteria.rules.days import DateTiers, DaysLateTiers
from clusters.criteria.rules.exact import figure_text
from clusters.criteria.rules.inputs import Input
from clusters.criteria.rules.leader import LeaderTarget
from clusters.criteria.rules.proportional import Proportional
from clusters.criteria.rules.shares import DeductionTiers, PercentTiers
from emulation.core.errors import Refused, gettext_noop


class Group(Rule):
    """A line that gathers others and takes no marks."""

    kind: ClassVar[str] = "group"
    label: ClassVar[str] = gettext_noop("group of criteria")
    may_not_arise: ClassVar[bool] = False

    def accepts(self, points: Decimal) -> None:  # noqa: ARG002 - no points are acceptable
        raise Refused(gettext_noop("A group of criteria takes no marks; mark its lines."), field="points")


class Manual(Rule):
    """A judgement between the least and the standard points."""

    kind: ClassVar[str] = "manual"
    label: ClassVar[str] = gettext_noop("judged")
    judged: ClassVar[bool] = True
    may_exceed: ClassVar[bool] = True


class YesNo(Rule):
    """All points or the least."""

    kind: ClassVar[str] = "yes_no"
    label: ClassVar[str] = gettext_noop("yes or no")

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return (Input("answer", gettext_noop("Met"), "yes-no"),)

    def accepts(self, points: Decimal) -> None:
        super().accepts(points)
        accepts_one_of(points, [self.maximum, self.minimum])

    def compute(self, figures: Mapping[str, Any]) -> Outcome:
        if figures["answer"]:
            return outcome(self.maximum, gettext_noop("Yes: %(points)s points."), points=self.maximum)
        return outcome(self.minimum, gettext_noop("No: %(points)s points."), points=self.minimum)


@dataclass(frozen=True)
class Option:
    """One rung of a ladder."""

    value: str
    label: str
    points: Decimal


class Choice(Rule):
    """A ladder of named options, each with its points.

    Parameters: `options`, a list of `label`, `points` and, where the label may still be reworded, a `value`.
    """

    kind: ClassVar[str] = "choice"
    label: ClassVar[str] = gettext_noop("choice")
    known_parameters: ClassVar[frozenset[str]] = frozenset({"options"})

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The options as listed."""
        options = self.parameters.get("options")
        if not isinstance(options, list) or not options:
            raise Refused(gettext_noop("The rule needs options."))
        return tuple(_option(one) for one in options)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        choices = tuple((one.value, one.label) for one in self.options)
        return (Input("option", gettext_noop("Option"), "choice", choices=choices),)

    @cached_property
    def possible(self) -> list[Decimal]:
        """What can come out of the rule, the best first."""
        return sorted({one.points for one in self.options}, reverse=True)

    def faults(self) -> Iterator[Refused]:
        values, labels = [one.value for one in self.options], [one.label for one in self.options]
        for name in sorted({one for one in values if values.count(one) > 1}):
            yield Refused(gettext_noop("The option “%(name)s” stands twice."), name=name)
        if len(set(values)) == len(values):
            for name in sorted({one for one in labels if labels.count(one) > 1}):
                yield Refused(gettext_noop("The option “%(name)s” stands twice."), name=name)
        if self.possible[-1] < self.minimum or self.possible[0] != self.maximum:
            yield Refused(
                gettext_noop("The best option gives the standard points, none less than the least.")
            )

    def accepts(self, points: Decimal) -> None:
        super().accepts(points)
        accepts_one_of(points, self.possible)

    def compute(self, figures: Mapping[str, Any]) -> Outcome:
        chosen = next(one for one in self.options if one.value == figures["option"])
        listed = "; ".join(f"{one.label}: {figure_text(one.points)}" for one in self.options)
        return outcome(
            chosen.points,
            gettext_noop("“%(option)s”: %(points)s points."),
            steps=[step(gettext_noop("Options: %(options)s."), options=listed)],
            option=chosen.label,
            points=chosen.points,
        )


def _option(data: Any) -> Option:
    if not isinstance(data, Mapping) or set(data) - {"value"} != {"label", "points"}:
        raise Refused(gettext_noop("An option is written with label, points and perhaps value."))
    label, value = data["label"], data.get("value", data["label"])
    if not (isinstance(label, str) and label.strip() and isinstance(value, str) and value.strip()):
        raise Refused(gettext_noop("An option needs words."))
    return Option(value.strip(), label.strip(), points_of(data["points"], "points"))


class External(Rule):
    """Points that a named body supplies; the unit is never asked. Parameters: `body`, its name."""

    kind: ClassVar[str] = "external"
    label: ClassVar[str] = gettext_noop("given by a body")
    supplied: ClassVar[bool] = True
    may_exceed: ClassVar[bool] = True
    known_parameters: ClassVar[frozenset[str]] = frozenset({"body"})

    @property
    def body(self) -> str:
        """The name of the body."""
        return self.label_of("body", "")

    def faults(self) -> Iterator[Refused]:
        if not self.body:
            yield Refused(gettext_noop("The rule needs “body”: the name of the body that gives the points."))


KINDS: dict[str, type[Rule]] = {
    rule.kind: rule
    for rule in (
        Group,
        Manual,
        YesNo,
        Choice,
        PercentTiers,
        DaysLateTiers,
        DateTiers,
        Proportional,
        LeaderTarget,
        Count,
        Deduction,
        DeductionTiers,
        Bonus,
        External,
    )
}


def rule_for(
    kind: str,
    parameters: Mapping[str, Any],
    *,
    minimum: Decimal,
    maximum: Decimal,
    ceiling: Decimal | None = None,
    places: int | None = None,
) -> Rule:
    """Make the rule of a criterion; an unknown kind is refused.

    `ceiling`: the most points where the rule may exceed the standard ones; `places`: the decimals to which the
    table rounds inside its rules.
    """
    if kind not in KINDS:
        raise Refused(
            gettext_noop("“%(kind)s” is not a kind of rule; there are %(kinds)s."),
            kind=kind,
            kinds=", ".join(KINDS),
        )
    return KINDS[kind](
        minimum=minimum, maximum=maximum, parameters=parameters, ceiling=ceiling, places=places
    )
