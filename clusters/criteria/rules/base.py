"""What every kind of rule is and gives."""

from abc import ABC
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from clusters.criteria.rules.exact import figure_text, half_up, is_hundredths
from clusters.criteria.rules.inputs import Input, read_figure
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import HUNDREDTH, short_points

Step = dict[str, Any]
Entries = Mapping[Hashable, Mapping[str, Any]]
_EXACT = (Decimal, Fraction)
# What a rule may be told to round its intermediate results to.
PLACES = (2, 3, 4)


@dataclass(frozen=True)
class Outcome:
    """Points with two places, and the explanation, which can be kept as JSON.

    The explanation is a msgid with its values, all texts; `steps`, where there are any, are the same again:
    the inputs, the rule, the formula with its figures, and what was rounded.
    """

    points: Decimal
    explanation: dict[str, Any]


def step(text: str, /, **values: Any) -> Step:
    """Make one sentence of an explanation; the values become texts."""
    shown = {
        name: figure_text(value) if isinstance(value, _EXACT) else str(value)
        for name, value in values.items()
    }
    return {"text": text, "values": shown}


def outcome(points: Decimal, text: str, /, *, steps: Iterable[Step] = (), **values: Any) -> Outcome:
    """Make an outcome of a main sentence and the steps that led to it."""
    told = step(text, **values)
    kept = list(steps)
    if kept:
        told["steps"] = kept
    return Outcome(points.quantize(HUNDREDTH), told)


def rounded(points: Fraction) -> tuple[Decimal, list[Step]]:
    """Round computed points half up to two places, and say so where anything was rounded."""
    result = half_up(points)
    if result == points:
        return result, []
    text = gettext_noop("Rounded half up to two decimals: %(exact)s becomes %(points)s.")
    return result, [step(text, exact=points, points=result)]


def decimal_of(value: Any, name: str) -> Decimal:
    """Read a decimal from a parameter: a text or a whole number, never a float."""
    try:
        return read_figure(value, name)
    except Refused as error:
        values = error.values
        raise Refused(error.message, field=name, **values) from error


def points_of(value: Any, name: str) -> Decimal:
    """Read points from a parameter; refuses more than two decimals."""
    points = decimal_of(value, name)
    if not is_hundredths(points):
        raise Refused(
            gettext_noop("%(value)s has more than two decimals."), field=name, value=figure_text(points)
        )
    return points


@dataclass(frozen=True)
class Rule(ABC):
    """A rule of one criterion: its bounds in points (two places) and its parameters as kept in the table.

    `ceiling` is the most the rule may give where that may exceed the standard points. `places` (2 to 4) says
    to how many decimals intermediate results, which are percentages, are rounded half up; without it they are
    exact and only the points are rounded, to two places.
    """

    minimum: Decimal
    maximum: Decimal
    parameters: Mapping[str, Any]
    ceiling: Decimal | None = None
    places: int | None = None

    kind: ClassVar[str]
    label: ClassVar[str]
    # Judged kinds rest on somebody's judgement: below the standard points they need a reason.
    judged: ClassVar[bool] = False
    # The points of each unit depend on the figures of all.
    cross_unit: ClassVar[bool] = False
    # A named body gives the points; the unit is never asked.
    supplied: ClassVar[bool] = False
    # The task of the criterion may not have arisen ("Không phát sinh nhiệm vụ").
    may_not_arise: ClassVar[bool] = True
    may_exceed: ClassVar[bool] = False
    known_parameters: ClassVar[frozenset[str]] = frozenset()

    @property
    def most(self) -> Decimal:
        """The most points the rule may give."""
        return self.maximum if self.ceiling is None else self.ceiling

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The figures the rule computes from; empty when points are given directly."""
        return ()

    def problems(self) -> list[Refused]:
        """List what is wrong with the parameters and bounds."""
        found = [
            Refused(gettext_noop("The rule “%(kind)s” does not know “%(name)s”."), kind=self.kind, name=name)
            for name in sorted(set(self.parameters) - self.known_parameters)
        ]
        if self.maximum < self.minimum:
            found.append(Refused(gettext_noop("The standard points are below the least points.")))
        if self.ceiling is not None and not self.may_exceed:
            found.append(
                Refused(
                    gettext_noop("The rule “%(kind)s” never exceeds the standard points."), kind=self.kind
                )
            )
        elif self.ceiling is not None and self.ceiling < self.maximum:
            found.append(Refused(gettext_noop("The most points are below the standard points.")))
        if self.places is not None and self.places not in PLACES:
            found.append(Refused(gettext_noop("Inside a rule figures are rounded to two to four decimals.")))
        try:
            for fault in self.faults():
                found.append(fault)  # noqa: PERF402 - what was found before one that is raised is kept
        except Refused as error:
            found.append(error)
        return found

    def faults(self) -> Iterator[Refused]:
        """Give what the kind finds wrong; may raise at the first parameter that cannot be read."""
        yield from ()

    def accepts(self, points: Decimal) -> None:
        """Refuse points that lie outside the bounds or cannot come out of the rule."""
        if not self.minimum <= points <= self.most:
            raise Refused(
                gettext_noop("%(points)s is outside %(minimum)s to %(maximum)s."),
                field="points",
                points=short_points(points),
                minimum=short_points(self.minimum),
                maximum=short_points(self.most),
            )

    def clean(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Return the inputs as they are kept: `9,5` and `9.5` are the same.

        Refuses unknown, missing and negative ones and those that make no sense; `field` is the input's name.
        """
        known = {one.name for one in self.inputs}
        for name in sorted(set(inputs) - known):
            raise Refused(gettext_noop("The rule does not ask for “%(name)s”."), field=name, name=name)
        read = {one.name: one.read(inputs.get(one.name)) for one in self.inputs}
        return {name: value for name, value in read.items() if value is not None}

    def score(self, inputs: Mapping[str, Any]) -> Outcome:
        """Compute points from inputs. Refuses missing figures, nonsense, and points outside the bounds."""
        if self.cross_unit:
            raise Refused(
                gettext_noop("These points depend on the figures of all units and are computed together."),
                field="inputs",
            )
        result = self.compute(self.clean(inputs) if self.inputs else {})
        self.check_bounds(result.points)
        return result

    def score_group(self, entries: Entries) -> dict[Hashable, Outcome]:
        """Compute the points of all units at once, in any order; `subject` of a refusal is the unit's key."""
        scored = {}
        for key, inputs in entries.items():
            try:
                scored[key] = self.score(inputs)
            except Refused as error:
                error.subject = key
                raise
        return scored

    def compute(self, figures: Mapping[str, Any]) -> Outcome:  # noqa: ARG002 - the kinds read them
        """Compute points from cleaned inputs; the kinds that have inputs say how."""
        raise Refused(gettext_noop("Points of this criterion are given directly."), field="inputs")

    def check_bounds(self, points: Decimal) -> None:
        """Refuse computed points outside the bounds: they are never pushed into them."""
        Rule.accepts(self, points)

    def label_of(self, name: str, fallback: str) -> str:
        """Return the words the table gives a figure, else the fallback."""
        text = self.parameters.get(name)
        return text.strip() if isinstance(text, str) and text.strip() else fallback

    def share(self, part: Fraction, whole: Fraction) -> Fraction:
        """Return part ÷ whole in percent, rounded half up where the table rounds inside its rules."""
        exact = part * 100 / whole
        return exact if self.places is None else Fraction(half_up(exact, self.places))

    @property
    def inner_grain(self) -> Decimal | None:
        """The step in percent to which shares inside the rule are rounded; None where they are exact."""
        return None if self.places is None else Decimal(1).scaleb(-self.places)

    def input_steps(self, figures: Mapping[str, Any]) -> list[Step]:
        """Say what was entered, one sentence for each figure that the table names."""
        return [
            step(gettext_noop("%(label)s: %(value)s."), label=one.label, value=Decimal(figures[one.name]))
            for one in self.inputs
            if one.kind in ("number", "whole") and one.name in figures
        ]


def accepts_one_of(points: Decimal, possible: list[Decimal]) -> None:
    """Refuse points that are none of the possible ones."""
    if points not in possible:
        raise Refused(
            gettext_noop("%(points)s cannot come out of this rule; possible are %(possible)s."),
            field="points",
            points=short_points(points),
            possible="; ".join(short_points(one) for one in possible),
        )


def best_problems(rule: Rule, possible: list[Decimal]) -> Iterator[Refused]:
    """Give what is wrong where a rule has a list of possible points, the best first."""
    if possible[-1] < rule.minimum or possible[0] != rule.maximum:
        yield Refused(gettext_noop("The best tier gives the standard points, none less than the least."))
