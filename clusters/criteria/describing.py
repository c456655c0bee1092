"""Rules in words: what a criterion asks and what it gives, for those who fill a sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from clusters.criteria.rules.base import Rule
from clusters.criteria.rules.counted import Bonus, Count, CountedRule, Deduction
from clusters.criteria.rules.days import DateTiers, DaysLateTiers, TimeRule
from clusters.criteria.rules.exact import figure_text
from clusters.criteria.rules.kinds import Choice, External, Group, Manual, YesNo
from clusters.criteria.rules.leader import AMOUNT, LeaderTarget
from clusters.criteria.rules.proportional import Proportional
from clusters.criteria.rules.shares import DeductionTiers, PercentTiers, ShareRule, TieredShare
from clusters.criteria.rules.tiers import Tier
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
    added = gettext(
        "Added on top of the total."
    )  # its own line: a formatted text is not found for translation
    return Description(f"{told.text} {added}", told.steps)


def _group(_rule: Rule) -> Description:
    return Description(gettext("The sum of the lines below."))


def _manual(rule: Rule) -> Description:
    if rule.ceiling is not None:
        text = gettext("Judged: %(minimum)s to %(most)s points; below %(maximum)s a reason is needed.")
    else:
        text = gettext("Judged: %(minimum)s to %(maximum)s points; below %(maximum)s a reason is needed.")
    return Description(text % _bounds(rule))


def _external(rule: Rule) -> Description:
    assert isinstance(rule, External)
    text = gettext("Given by %(body)s: %(minimum)s to %(most)s points; the unit does not fill it in.")
    return Description(text % {**_bounds(rule), "body": rule.body or "–"})


def _yes_no(rule: Rule) -> Description:
    return Description(gettext("Yes: %(maximum)s points; no: %(minimum)s points.") % _bounds(rule))


def _choice(rule: Rule) -> Description:
    assert isinstance(rule, Choice)
    steps = tuple((one.label, short_points(one.points)) for one in rule.options)
    return Description(gettext("One of these options:"), steps)


# --- Cases ---------------------------------------------------------------------------------------


def _count(rule: Rule) -> Description:
    each = _each(rule)
    if each is None:
        return Description(
            gettext("For each case, at most %(maximum)s points in all:") % _bounds(rule), _cases(rule)
        )
    text = gettext("%(each)s points for each case, at most %(maximum)s points.")
    return Description(text % {**_bounds(rule), "each": each})


def _bonus(rule: Rule) -> Description:
    each = _each(rule)
    if each is None and _cases(rule):
        return Description(
            gettext("Bonus for each case, at most %(maximum)s points in all:") % _bounds(rule), _cases(rule)
        )
    if each is None:
        return Description(gettext("Bonus: 0 to %(maximum)s points.") % _bounds(rule))
    text = gettext("Bonus: %(each)s points for each case, at most %(maximum)s points.")
    return Description(text % {**_bounds(rule), "each": each})


def _deduction(rule: Rule) -> Description:
    each = _each(rule)
    if each is None and _cases(rule):
        text = gettext("Starts at %(maximum)s points, not below %(minimum)s; taken off for each case:")
        return Description(text % _bounds(rule), _cases(rule))
    if each is None:
        text = gettext("Starts at %(maximum)s points, less what is taken off, not below %(minimum)s.")
        return Description(text % _bounds(rule))
    text = gettext("Starts at %(maximum)s points, less %(each)s for each case, not below %(minimum)s.")
    return Description(text % {**_bounds(rule), "each": each})


def _each(rule: Rule) -> str | None:
    """What each case counts, where there is one sort of case."""
    assert isinstance(rule, CountedRule)
    return figure_text(rule.cases[0].each) if len(rule.cases) == 1 else None


def _cases(rule: Rule) -> tuple[tuple[str, str], ...]:
    assert isinstance(rule, CountedRule)
    return tuple((gettext(case.label), figure_text(case.each)) for case in rule.cases)


# --- Shares --------------------------------------------------------------------------------------


def _labels(rule: Rule) -> dict[str, str]:
    assert isinstance(rule, ShareRule)
    numerator, denominator = (gettext(one.label) for one in rule.inputs)
    return {"numerator": numerator, "denominator": denominator}


def _share(rule: TieredShare) -> str:
    """Say which share it is and how it is rounded; a table that names no figures has the old words."""
    named = rule.label_of("numerator", "") and rule.label_of("denominator", "")
    if named and rule.grain is None:
        text = gettext("Share = “%(numerator)s” ÷ “%(denominator)s” × 100, not rounded:")
    elif named:
        text = gettext("Share = “%(numerator)s” ÷ “%(denominator)s” × 100, rounded to %(grain)s %%:")
    elif rule.grain is None:
        text = gettext("Share = done ÷ out of × 100, not rounded:")
    else:
        text = gettext("Share = done ÷ out of × 100, rounded to %(grain)s %%:")
    if rule.grain is None and not named:
        return text
    grain = "" if rule.grain is None else figure_text(rule.grain)
    return text % {**_labels(rule), "grain": grain}


def _nothing(rule: ShareRule) -> tuple[tuple[str, str], ...]:
    if rule.none is None:
        return ()
    return ((gettext("nothing arose (0 of 0)"), short_points(rule.none)),)


def _percent_tiers(rule: Rule) -> Description:
    assert isinstance(rule, PercentTiers)
    best_first = sorted(rule.tiers, key=lambda tier: -tier.points)
    steps = tuple((_share_words(tier), short_points(tier.points)) for tier in best_first)
    return Description(_share(rule), (*steps, *_nothing(rule)))


def _deduction_tiers(rule: Rule) -> Description:
    assert isinstance(rule, DeductionTiers)
    start = gettext("Starts at %(maximum)s points, not below %(minimum)s.") % _bounds(rule)
    steps = [] if rule.tiers[0].holds(Decimal(0)) else [("0 %", short_points(rule.maximum))]
    for tier in rule.tiers:
        left = short_points(tier.points)
        steps.append(
            (_share_words(tier), left if tier.off is None else f"{left} (−{short_points(tier.off)})")
        )
    return Description(f"{start} {_share(rule)}", (*steps, *_nothing(rule)))


def _proportional(rule: Rule) -> Description:
    assert isinstance(rule, Proportional)
    values = {**_bounds(rule), **_labels(rule)}
    if rule.above == "refused":
        text = gettext("“%(numerator)s” ÷ “%(denominator)s” × %(maximum)s points; not more than 100 %%.")
    else:
        text = gettext("“%(numerator)s” ÷ “%(denominator)s” × %(maximum)s points, at most %(most)s.")
    return Description(text % values, _nothing(rule))


def _share_words(tier: Tier) -> str:
    """Say which shares a tier holds."""
    low, high = figure_text(tier.low or Decimal(0)), figure_text(tier.high or Decimal(0))
    from_zero = tier.low is None or (tier.low == 0 and not tier.low_open)
    if tier.high is not None and (tier.low == tier.high or (tier.high == 0 and not tier.high_open)):
        return f"{high} %"
    if from_zero and tier.high is None:
        return gettext("any share")
    if from_zero:
        text = gettext("below %(high)s %%") if tier.high_open else gettext("up to %(high)s %%")
    elif tier.high is None:
        text = gettext("above %(low)s %%") if tier.low_open else gettext("%(low)s %% and above")
    elif tier.low_open:
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


# --- Time ----------------------------------------------------------------------------------------


def _days_late(rule: Rule) -> Description:
    assert isinstance(rule, DaysLateTiers)
    return Description(gettext("By whole days late:"), (*_time_steps(rule, _days_words), *_unsent(rule)))


def _dates(rule: Rule) -> Description:
    assert isinstance(rule, DateTiers)
    label = gettext(rule.inputs[-1].label)
    text = gettext("By the day (“%(label)s”):") % {"label": label}
    return Description(text, (*_time_steps(rule, _date_words), *_unsent(rule)))


def _time_steps(rule: TimeRule, words: Callable[[Tier], str]) -> tuple[tuple[str, str], ...]:
    return tuple((words(tier), short_points(tier.points)) for tier in rule.tiers)


def _unsent(rule: TimeRule) -> tuple[tuple[str, str], ...]:
    return () if rule.none is None else ((gettext("not sent or issued"), short_points(rule.none)),)


def _days_words(tier: Tier) -> str:
    first, last = tier.first(Decimal(1)) or 0, tier.last(Decimal(1))
    if last == 0:
        return gettext("on time")
    if last is None:
        return gettext("%(days)s days late or more") % {"days": first}
    if first == last:
        return gettext("%(days)s days late") % {"days": first}
    return gettext("%(first)s to %(last)s days late") % {"first": first, "last": last}


def _date_words(tier: Tier) -> str:
    day = Decimal(1)
    low = None if tier.low is None else tier.measure.write(Decimal(tier.first(day) or 0))
    high = None if tier.high is None else tier.measure.write(Decimal(tier.last(day) or 0))
    if low is None:
        return gettext("on any day") if high is None else gettext("by %(day)s") % {"day": high}
    if high is None:
        return gettext("from %(day)s on") % {"day": low}
    return low if low == high else gettext("%(first)s to %(last)s") % {"first": low, "last": high}


# --- Across units --------------------------------------------------------------------------------


def _leader(rule: Rule) -> Description:
    assert isinstance(rule, LeaderTarget)
    half = short_points(rule.maximum) if not rule.maximum else figure_text(rule.maximum / 2)
    if rule.measured == AMOUNT:
        above = gettext("above the target, by the amount above it against the greatest of all")
    else:
        above = gettext("above the target, by the percent above it against the greatest of all")
    most = short_points(rule.maximum)
    steps = (
        (gettext("below the target, by what was done of it"), f"0–{half}"),
        (gettext("the target exactly"), half),
        (above, f"{half}–{most}"),
        (gettext("no target: done ÷ the best done of the units without one"), f"0–{most}"),
    )
    return Description(gettext("Measured against the own target and the leading unit:"), steps)


def _bounds(rule: Rule) -> dict[str, str]:
    return {
        "minimum": short_points(rule.minimum),
        "maximum": short_points(rule.maximum),
        "most": short_points(rule.most),
    }


_TELLERS: dict[type[Rule], Callable[[Rule], Description]] = {
    Group: _group,
    Manual: _manual,
    YesNo: _yes_no,
    Choice: _choice,
    PercentTiers: _percent_tiers,
    DaysLateTiers: _days_late,
    DateTiers: _dates,
    Proportional: _proportional,
    LeaderTarget: _leader,
    Count: _count,
    Deduction: _deduction,
    DeductionTiers: _deduction_tiers,
    Bonus: _bonus,
    External: _external,
}
