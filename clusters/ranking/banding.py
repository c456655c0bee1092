"""The band of each member: computed by the table, and decided by people where they differ from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clusters.criteria.rules.banding import BandEntry, assign_bands
from clusters.criteria.rules.bands import Band
from clusters.cycles.models import MemberGroup
from clusters.ranking.models import BandDecision
from clusters.ranking.reading import Bound
from clusters.scoring.models import Mark
from emulation.core.numbers import ZERO


@dataclass(frozen=True)
class Banded:
    """The computed band with its explanation, and the decided one with its reason; empty where there is none."""

    computed: str = ""
    explanation: Mapping[str, Any] = field(default_factory=dict)
    decided: str = ""
    reason: str = ""


NO_BAND = Banded()
Points = dict[int, dict[str, tuple[Decimal, Decimal]]]


def bands_of(
    group: MemberGroup, source: str, bound: Bound, ranked: Mapping[int, tuple[Decimal | None, int | None]]
) -> dict[int, Banded]:
    """Return the bands of members from their totals and ranks; a query for the decisions, one for the gates."""
    points = _gate_points(group, source, bound, bound.bands)
    outcomes = assign_bands(
        bound.bands,
        [BandEntry(key, total, rank, points.get(key, {})) for key, (total, rank) in ranked.items()],
    )
    rows = BandDecision.objects.filter(membership__group=group).order_by()
    decided = {
        member: (band, reason) for member, band, reason in rows.values_list("membership_id", "band", "reason")
    }
    return {
        key: Banded(outcomes[key].name or "", outcomes[key].explanation, *decided.get(key, ("", "")))
        for key in ranked
    }


def _gate_points(group: MemberGroup, source: str, bound: Bound, bands: tuple[Band, ...]) -> Points:
    """The points of the criteria that gates name, beside their standard points; (0, 0) where none arose."""
    by_code = bound.compiled.by_code
    codes = {
        code for band in bands for gate in band.gates for condition in gate for code in condition.criteria
    }
    lines = {by_code[code].pk: by_code[code] for code in codes if code in by_code}
    if not lines:
        return {}
    found: Points = {}
    rows: Any = (
        Mark.objects.filter(sheet__membership__group=group, source=source, criterion__in=list(lines))
        .order_by()
        .values_list("sheet__membership_id", "criterion_id", "points", "not_arisen")
    )
    for member, criterion, points, not_arisen in rows:
        line = lines[criterion]
        if points is not None:
            found.setdefault(member, {})[line.code] = (points, line.maximum)
        elif not_arisen:
            found.setdefault(member, {})[line.code] = (ZERO, ZERO)
    return found
