"""The one writer of stored totals, always under the lock of the sheets concerned."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from clusters.criteria.compiled import CompiledTable, compiled
from clusters.criteria.models import CriteriaTable
from clusters.scoring.models import Mark, Sheet, SheetTotal
from clusters.scoring.rules import Sums, sums_of_mark
from emulation.core.numbers import from_hundredths, to_hundredths

COLUMNS = ("points", "on_top", "excluded", "answered", "at_full")
# Sheets whose marks are held in memory at once while totals are computed again.
BATCH = 500


# The table that scores a sheet as this statement sees it, not as the one that waited for the lock did.
BOUND = """(SELECT b.table_id FROM clusters_sheet s JOIN clusters_membership m ON m.id = s.membership_id
    JOIN clusters_criteriabinding b ON b.group_id = m.group_id WHERE s.id = {table}.sheet_id)"""


class TableChanged(Exception):
    """A corrected table was adopted while the save waited for the lock of the sheet: judge it anew."""


def add(
    changes: Mapping[tuple[int, str], Sums], *, bound: Mapping[int, int] | None = None
) -> dict[tuple[int, str], Sums]:
    """Add changes to the totals of (sheet, source) and return the totals as they stand now: one statement.

    `bound` names the table each sheet was judged by; raises `TableChanged` where another one scores it now.
    """
    rows: list[tuple[Any, ...]] = [
        (sheet, source, *_stored(sums)) for (sheet, source), sums in changes.items()
    ]
    if not rows:
        return {}
    table = connection.ops.quote_name(SheetTotal._meta.db_table)  # noqa: SLF001 - the public description of a model
    columns = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (sheet_id, source, {columns}) VALUES "  # noqa: S608 - names of our own
            + ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(rows))
            + " ON CONFLICT (sheet_id, source) DO UPDATE SET "
            + ", ".join(f"{name} = {table}.{name} + EXCLUDED.{name}" for name in COLUMNS)
            + f" RETURNING sheet_id, source, {BOUND.format(table=table)}, {columns}",
            [value for row in rows for value in row],
        )
        found = cursor.fetchall()
    if bound and any(bound.get(sheet, now) != now for sheet, _source, now, *_values in found):
        raise TableChanged
    return {(sheet, source): _read(values) for sheet, source, _now, *values in found}


def _stored(sums: Sums) -> tuple[int, ...]:
    points = (to_hundredths(one) for one in (sums.points, sums.on_top, sums.excluded))
    return (*points, sums.answered, sums.at_full)


def _read(values: list[int]) -> Sums:
    points, on_top, excluded, answered, at_full = values
    return Sums(
        from_hundredths(points), from_hundredths(on_top), from_hundredths(excluded), answered, at_full
    )


def computed(sheets: Iterable[int]) -> dict[tuple[int, str], Sums]:
    """Compute the totals of sheets from their marks, each by the table its group is scored by now."""
    bound = dict(
        Sheet.objects.filter(pk__in=list(sheets), membership__group__binding__isnull=False)
        .order_by()
        .values_list("pk", "membership__group__binding__table_id")
    )
    tables: dict[int, CompiledTable] = {
        table.pk: compiled(table) for table in CriteriaTable.objects.filter(pk__in=set(bound.values()))
    }
    found: dict[tuple[int, str], Sums] = defaultdict(Sums)
    marks: Any = (
        Mark.objects.filter(sheet__in=list(bound))
        .order_by()
        .values_list("sheet_id", "criterion_id", "source", "points", "not_arisen")
    )
    for sheet, criterion, source, points, not_arisen in marks:
        line = tables[bound[sheet]].by_pk.get(criterion)
        if line is not None:
            found[sheet, source] += sums_of_mark(
                points, line.maximum, on_top=line.on_top, not_arisen=not_arisen
            )
    return {key: sums for key, sums in found.items() if sums}


def stored(sheets: Iterable[int]) -> dict[tuple[int, str], Sums]:
    """Read the stored totals of sheets that are not empty."""
    rows: Any = (
        SheetTotal.objects.filter(sheet__in=list(sheets))
        .order_by()
        .values_list("sheet_id", "source", *COLUMNS)
    )
    found = {(sheet, source): Sums(*values) for sheet, source, *values in rows}
    return {key: sums for key, sums in found.items() if sums}


def recompute(sheets: Iterable[int]) -> int:
    """Write the totals of sheets anew from their marks; the caller holds their locks. Returns how many differed."""
    wanted, changed = list(sheets), 0
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        right, kept = computed(batch), stored(batch)
        differing = {key for key in {*right, *kept} if right.get(key) != kept.get(key)}
        add({key: right.get(key, Sums()) - kept.get(key, Sums()) for key in differing})
        changed += len(differing)
    return changed
