"""Rules that count cases: so many points each, added, earned or taken off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

from clusters.criteria.rules.base import Outcome, Rule, Step, decimal_of, outcome, rounded, step
from clusters.criteria.rules.exact import figure_text, half_up
from clusters.criteria.rules.inputs import Input
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import ZERO


@dataclass(frozen=True)
class Case:
    """One sort of case: the name of its input, its words, and the points each one counts."""

    name: str
    label: str
    each: Decimal


class CountedRule(Rule):
    """What rules on cases have in common.

    Parameters: `each` (points for each case) with `label` (the words shown), or `cases` (a list of `value`,
    `label` and `each`, counted side by side). With neither, the amount is given outright where the kind allows.
    """

    known_parameters: ClassVar[frozenset[str]] = frozenset({"each", "label", "cases"})
    outright: ClassVar[bool] = True

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The sorts of cases; none where the amount is given outright."""
        if self.parameters.get("cases") is not None:
            return tuple(self._case(one) for one in self._listed())
        if self.parameters.get("each") is None:
            return ()
        label = self.label_of("label", gettext_noop("Number of cases"))
        return (Case("count", label, decimal_of(self.parameters["each"], "each")),)

    def _listed(self) -> list[Any]:
        cases = self.parameters["cases"]
        if not isinstance(cases, list) or not cases or self.parameters.get("each") is not None:
            raise Refused(gettext_noop("The rule needs either “each” or a list of “cases”."))
        return cases

    @staticmethod
    def _case(data: Any) -> Case:
        if not isinstance(data, Mapping) or set(data) != {"value", "label", "each"}:
            raise Refused(gettext_noop("A case is written with value, label and each."))
        name, label = data["value"], data["label"]
        if not (isinstance(name, str) and name.isidentifier() and isinstance(label, str) and label.strip()):
            raise Refused(
                gettext_noop("“value” of a case is a short word without spaces, “label” its words.")
            )
        return Case(name, label.strip(), decimal_of(data["each"], "each"))

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        if not self.cases:
            return (Input("amount", gettext_noop("Points")),)
        return tuple(Input(case.name, case.label, "whole") for case in self.cases)

    def faults(self) -> Iterator[Refused]:
        cases = self.cases
        if not cases and not self.outright:
            yield Refused(gettext_noop("The rule needs either “each” or a list of “cases”."))
        if any(case.each <= 0 for case in cases):
            yield Refused(gettext_noop("“each” is above zero."))
        if len({case.name for case in cases}) < len(cases):
            yield Refused(gettext_noop("Two cases have the same value."))

    def amount(self, figures: Mapping[str, Any]) -> tuple[Fraction, str, list[Step]]:
        """Return the exact points of all cases, how they came about (`3 × 0,5`), and the inputs."""
        steps = self.input_steps(figures)
        if not self.cases:
            amount = Fraction(figures["amount"])
            return amount, figure_text(amount), steps
        total = Fraction(0)
        parts = []
        for case in self.cases:
            count = Decimal(figures[case.name])
            worth = Fraction(count) * Fraction(case.each)
            total += worth if self.places is None else Fraction(half_up(worth, self.places))
            parts.append(f"{figure_text(count)} × {figure_text(case.each)}")
        text = gettext_noop("%(formula)s = %(amount)s points.")
        formula = " + ".join(parts)
        return total, formula, [*steps, step(text, formula=formula, amount=total)]


class Count(CountedRule):
    """So many points for each case, up to the standard points."""

    kind: ClassVar[str] = "count"
    label: ClassVar[str] = gettext_noop("count × points")
    outright: ClassVar[bool] = False
    said: ClassVar[str] = gettext_noop("%(how)s, at most %(cap)s: %(points)s points.")
    begins: ClassVar[str] = gettext_noop("Counted points begin at 0.")

    def faults(self) -> Iterator[Refused]:
        yield from super().faults()
        if self.minimum != ZERO:
            yield Refused(self.begins)

    def compute(self, figures: Mapping[str, Any]) -> Outcome:
        amount, how, steps = self.amount(figures)
        if not self.cases:
            points, said = rounded(amount)
            self.accepts(points)
        else:
            cap = Fraction(self.maximum)
            if amount > cap:
                text = gettext_noop("At most %(most)s points: %(exact)s becomes %(most)s.")
                steps.append(step(text, most=self.maximum, exact=amount))
            points, said = rounded(min(amount, cap))
        return outcome(points, self.said, steps=[*steps, *said], how=how, cap=self.maximum, points=points)


class Bonus(Count):
    """Added points up to a cap (the standard points); inside its section's sum or on top of the total.

    Given outright (without `each`), more than the cap is refused; counted, the cap holds.
    """

    kind: ClassVar[str] = "bonus"
    label: ClassVar[str] = gettext_noop("bonus")
    may_not_arise: ClassVar[bool] = False
    outright: ClassVar[bool] = True
    said: ClassVar[str] = gettext_noop("Bonus %(how)s, at most %(cap)s: %(points)s points.")
    begins: ClassVar[str] = gettext_noop("A bonus begins at 0.")


class Deduction(CountedRule):
    """Starts from the standard points and loses points down to the floor (the least points).

    The mark is the resulting points, not what was taken off.
    """

    kind: ClassVar[str] = "deduction"
    label: ClassVar[str] = gettext_noop("deduction")

    def compute(self, figures: Mapping[str, Any]) -> Outcome:
        amount, how, steps = self.amount(figures)
        start, floor = Fraction(self.maximum), Fraction(self.minimum)
        left = start - amount
        if left < floor:
            text = gettext_noop("Not below %(floor)s points: %(exact)s becomes %(floor)s.")
            steps.append(step(text, floor=self.minimum, exact=left))
        points, said = rounded(max(left, floor))
        return outcome(
            points,
            gettext_noop("%(start)s less %(how)s, not below %(floor)s: %(points)s points."),
            steps=[*steps, *said],
            start=self.maximum,
            how=how,
            floor=self.minimum,
            points=points,
        )
