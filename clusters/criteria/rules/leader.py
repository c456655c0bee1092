"""Target against leader: the only kind whose points depend on the figures of all units."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

from clusters.criteria.rules.base import Entries, Outcome, Rule, outcome, rounded, step
from clusters.criteria.rules.inputs import Input
from clusters.criteria.rules.shares import share_step
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import ZERO

SHARE, AMOUNT = "share", "amount"


@dataclass(frozen=True)
class Entry:
    """What one unit was assigned (None: no target) and what it did."""

    figures: Mapping[str, Any]
    target: Fraction | None
    done: Fraction

    def excess(self, measured: str) -> Fraction:
        """How far the unit is above its target: in percent of the own target, or as an amount."""
        assert self.target is not None
        over = self.done - self.target
        return over if measured == AMOUNT else over * 100 / self.target


class LeaderTarget(Rule):
    """Half the points for reaching the own target, the rest by how far one is above it against the leader.

    Below the target ½·max·done/target; equal ½·max; above ½·max + ½·max·(own excess ÷ greatest excess), so
    that the leader gets max. Units without a target are scored among themselves: done ÷ best done × max.
    Rounded half up to two places. Parameters: `excess` (`share` of the own target, which is the default, or
    `amount`), `target` and `done` (the words shown).
    """

    kind: ClassVar[str] = "leader_target"
    label: ClassVar[str] = gettext_noop("target against leader")
    cross_unit: ClassVar[bool] = True
    known_parameters: ClassVar[frozenset[str]] = frozenset({"excess", "target", "done"})

    @property
    def measured(self) -> str:
        """How the excess is measured."""
        return str(self.parameters.get("excess", SHARE))

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        target = self.label_of("target", gettext_noop("Target (empty where none was assigned)"))
        return (
            Input("target", target, required=False),
            Input("done", self.label_of("done", gettext_noop("Done"))),
        )

    def faults(self) -> Iterator[Refused]:
        if self.measured not in (SHARE, AMOUNT):
            yield Refused(gettext_noop("“excess” is share or amount."))
        if self.minimum != ZERO:
            yield Refused(gettext_noop("Points against the leader begin at 0."))

    def clean(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        cleaned = super().clean(inputs)
        if Fraction(cleaned.get("target", 1)) == 0:
            raise Refused(
                gettext_noop("A target is above zero; leave it empty where none was assigned."),
                field="target",
            )
        return cleaned

    def score_group(self, entries: Entries) -> dict[Hashable, Outcome]:
        read = {key: self._entry(key, inputs) for key, inputs in entries.items()}
        assigned = [one for one in read.values() if one.target is not None]
        greatest = max((one.excess(self.measured) for one in assigned), default=Fraction(0))
        best = max((one.done for one in read.values() if one.target is None), default=Fraction(0))
        return {
            key: self._without_target(one, best) if one.target is None else self._against(one, greatest)
            for key, one in read.items()
        }

    def _entry(self, key: Hashable, inputs: Mapping[str, Any]) -> Entry:
        try:
            figures = self.clean(inputs)
        except Refused as error:
            error.subject = key
            raise
        target = figures.get("target")
        return Entry(figures, None if target is None else Fraction(target), Fraction(figures["done"]))

    def _without_target(self, one: Entry, best: Fraction) -> Outcome:
        steps = self.input_steps(one.figures)
        steps.append(step(gettext_noop("No target was assigned: scored among the units without one.")))
        if not best:
            text = gettext_noop("No unit without a target did anything: %(points)s points.")
            return outcome(ZERO, text, steps=steps, points=ZERO)
        share = self.share(one.done, best)
        steps.append(share_step(one.done, best, share, self.inner_grain))
        exact = share / 100 * Fraction(self.maximum)
        text = gettext_noop("%(share)s %% × %(maximum)s points = %(exact)s points.")
        steps.append(step(text, share=share, maximum=self.maximum, exact=exact))
        points, said = rounded(exact)
        text = gettext_noop("No target; done %(done)s of the best %(best)s × %(maximum)s: %(points)s points.")
        values = {"done": one.done, "best": best, "maximum": self.maximum, "points": points}
        return outcome(points, text, steps=[*steps, *said], **values)

    def _against(self, one: Entry, greatest: Fraction) -> Outcome:
        assert one.target is not None
        steps = self.input_steps(one.figures)
        half = Fraction(self.maximum) / 2
        values: dict[str, Any] = {"done": one.done, "target": one.target, "maximum": self.maximum}
        if one.done > one.target:
            own = one.excess(self.measured)
            steps.append(self._excess_step(one, own))
            share = self.share(own, greatest)
            steps.append(self._greatest_step(greatest))
            steps.append(share_step(own, greatest, share, self.inner_grain))
            exact = half + half * share / 100
            formula = gettext_noop("½ × %(maximum)s + ½ × %(maximum)s × %(share)s %% = %(exact)s points.")
            steps.append(step(formula, maximum=self.maximum, share=share, exact=exact))
            if own == greatest:
                text = gettext_noop(
                    "Done %(done)s of the target %(target)s, the furthest above of all: %(points)s points."
                )
            else:
                text = gettext_noop(
                    "Done %(done)s, above the target %(target)s; %(share)s %% of the leader's excess: %(points)s points."
                )
                values["share"] = share
        else:
            share = self.share(one.done, one.target)
            steps.append(share_step(one.done, one.target, share, self.inner_grain))
            exact = half * share / 100
            formula = gettext_noop("½ × %(maximum)s × %(share)s %% = %(exact)s points.")
            steps.append(step(formula, maximum=self.maximum, share=share, exact=exact))
            text = (
                gettext_noop(
                    "Done %(done)s, the target %(target)s exactly: half of %(maximum)s, %(points)s points."
                )
                if one.done == one.target
                else gettext_noop(
                    "Done %(done)s, below the target %(target)s: at most half of %(maximum)s, %(points)s points."
                )
            )
        points, said = rounded(exact)
        return outcome(points, text, steps=[*steps, *said], **values, points=points)

    def _excess_step(self, one: Entry, own: Fraction) -> dict[str, Any]:
        if self.measured == AMOUNT:
            text = gettext_noop("Above the target by %(done)s − %(target)s = %(own)s.")
        else:
            text = gettext_noop(
                "Above the target by (%(done)s − %(target)s) ÷ %(target)s × 100 = %(own)s %%."
            )
        return step(text, done=one.done, target=one.target, own=own)

    def _greatest_step(self, greatest: Fraction) -> dict[str, Any]:
        if self.measured == AMOUNT:
            return step(gettext_noop("The greatest excess of all units: %(greatest)s."), greatest=greatest)
        return step(gettext_noop("The greatest excess of all units: %(greatest)s %%."), greatest=greatest)
