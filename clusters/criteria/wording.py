"""A whole table in words: its lines with their rules, its bands, and what it says about totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from clusters.criteria.describing import Description, describe
from clusters.criteria.models import CriteriaTable, Criterion
from clusters.criteria.reading import rule_of
from clusters.criteria.rules.bands import DOWN, RANKED, UP, Band, Condition, Quota, read_bands
from clusters.criteria.rules.exact import figure_text
from emulation.core.dates import date_text
from emulation.core.errors import Refused
from emulation.core.numbers import short_points


@dataclass(frozen=True)
class WordedLine:
    """A line with its rule in words; no rule where a draft's parameters make no sense yet."""

    criterion: Criterion
    rule: Description | None


@dataclass(frozen=True)
class WordedBand:
    """A band: its totals, the alternatives that open it, and how many units it takes."""

    name: str
    totals: str
    gates: tuple[str, ...]
    quota: str


@dataclass(frozen=True)
class Worded:
    """A table ready to be read."""

    table: CriteriaTable
    lines: list[WordedLine]
    bands: list[WordedBand]
    facts: list[tuple[str, Any]]

    @property
    def verifiers(self) -> bool:
        """Whether any line names the body that verifies it."""
        return any(line.criterion.verified_by_id for line in self.lines)


def rule_words(criterion: Criterion, table: CriteriaTable) -> Description | None:
    """Say a line's rule in words; None where it cannot be read."""
    try:
        return describe(rule_of(criterion, places=table.inner_places), on_top=criterion.on_top)
    except Refused:
        return None


def worded(table: CriteriaTable) -> Worded:
    """Put a table into words, in one query."""
    rows = table.criteria.select_related("verified_by").order_by("position")
    lines = [WordedLine(row, rule_words(row, table)) for row in rows]
    return Worded(table, lines, bands_in_words(table), facts_of(table))


def facts_of(table: CriteriaTable) -> list[tuple[str, Any]]:
    """Say what a table says about itself, as (label, value)."""
    decision = " ".join(
        part
        for part in (table.decision_number, date_text(table.decided_on) if table.decided_on else "")
        if part
    )
    inside = (
        gettext("%(places)s decimals, half up") % {"places": table.inner_places}
        if table.inner_places
        else gettext("exact; only the points are rounded, half up to two decimals")
    )
    facts = [
        (gettext("Points in all"), short_points(table.scale)),
        (gettext("Issued by"), table.issued_by),
        (gettext("Decision"), decision),
        (gettext("Tasks that did not arise"), table.get_not_arisen_display()),
        (gettext("Ranked by"), table.get_ranked_by_display()),
        (gettext("Inside a rule"), inside),
    ]
    return [(label, value) for label, value in facts if value]


def bands_in_words(table: CriteriaTable) -> list[WordedBand]:
    """Put the bands of a table into words; none where they cannot be read."""
    try:
        bands = read_bands(table.bands)
    except Refused:
        return []
    return [
        WordedBand(band.name, _totals(band), tuple(_gate(gate) for gate in band.gates), _quota(band.quota))
        for band in bands
    ]


def _totals(band: Band) -> str:
    return gettext("%(bounds)s points") % {"bounds": band.bounds} if band.bounds else gettext("any total")


def _gate(conditions: Iterable[Condition]) -> str:
    return f" {gettext('and')} ".join(_condition(one) for one in conditions)


def _condition(condition: Condition) -> str:
    values = {
        "codes": ", ".join(condition.criteria),
        "share": figure_text(condition.share),
        "count": condition.at_least,
        "all": len(condition.criteria),
    }
    if condition.at_least == len(condition.criteria):
        return gettext("%(codes)s at %(share)s %% of their standard points or more") % values
    return (
        gettext("%(count)s of %(all)s (%(codes)s) at %(share)s %% of their standard points or more") % values
    )


def _quota(quota: Quota | None) -> str:
    if quota is None:
        return ""
    if quota.share is None:
        count = quota.count or 0
        return ngettext("at most %(count)s unit", "at most %(count)s units", count) % {"count": count}
    text = (
        gettext("at most %(share)s %% of the ranked units, rounded %(way)s")
        if quota.of == RANKED
        else gettext("at most %(share)s %% of the members, rounded %(way)s")
    )
    ways = {DOWN: gettext("down"), UP: gettext("up")}
    return text % {"share": figure_text(quota.share), "way": ways.get(quota.round, gettext("half up"))}
