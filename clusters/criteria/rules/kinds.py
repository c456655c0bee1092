"""The kinds of rule a criterion can have. A new kind is a class here and nothing elsewhere."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from clusters.criteria.rules.base import Input, Outcome, Rule, accepts_one_of, decimal_of, outcome
from clusters.criteria.rules.tiers import PercentTiers
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import ZERO, round_points, short_points


class Group(Rule):
    """A line that gathers others and takes no marks."""

    kind: ClassVar[str] = "group"
    label: ClassVar[str] = gettext_noop("group of criteria")

    def accepts(self, points: Decimal) -> None:  # noqa: ARG002 - no points are acceptable
        raise Refused(gettext_noop("A group of criteria takes no marks; mark its lines."), field="points")


class Manual(Rule):
    """A judgement between the least and the standard points."""

    kind: ClassVar[str] = "manual"
    label: ClassVar[str] = gettext_noop("judged")
    judged: ClassVar[bool] = True


class YesNo(Rule):
    """All points or the least."""

    kind: ClassVar[str] = "yes_no"
    label: ClassVar[str] = gettext_noop("yes or no")

    @property
    def inputs(self) -> tuple[Input, ...]:
        return (Input("answer", gettext_noop("Met"), "yes-no"),)

    def accepts(self, points: Decimal) -> None:
        super().accepts(points)
        accepts_one_of(points, [self.maximum, self.minimum])

    def score(self, inputs: Mapping[str, Any]) -> Outcome:
        self.only_known(inputs)
        answer = inputs.get("answer")
        if not isinstance(answer, bool):
            raise Refused(gettext_noop("Answer yes or no."), field="answer")
        if answer:
            return outcome(self.maximum, gettext_noop("Yes: %(points)s points."), points=self.maximum)
        return outcome(self.minimum, gettext_noop("No: %(points)s points."), points=self.minimum)


class _Counted(Rule):
    """What bonus and deduction share: so many points for each of a number of cases, or an amount outright."""

    known_parameters: ClassVar[frozenset[str]] = frozenset({"each"})

    @property
    def each(self) -> Decimal | None:
        """Points for each case; None when the amount is given outright."""
        value = self.parameters.get("each")
        return None if value is None else decimal_of(value, "each")

    @property
    def inputs(self) -> tuple[Input, ...]:
        if self.each is None:
            return (Input("amount", gettext_noop("Points")),)
        return (Input("count", gettext_noop("Number of cases")),)

    def problems(self) -> list[Refused]:
        found = super().problems()
        try:
            each = self.each
        except Refused as error:
            return [*found, error]
        if each is not None and each <= 0:
            found.append(Refused(gettext_noop("“each” is above zero.")))
        return found

    def amount(self, inputs: Mapping[str, Any]) -> tuple[Decimal, str]:
        """Return the points the cases amount to and how, as `3 × 0,5`."""
        self.only_known(inputs)
        if self.each is None:
            amount = round_points(self.figure(inputs, "amount"))
            return amount, str(amount)
        count = self.figure(inputs, "count")
        if count != count.to_integral_value():
            raise Refused(gettext_noop("Cases are counted in whole numbers."), field="count")
        return round_points(count * self.each), f"{int(count)} × {short_points(self.each)}"


class Bonus(_Counted):
    """Added points up to a cap (the standard points); inside its section's sum or on top of the total."""

    kind: ClassVar[str] = "bonus"
    label: ClassVar[str] = gettext_noop("bonus")
    judged: ClassVar[bool] = False

    def problems(self) -> list[Refused]:
        found = super().problems()
        if self.minimum != ZERO:
            found.append(Refused(gettext_noop("A bonus begins at 0.")))
        return found

    def score(self, inputs: Mapping[str, Any]) -> Outcome:
        amount, how = self.amount(inputs)
        if self.each is None:
            self.accepts(amount)
        return outcome(
            min(amount, self.maximum),
            gettext_noop("Bonus %(how)s, at most %(cap)s: %(points)s points."),
            how=how,
            cap=self.maximum,
            points=min(amount, self.maximum),
        )


class Deduction(_Counted):
    """Starts from the standard points and loses points down to the floor (the least points).

    The mark is the resulting points, not what was taken off.
    """

    kind: ClassVar[str] = "deduction"
    label: ClassVar[str] = gettext_noop("deduction")

    def score(self, inputs: Mapping[str, Any]) -> Outcome:
        amount, how = self.amount(inputs)
        points = max(self.maximum - amount, self.minimum)
        return outcome(
            points,
            gettext_noop("%(start)s less %(how)s, not below %(floor)s: %(points)s points."),
            start=self.maximum,
            how=how,
            floor=self.minimum,
            points=points,
        )


KINDS: dict[str, type[Rule]] = {
    rule.kind: rule for rule in (Group, Manual, YesNo, PercentTiers, Bonus, Deduction)
}


def rule_for(kind: str, parameters: Mapping[str, Any], *, minimum: Decimal, maximum: Decimal) -> Rule:
    """Make the rule of a criterion; an unknown kind is refused."""
    if kind not in KINDS:
        raise Refused(
            gettext_noop("“%(kind)s” is not a kind of rule; there are %(kinds)s."),
            kind=kind,
            kinds=", ".join(KINDS),
        )
    return KINDS[kind](minimum=minimum, maximum=maximum, parameters=parameters)
