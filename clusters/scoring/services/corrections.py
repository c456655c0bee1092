"""Corrections: what is kept of every change of a final mark."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from clusters.scoring.models import Correction, Ground, Mark
from emulation.core.errors import Refused, gettext_noop


def write_corrections(
    rows: Sequence[tuple[Mark, Decimal | None]], actor: Any, *, ground: str = Ground.CORRECTION
) -> list[Correction]:
    """Keep old points, new points, reason and who for final marks that were changed, in one statement.

    The only writer of `Correction`. `rows` are the marks as they are now and their points before; marks of
    other sources and marks whose points stayed are left out. Runs in the transaction that writes the marks.
    """
    made = [
        Correction(
            sheet_id=mark.sheet_id,
            criterion_id=mark.criterion_id,
            old_points=before,
            new_points=mark.points,
            reason=mark.reason,
            ground=ground,
            made_by=actor,
            made_at=mark.given_at,
        )
        for mark, before in rows
        if mark.source == "final" and mark.points != before
    ]
    if any(not row.reason.strip() for row in made):
        raise Refused(gettext_noop("Say why these points are changed."), field="reason")
    return Correction.objects.bulk_create(made)
