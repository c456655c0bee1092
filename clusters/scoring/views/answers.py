"""What the score page's scripts are told after a save: the cells as they stand, totals, sums and ranks."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from clusters.criteria.compiled import CompiledLine, compiled
from clusters.criteria.explaining import sentence
from clusters.scoring.cells import separator
from clusters.scoring.models import Mark
from clusters.scoring.reading import bound_table
from clusters.scoring.services import Saved
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


def cell(mark: Mark, line: CompiledLine) -> dict[str, Any]:
    """One saved cell."""
    return {
        "member": mark.sheet.membership_id,
        "criterion": line.pk,
        "points": figure(mark.points),
        "not_arisen": mark.not_arisen,
        "version": mark.version,
        "inputs": mark.inputs,
        "reason": mark.reason,
        "evidence": mark.evidence,
        "explanation": sentence(mark.explanation),
        "unreasoned": _unreasoned(mark, line),
    }


def _unreasoned(mark: Mark, line: CompiledLine) -> bool:
    below = mark.points is not None and mark.points < line.maximum
    return line.rule.judged and below and not mark.reason.strip()


def saved(done: Saved) -> dict[str, Any]:
    """What stands after a save: the cells, and the totals of their sheets. No query.

    Ranks, section sums and the totals of others are told by the address of the totals.
    """
    table = compiled(bound_table(done.marks[0].sheet))
    cells = [(mark, compiled(bound_table(mark.sheet)).by_pk[mark.criterion_id]) for mark in done.marks]
    return {
        "saved": [cell(mark, line) for mark, line in cells],
        "recalculated": [
            {
                "member": one.mark.sheet.membership_id,
                "criterion": one.line.pk,
                "points": figure(one.mark.points),
                "explanation": sentence(one.mark.explanation),
            }
            for one in done.recalculated
        ],
        "at": clock(timezone.now()),
        "asked": len(table.asked(done.marks[0].source)),
        "totals": {
            member: {"points": figure(sums.points), "answered": sums.answered}
            for member, sums in done.totals.items()
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
            "not_arisen": mark.not_arisen,
            "reason": mark.reason,
            "evidence": mark.evidence,
            "inputs": mark.inputs,
            "who": str(mark.given_by) if mark.given_by_id else "",
            "when": clock(mark.given_at) if mark.given_at else "",
        }
    return told
