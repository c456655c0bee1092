"""Reading corrections of final marks."""

from clusters.criteria.models import Criterion
from clusters.scoring.models import Correction, Sheet


def corrections_of(sheet: Sheet, line: Criterion) -> list[Correction]:
    """Return the corrections of one line, the latest first. One query, none for a sheet that is not final."""
    if not sheet.pk:
        return []
    return list(Correction.objects.filter(sheet=sheet, criterion=line).select_related("made_by"))


def corrections_on(sheet: Sheet) -> dict[int, list[Correction]]:
    """Return the corrections of a sheet by line, the latest first. One query."""
    found: dict[int, list[Correction]] = {}
    if sheet.pk:
        for row in Correction.objects.filter(sheet=sheet).select_related("made_by"):
            found.setdefault(row.criterion_id, []).append(row)
    return found
