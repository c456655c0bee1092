"""The tables that score the groups of a cycle, whole."""

from typing import Any

from awards.exchange.exporting.organisation import day
from awards.exchange.format.criteria import LINE, TABLE
from awards.exchange.shapes.figures import number_text
from clusters.criteria.models import CriteriaTable
from clusters.cycles.models import Cycle


def lines(table: CriteriaTable) -> list[dict[str, Any]]:
    """Return the lines of a table from top to bottom."""
    rows = list(table.criteria.select_related("verified_by").order_by("position"))
    codes = {row.pk: row.code for row in rows}
    return [
        LINE.normal(
            {
                "code": row.code,
                "parent": codes.get(row.parent_id or 0, ""),
                "name": row.name,
                "kind": row.kind,
                "minimum": number_text(row.minimum),
                "maximum": number_text(row.maximum),
                "on_top": row.on_top,
                "parameters": row.parameters or {},
                "verified_by": row.verified_by.code if row.verified_by else None,
                "note": row.note,
            }
        )
        for row in rows
    ]


def table_in_normal_form(table: CriteriaTable) -> dict[str, Any]:
    """Return a table with its lines."""
    return TABLE.normal(
        {
            "code": table.code,
            "version": table.version,
            "name": table.name,
            "scale": number_text(table.scale),
            "issued_by": table.issued_by,
            "decision_number": table.decision_number,
            "decided_on": day(table.decided_on),
            "is_partial": table.is_partial,
            "note": table.note,
            "lines": lines(table),
        }
    )


def tables(cycle: Cycle) -> list[dict[str, Any]]:
    """Return each table that scores a group of the cycle, once."""
    bound = CriteriaTable.objects.filter(bindings__group__cycle=cycle).distinct()
    return [table_in_normal_form(table) for table in bound.order_by("code", "version")]
