"""Rules in words: what a criterion asks and what it gives, for those who fill a sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from clusters.criteria.rules.base import Rule
from clusters.criteria.rules.kinds import Bonus, Deduction, Group, Manual, YesNo
from clusters.criteria.rules.tiers import EXACT, PercentTiers, Tier
from emulation.core.numbers import short_points


@dataclass(frozen=True)
class Description:
    """One sentence, and for rules with steps what each step gives: (when, points) as texts."""

    text: str
    steps: tuple[tuple[str, str], ...] = ()


def describe(rule: Rule, *, on_top: bool = False) -> Description:
    """Describe a rule in the reader's language. `on_top`: the points stand outside the sum of the section."""
    told = _TELLERS[type(rule)](rule)
    if not on_top:
        return told
    return Description(f"{told.text} {gettext('Added on top of the total.')}", told.steps)


def _group(_rule: Rule) -> Description:
    return Description(gettext("The sum of the lines below."))


def _manual(rule: Rule) -> Description:
    text = gettext("Judged: %(minimum)s to %(maximum)s points; below %(maximum)s a reason is needed.")
    return Description(text % _bounds(rule))


def _yes_no(rule: Rule) -> Description:
    return Description(gettext("Yes: %(maximum)s points; no: %(minimum)s points.") % _bounds(rule))


def _bonus(rule: Rule) -> Description:
    each = _each(rule)
    if each is None:
        return Description(gettext("Bonus: 0 to %(maximum)s points.") % _bounds(rule))
    text = gettext("Bonus: %(each)s points for each case, at most %(maximum)s points.")
    return Description(text % {**_bounds(rule), "each": short_points(each)})


def _deduction(rule: Rule) -> Description:
    each = _each(rule)
    if each is None:
        text = gettext("Starts at %(maximum)s points, less what is taken off, not below %(minimum)s.")
        return Description(text % _bounds(rule))
    text = gettext("Starts at %(maximum)s points, less %(each)s for each case, not below %(minimum)s.")
    return Description(text % {**_bounds(rule), "each": short_points(each)})


def _percent_tiers(rule: Rule) -> Description:
    assert isinstance(rule, PercentTiers)
    grain = str(rule.parameters.get("grain", EXACT))
    if grain == EXACT:
        text = gettext("Share = done ÷ out of × 100, not rounded:")
    else:
        text = gettext("Share = done ÷ out of × 100, rounded to %(grain)s %%:") % {
            "grain": grain.replace(".", ",")
        }
    best_first = sorted(rule.tiers, key=lambda tier: -tier.points)
    steps = [(_tier_words(tier), short_points(tier.points)) for tier in best_first]
    nothing = rule.parameters.get("none")
    if nothing is not None:
        steps.append((gettext("nothing arose (0 of 0)"), short_points(Decimal(str(nothing)))))
    return Description(text, tuple(steps))


def _tier_words(tier: Tier) -> str:
    low, high = short_points(tier.low), short_points(tier.high)
    if tier.low == tier.high or (tier.high == 0 and not tier.high_open):
        return gettext("any share") if tier.high is None else f"{high} %"
    if tier.low is None or (tier.low == 0 and not tier.low_open):
        if tier.high is None:
            return gettext("any share")
        text = gettext("below %(high)s %%") if tier.high_open else gettext("up to %(high)s %%")
        return text % {"high": high}
    if tier.high is None:
        text = gettext("above %(low)s %%") if tier.low_open else gettext("%(low)s %% and above")
        return text % {"low": low}
    if tier.low_open:
        text = (
            gettext("above %(low)s %% to below %(high)s %%")
            if tier.high_open
            else gettext("above %(low)s %% to %(high)s %%")
        )
    else:
        text = (
            gettext("%(low)s %% to below %(high)s %%")
            if tier.high_open
            else gettext("%(low)s %% to %(high)s %%")
        )
    return text % {"low": low, "high": high}


def _bounds(rule: Rule) -> dict[str, str]:
    return {"minimum": short_points(rule.minimum), "maximum": short_points(rule.maximum)}


def _each(rule: Rule) -> Decimal | None:
    assert isinstance(rule, Bonus | Deduction)
    return rule.each


_TELLERS: dict[type[Rule], Callable[[Rule], Description]] = {
    Group: _group,
    Manual: _manual,
    YesNo: _yes_no,
    PercentTiers: _percent_tiers,
    Bonus: _bonus,
    Deduction: _deduction,
}
