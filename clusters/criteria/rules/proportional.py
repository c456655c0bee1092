"""Proportional points: done ÷ plan × the standard points."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from clusters.criteria.rules.base import Outcome, Step, outcome, rounded, step
from clusters.criteria.rules.exact import figure_text
from clusters.criteria.rules.shares import ShareRule, share_step
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import ZERO


class Proportional(ShareRule):
    """Done ÷ plan × standard points, rounded half up to two places.

    Parameters: `numerator`, `denominator` (words), `none`, and `above`: `full` (default: more than the plan
    gives the standard points, or up to the ceiling where the line has one) or `refused` (a share cannot exceed
    100 %). The ceiling caps: that is the rule, not a correction of a wrong score.
    """

    kind: ClassVar[str] = "proportional"
    label: ClassVar[str] = gettext_noop("proportional")
    may_exceed: ClassVar[bool] = True
    known_parameters: ClassVar[frozenset[str]] = frozenset({"numerator", "denominator", "above", "none"})
    fallback: ClassVar[tuple[str, str]] = (gettext_noop("Done"), gettext_noop("Plan"))

    @property
    def above(self) -> str:
        """What more than 100 % gives."""
        return str(self.parameters.get("above", "full"))

    def faults(self) -> Iterator[Refused]:
        yield from super().faults()
        if self.minimum != ZERO:
            yield Refused(gettext_noop("Proportional points begin at 0."))
        if self.above not in ("full", "refused"):
            yield Refused(gettext_noop("“above” is full or refused."))
        elif self.above == "refused" and self.ceiling is not None:
            yield Refused(gettext_noop("Where more than the plan is refused, no points exceed the standard."))

    def of_share(self, done: Fraction, whole: Fraction, steps: list[Step]) -> Outcome:
        if done > whole and self.above == "refused":
            raise Refused(
                gettext_noop("%(share)s %% is more than 100 %%: “done” is more than “out of”."),
                field="numerator",
                share=figure_text(done * 100 / whole),
            )
        share, top = self.share(done, whole), Fraction(self.most)
        steps.append(share_step(done, whole, share, self.inner_grain))
        exact = share / 100 * Fraction(self.maximum)
        text = gettext_noop("%(share)s %% × %(maximum)s points = %(exact)s points.")
        steps.append(step(text, share=share, maximum=self.maximum, exact=exact))
        if exact > top:
            text = gettext_noop("At most %(most)s points: %(exact)s becomes %(most)s.")
            steps.append(step(text, most=self.most, exact=exact))
        points, said = rounded(min(exact, top))
        return outcome(
            points,
            gettext_noop(
                "%(numerator)s ÷ %(denominator)s × %(maximum)s, at most %(most)s: %(points)s points."
            ),
            steps=[*steps, *said],
            numerator=done,
            denominator=whole,
            maximum=self.maximum,
            most=self.most,
            points=points,
        )
