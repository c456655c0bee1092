"""How many files stand beside each criterion."""

from collections.abc import Iterable

from django.db.models import Count

from clusters.scoring.models import Evidence, Sheet


def evidence_counts(sheets: Iterable[Sheet]) -> dict[tuple[int, int], int]:
    """Return the number of files, withdrawn ones left out, by (sheet, criterion); one query.

    Where there is none there is no entry. Sheets that nobody has begun have none and cost no query.
    """
    keys = [sheet.pk for sheet in sheets if sheet.pk]
    if not keys:
        return {}
    rows = (
        Evidence.objects.filter(sheet__in=keys, withdrawn_at__isnull=True)
        .order_by()
        .values_list("sheet_id", "criterion_id")
        .annotate(count=Count("pk"))
    )
    return {(sheet, criterion): count for sheet, criterion, count in rows}
