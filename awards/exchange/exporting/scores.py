"""Sheets and marks."""

from typing import Any

from awards.exchange.exporting.organisation import day
from awards.exchange.format.scores import MARK, SHEET_SHAPE
from awards.exchange.models import LoadedCycle
from awards.exchange.shapes.figures import moment_text, number_text
from clusters.cycles.models import Cycle
from clusters.scoring.models import Mark, Sheet, Source

_ORDER = ("sheet__membership__position", "sheet__membership", "criterion__position")
_SOURCES = {source: place for place, source in enumerate(Source.values)}


def sheets(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the sheets that were begun."""
    rows = (
        Sheet.objects.filter(membership__cycle=cycle)
        .select_related("membership__unit")
        .order_by("membership__position", "membership")
    )
    shown = [
        SHEET_SHAPE.normal(
            {
                "unit": sheet.membership.unit.code,
                "state": sheet.state,
                "submitted_at": moment_text(sheet.submitted_at),
                "return_reason": sheet.return_reason,
                "return_until": day(sheet.return_until),
            }
        )
        for sheet in rows
    ]
    return [one for one in shown if len(one) > 2 or one["state"] != "not-begun"]


def mark_rows(cycle: Cycle) -> list[Mark]:
    """Return the marks of a cycle by member, criterion and source: those by the tables in force."""
    rows = (
        Mark.objects.by_tables_in_force()
        .filter(sheet__membership__cycle=cycle)
        .select_related("sheet__membership__unit", "criterion", "given_for")
        .order_by(*_ORDER)
    )
    return sorted(
        rows,
        key=lambda mark: (
            mark.sheet.membership.position,
            mark.sheet_id,
            mark.criterion.position,
            _SOURCES[mark.source],
        ),
    )


def mark_in_normal_form(mark: Mark, moments: frozenset[str]) -> dict[str, Any]:
    """Return one mark; its moment is left out when it is that of a load."""
    given_at = moment_text(mark.given_at)
    return MARK.normal(
        {
            "unit": mark.sheet.membership.unit.code,
            "criterion": mark.criterion.code,
            "source": mark.source,
            "points": number_text(mark.points),
            "inputs": mark.inputs or {},
            "not_arisen": mark.not_arisen,
            "reason": mark.reason,
            "evidence": mark.evidence,
            "given_for": mark.given_for.code if mark.given_for else None,
            "given_at": None if given_at in moments else given_at,
        }
    )


def marks(cycle: Cycle, loaded: LoadedCycle | None) -> list[dict[str, Any]]:
    """Return every mark of the cycle."""
    moments = loaded.moments if loaded else frozenset()
    return [mark_in_normal_form(mark, moments) for mark in mark_rows(cycle)]
