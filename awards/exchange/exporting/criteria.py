"""The tables that score the groups of a cycle, whole."""

from typing import Any

from awards.exchange.exporting.organisation import day
from awards.exchange.format.criteria import BAND, CONDITION, LINE, QUOTA, TABLE
from awards.exchange.shapes.figures import number_text
from clusters.criteria.comparing import base_of
from clusters.criteria.models import CriteriaTable, Criterion
from clusters.criteria.rules.bands import Band, Condition, Quota, read_bands
from clusters.cycles.models import Cycle

# A line that stands for none although the table before has its code.
NONE = "-"


def lines(table: CriteriaTable) -> list[dict[str, Any]]:
    """Return the lines of a table from top to bottom."""
    rows = list(table.criteria.select_related("verified_by", "replaces").order_by("position"))
    codes = {row.pk: row.code for row in rows}
    base = base_of(table)
    before = set(base.criteria.values_list("code", flat=True)) if base else set()
    return [
        LINE.normal(
            {
                "code": row.code,
                "parent": codes.get(row.parent_id or 0, ""),
                "name": row.name,
                "kind": row.kind,
                "minimum": number_text(row.minimum),
                "maximum": number_text(row.maximum),
                "ceiling": number_text(row.ceiling),
                "on_top": row.on_top,
                "parameters": row.parameters or {},
                "verified_by": row.verified_by.code if row.verified_by else None,
                "replaces": _replaces(row, before),
                "note": row.note,
            }
        )
        for row in rows
    ]


def _replaces(row: Criterion, before: set[str]) -> str:
    """Say what a line stands for, where it is not the line with its own code."""
    if row.replaces is None:
        return NONE if row.code in before else ""
    return "" if row.replaces.code == row.code else row.replaces.code


def band_in_normal_form(band: Band) -> dict[str, Any]:
    """Return a band as the format writes it."""
    return BAND.normal(
        {
            "name": band.name,
            "from": number_text(band.low),
            "from_open": band.low_open,
            "to": number_text(band.high),
            "to_open": band.high_open,
            "gates": [[_condition(one) for one in gate] for gate in band.gates],
            "quota": _quota(band.quota) if band.quota else None,
        }
    )


def _condition(one: Condition) -> dict[str, Any]:
    every = one.at_least == len(one.criteria)
    return CONDITION.normal(
        {
            "criteria": list(one.criteria),
            "at_least": None if every else one.at_least,
            "share": number_text(one.share),
        }
    )


def _quota(quota: Quota) -> dict[str, Any]:
    if quota.share is None:
        return QUOTA.normal({"count": quota.count})
    return QUOTA.normal({"share": number_text(quota.share), "of": quota.of, "round": quota.round})


def _continues(table: CriteriaTable) -> str:
    """Name the table of another code whose lines this one continues."""
    base = None if table.previous_id else base_of(table)
    return base.code if base and base.code != table.code else ""


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
            "not_arisen": table.not_arisen,
            "ranked_by": table.ranked_by,
            "inner_places": table.inner_places,
            "bands": [band_in_normal_form(band) for band in read_bands(table.bands)],
            "continues": _continues(table),
            "note": table.note,
            "lines": lines(table),
        }
    )


def tables(cycle: Cycle) -> list[dict[str, Any]]:
    """Return each table that scores a group of the cycle, once."""
    bound = CriteriaTable.objects.filter(bindings__group__cycle=cycle).distinct()
    return [table_in_normal_form(table) for table in bound.order_by("code", "version")]
