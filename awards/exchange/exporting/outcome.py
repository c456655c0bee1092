"""Published rankings, nominations, and the rankings computed as the marks stand now."""

from typing import Any

from django.utils.translation import override

from awards.exchange.format.outcome import NOMINATION_SHAPE, PUBLICATION, ROW
from awards.exchange.shapes.figures import moment_text, number_text
from awards.nominations.models import Nomination
from clusters.criteria.explaining import sentence
from clusters.cycles.models import Cycle
from clusters.ranking.models import Publication, RankedRow
from clusters.ranking.services import SOURCES
from clusters.ranking.services.publishing import rows_now
from clusters.ranking.standings import standings
from clusters.scoring.models import Mark, Source

INCOMPLETE = "incomplete"
# Verified marks rank provisionally, final ones finally; what other sources give is no ranking of record.
STATUS = dict.fromkeys(Source.values, "informal") | {
    source.value: standing.value for standing, source in SOURCES.items()
}


def row_in_normal_form(row: RankedRow, unit: str) -> dict[str, Any]:
    """Return one published line of a unit, named by its code."""
    return ROW.normal(
        {
            "unit": unit,
            "unit_name": row.unit_name,
            "total": number_text(row.total),
            "rank": row.rank,
            "answered": row.answered,
            "asked": row.asked,
            "raw_total": number_text(row.raw_total),
            "rescaled_total": number_text(row.rescaled_total),
            "completion": number_text(row.completion),
            "ties": list(row.ties),
            "band": row.band,
            "computed_band": row.computed_band,
            "band_reason": row.band_reason,
            "sections": row.sections,
        }
    )


def _rows(publication: Publication) -> list[dict[str, Any]]:
    """Return the published lines where they differ from what the marks give now."""
    codes = dict(publication.group.memberships.values_list("pk", "unit__code"))
    kept, now = (
        [row_in_normal_form(row, codes[row.membership_id]) for row in rows]
        for rows in (publication.rows.order_by("position"), rows_now(publication))
    )
    return [] if kept == now else kept


def publications(cycle: Cycle) -> list[dict[str, Any]]:
    """Return what was published, with its lines where they are no longer what the marks give."""
    rows = Publication.objects.filter(group__cycle=cycle).select_related("group__cycle")
    return [
        PUBLICATION.normal(
            {
                "group": one.group.code,
                "standing": one.standing,
                "published_at": moment_text(one.published_at),
                "withdrawn_at": moment_text(one.withdrawn_at),
                "withdrawal_reason": one.withdrawal_reason,
                "rows": _rows(one),
            }
        )
        for one in rows.order_by("group__position", "published_at", "pk")
    ]


def nominations(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the nominations in order."""
    rows = Nomination.objects.filter(cycle=cycle).select_related("unit", "award")
    return [
        NOMINATION_SHAPE.normal(
            {
                "unit": one.unit.code,
                "award": one.award.code,
                "state": one.state,
                "origin": one.origin,
                "votes_for": one.votes_for,
                "votes_of": one.votes_of,
                "withdrawal_reason": one.withdrawal_reason,
                "note": one.note,
            }
        )
        for one in rows.order_by("position", "pk")
    ]


def ranking(cycle: Cycle) -> list[dict[str, Any]]:
    """Return totals and ranks of every group and source that has marks, computed now.

    `status` is `provisional` (verified marks), `final` (final marks) or `informal` (self-scores,
    inspections), and `incomplete` for a sheet that lacks marks.
    """
    lines = []
    for group in cycle.groups.order_by("position", "pk"):
        given = Mark.objects.given().filter(sheet__membership__group=group).order_by()
        marked = set(given.values_list("source", flat=True).distinct())
        for source in Source.values:
            if source not in marked:
                continue
            lines += [
                {
                    "group": group.code,
                    "unit": row.unit_code,
                    "source": source,
                    "total": number_text(row.total),
                    "rank": row.rank,
                    "band": row.band or None,
                    "answered": row.answered,
                    "asked": row.asked,
                    "status": INCOMPLETE if row.total is None else STATUS[source],
                }
                for row in standings(group, source, with_sections=False)
            ]
    return lines


def explanations(cycle: Cycle) -> dict[tuple[str, str, str], str]:
    """Return how computed marks came about, in Vietnamese, by (unit, criterion, source)."""
    rows = (
        Mark.objects.by_tables_in_force()
        .filter(sheet__membership__cycle=cycle)
        .values_list("sheet__membership__unit__code", "criterion__code", "source", "explanation")
    )
    with override("vi"):
        return {(unit, code, source): sentence(kept) for unit, code, source, kept in rows if kept}
