"""What the score page's scripts are told after a save: the cells as they stand, totals, sums and ranks."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clusters.criteria.explaining import sentence
from clusters.cycles.models import MemberGroup
from clusters.scoring import gathering
from clusters.scoring.cells import separator
from clusters.scoring.gathering import Row
from clusters.scoring.models import Mark
from emulation.core.errors import Conflict, Refused
from emulation.core.forms import say
from emulation.core.numbers import points_text, short_points, to_hundredths


def clock(moment: Any) -> str:
    """A moment as 14:05 by the clock of the office, with the date unless it is today."""
    local = timezone.localtime(moment)
    return local.strftime("%H:%M" if local.date() == timezone.localdate() else "%H:%M %d/%m/%Y")


def figure(points: Decimal | None) -> dict[str, Any]:
    """Points as text and as whole hundredths: scripts never compute with fractions."""
    return {
        "text": points_text(points, separator=separator()),
        "short": short_points(points, separator=separator()),
        "hundredths": None if points is None else to_hundredths(points),
    }


def cell(mark: Mark, row: Row) -> dict[str, Any]:
    """One saved cell."""
    return {
        "member": mark.sheet.membership_id,
        "criterion": row.pk,
        "points": figure(mark.points),
        "version": mark.version,
        "inputs": mark.inputs,
        "reason": mark.reason,
        "evidence": mark.evidence,
        "explanation": sentence(mark.explanation),
        "unreasoned": _unreasoned(mark, row),
    }


def _unreasoned(mark: Mark, row: Row) -> bool:
    return row.judged and mark.points is not None and mark.points != row.maximum and not mark.reason.strip()


def saved(
    group: MemberGroup, source: str, rows: list[Row], marks: Iterable[Mark], *, all_members: bool
) -> dict[str, Any]:
    """What stands after a save. Two queries. Who may not see the grid learns of no total but its own, and no rank."""
    by_code = {row.code: row for row in rows}
    stored = list(marks)
    asked = sum(row.is_leaf for row in rows)
    changed = {mark.sheet.membership_id for mark in stored}
    return {
        "saved": [cell(mark, by_code[mark.criterion.code]) for mark in stored],
        "at": clock(timezone.now()),
        "asked": asked,
        "totals": {
            member: {
                "points": figure(total.points),
                "answered": total.answered,
                "rank": total.rank if all_members else None,
            }
            for member, total in gathering.totals(group, source, asked).items()
            if all_members or member in changed
        },
        "sums": {
            member: {line: figure(value) for line, value in sums.items()}
            for member, sums in gathering.sums_of(rows, changed, source).items()
        },
    }


def refused(error: Refused) -> dict[str, Any]:
    """A refusal in words; a conflict with what stands there now and who set it."""
    told: dict[str, Any] = {"error": say(error), "field": error.field}
    mark = error.current if isinstance(error, Conflict) else None
    if isinstance(mark, Mark):
        told["current"] = {
            "points": figure(mark.points),
            "version": mark.version if mark.pk else 0,
            "reason": mark.reason,
            "evidence": mark.evidence,
            "inputs": mark.inputs,
            "who": str(mark.given_by) if mark.given_by_id else "",
            "when": clock(mark.given_at) if mark.given_at else "",
        }
    return told
