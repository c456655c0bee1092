"""Writing nominations and published rankings."""

from awards.exchange.writing.scope import Attributes, Scope, change_row, moment, number, text, values, whole
from awards.nominations.models import Nomination
from clusters.ranking.models import Publication, RankedRow
from clusters.ranking.services import freeze_rows

NOMINATION: Attributes = {
    "position": whole("position", 0),
    "state": text("state"),
    "origin": whole("origin", "unknown"),  # type: ignore[arg-type]
    "votes_for": whole("votes_for"),
    "votes_of": whole("votes_of"),
    "withdrawal_reason": text("withdrawal_reason"),
    "note": text("note"),
}
PUBLICATION: Attributes = {
    "standing": text("standing"),
    "published_at": moment("published_at"),
    "withdrawn_at": moment("withdrawn_at"),
    "withdrawal_reason": text("withdrawal_reason"),
}
ROW: Attributes = {
    "unit_name": text("unit_name"),
    "total": number("total"),
    "rank": whole("rank"),
    "answered": whole("answered", 0),
    "asked": whole("asked", 0),
    "raw_total": number("raw_total"),
    "rescaled_total": number("rescaled_total"),
    "completion": number("completion"),
    "band": text("band"),
    "computed_band": text("computed_band"),
    "band_reason": text("band_reason"),
    "sections": whole("sections"),
}


def write_nominations(scope: Scope) -> None:
    """Make, change and remove nominations."""
    own = Nomination.objects.filter(cycle=scope.cycle)
    for key in scope.removed("nominations"):
        own.filter(unit__code=key[1], award__code=key[2]).delete()
    for key, record in scope.created("nominations"):
        Nomination.objects.create(
            cycle=scope.cycle,
            unit_id=scope.units[key[1]],
            award_id=scope.awards[key[2]],
            **values(NOMINATION, record, scope),
        )
    for key, fields in scope.changed("nominations"):
        change_row(own.get(unit__code=key[1], award__code=key[2]), NOMINATION, fields, scope)


def _write_rows(scope: Scope, publication: Publication, rows: list[dict[str, object]]) -> None:
    """Freeze the lines the file gives, or those its marks give."""
    publication.rows.all().delete()
    if not rows:
        freeze_rows(publication)
        return
    RankedRow.objects.bulk_create(
        RankedRow(
            publication=publication,
            membership=scope.members[str(row["unit"])],
            position=place,
            **{
                **values(ROW, row, scope),
                "sections": row.get("sections") or {},
                "ties": row.get("ties") or [],
            },
        )
        for place, row in enumerate(rows, start=1)
    )


def write_publications(scope: Scope) -> None:
    """Make, change and remove published rankings, after the marks they rest on."""
    own = Publication.objects.filter(group__cycle=scope.cycle).select_related("group__cycle")
    for key in scope.removed("publications"):
        own.filter(group__code=key[1], standing=key[2], published_at=key[3]).delete()
    for key, record in scope.created("publications"):
        row = Publication.objects.create(group=scope.groups[key[1]], **values(PUBLICATION, record, scope))
        _write_rows(scope, row, record.get("rows", []))
    for key, fields in scope.changed("publications"):
        row = own.get(group__code=key[1], standing=key[2], published_at=key[3])
        change_row(row, PUBLICATION, fields, scope)
        if "rows" in fields:
            _write_rows(scope, row, fields["rows"] or [])
