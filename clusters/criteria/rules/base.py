"""What every kind of rule is and gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import HUNDREDTH, parse_number, short_points

# Figures that people enter (counts, plans, results) may have up to four decimals and millions of units.
INPUT_PLACES = 4


@dataclass(frozen=True)
class Input:
    """A figure a rule asks for: its name, label (msgid) and kind (`number` or `yes-no`)."""

    name: str
    label: str
    kind: str = "number"


@dataclass(frozen=True)
class Outcome:
    """Points with two places, and the explanation: a msgid with its values, all texts."""

    points: Decimal
    explanation: dict[str, Any]


def outcome(points: Decimal, text: str, /, **values: Any) -> Outcome:
    """Make an outcome; the values become texts so that the explanation can be kept as JSON."""
    shown = {
        name: short_points(value) if isinstance(value, Decimal) else str(value)
        for name, value in values.items()
    }
    return Outcome(points.quantize(HUNDREDTH), {"text": text, "values": shown})


def decimal_of(value: Any, name: str) -> Decimal:
    """Read a decimal from a parameter or an input: a text or a whole number, never a float."""
    if isinstance(value, bool | float):
        raise Refused(
            gettext_noop("“%(name)s” must be written as text or a whole number."), field=name, name=name
        )
    return parse_number(str(value), places=INPUT_PLACES) if not isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Rule:
    """A rule of one criterion: its bounds in points (two places) and its parameters as kept in the table."""

    minimum: Decimal
    maximum: Decimal
    parameters: Mapping[str, Any]

    kind: ClassVar[str]
    label: ClassVar[str]
    # Judged kinds rest on somebody's judgement: below the standard points they need a reason.
    judged: ClassVar[bool] = False
    known_parameters: ClassVar[frozenset[str]] = frozenset()

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
        return found

    def accepts(self, points: Decimal) -> None:
        """Refuse points given directly that lie outside the bounds or cannot come out of the rule."""
        if not self.minimum <= points <= self.maximum:
            raise Refused(
                gettext_noop("%(points)s is outside %(minimum)s to %(maximum)s."),
                field="points",
                points=short_points(points),
                minimum=short_points(self.minimum),
                maximum=short_points(self.maximum),
            )

    def score(self, inputs: Mapping[str, Any]) -> Outcome:  # noqa: ARG002 - the kinds that compute read them
        """Compute points from inputs; refuses when figures are missing or make no sense."""
        raise Refused(gettext_noop("Points of this criterion are given directly."), field="inputs")

    def figure(self, inputs: Mapping[str, Any], name: str) -> Decimal:
        """Read one input that must be there and not be negative."""
        if inputs.get(name) in (None, ""):
            raise Refused(gettext_noop("A figure is missing."), field=name)
        value = decimal_of(inputs[name], name)
        if value < 0:
            raise Refused(gettext_noop("A figure cannot be negative."), field=name)
        return value

    def only_known(self, inputs: Mapping[str, Any]) -> None:
        """Refuse inputs that the rule does not ask for."""
        for name in sorted(set(inputs) - {one.name for one in self.inputs}):
            raise Refused(gettext_noop("The rule does not ask for “%(name)s”."), field=name, name=name)


def accepts_one_of(points: Decimal, possible: list[Decimal]) -> None:
    """Refuse points that are none of the possible ones."""
    if points not in possible:
        raise Refused(
            gettext_noop("%(points)s cannot come out of this rule; possible are %(possible)s."),
            field="points",
            points=short_points(points),
            possible="; ".join(short_points(one) for one in possible),
        )
