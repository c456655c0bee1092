"""Totals of the marks there are, totals of published lines, and the guards of marks and criteria again.

SQLite forgets a table's triggers when a later migration rebuilds the table: such a migration drops them
first (`core.triggers.without`) and ends with these operations again; tests fail when one is missing.
"""

from collections import defaultdict

from django.db import migrations
from django.db.models import F

from emulation.core.triggers import append_only, guard

MARK_OUT_OF_BOUNDS = """NEW.points IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM clusters_criterion c WHERE c.id = NEW.criterion_id AND c.kind <> 'group'
    AND NEW.points BETWEEN c.minimum AND COALESCE(c.ceiling, c.maximum))"""
TABLE_FROZEN = "EXISTS (SELECT 1 FROM clusters_criteriatable t WHERE t.id = {row}.table_id AND t.state = 'frozen')"
FROZEN_COLUMNS = "code, parent_id, position, kind, minimum, maximum, ceiling, on_top, parameters, table_id"
TABLE_RULES = "OLD.state = 'frozen'"


def on_top_of(criteria):
    """The lines that stand on top of the total: marked so, or below a line that is."""
    found = set()
    for row in criteria:
        if row.on_top or row.parent_id in found:
            found.add(row.pk)
    return found


def sum_up(apps, _editor):
    Criterion, Mark, SheetTotal, Binding, RankedRow = (
        apps.get_model("clusters", name)
        for name in ("Criterion", "Mark", "SheetTotal", "CriteriaBinding", "RankedRow")
    )
    for binding in Binding.objects.iterator():
        criteria = {row.pk: row for row in Criterion.objects.filter(table=binding.table_id).order_by("position")}
        on_top = on_top_of(criteria.values())
        totals = defaultdict(lambda: {"points": 0, "on_top": 0, "excluded": 0, "answered": 0, "at_full": 0})
        marks = Mark.objects.filter(
            sheet__membership__group=binding.group_id, criterion__in=criteria, points__isnull=False
        )
        for mark in marks.iterator():
            total = totals[mark.sheet_id, mark.source]
            total["points"] += mark.points
            total["answered"] += 1
            if mark.criterion_id in on_top:
                total["on_top"] += mark.points
            elif mark.points >= criteria[mark.criterion_id].maximum:
                total["at_full"] += 1
        SheetTotal.objects.bulk_create(
            [SheetTotal(sheet_id=sheet, source=source, **sums) for (sheet, source), sums in totals.items()],
            batch_size=1000,
        )
    RankedRow.objects.filter(total__isnull=False).update(raw_total=F("total"))


class Migration(migrations.Migration):
    dependencies = [("clusters", "0003_scoring_engine")]

    operations = [
        migrations.RunPython(sum_up, migrations.RunPython.noop),
        guard(
            "mark_within_bounds",
            table="clusters_mark",
            events=["INSERT", "UPDATE OF points, criterion_id"],
            condition=MARK_OUT_OF_BOUNDS,
            message="mark_within_bounds: points outside the bounds of the criterion",
        ),
        guard(
            "criterion_frozen_new",
            table="clusters_criterion",
            events=["INSERT", f"UPDATE OF {FROZEN_COLUMNS}"],
            condition=TABLE_FROZEN.format(row="NEW"),
            message="criterion_frozen: the table is frozen",
        ),
        guard(
            "criterion_frozen_old",
            table="clusters_criterion",
            events=["DELETE"],
            condition=TABLE_FROZEN.format(row="OLD"),
            message="criterion_frozen: the table is frozen",
        ),
        guard(
            "table_frozen",
            table="clusters_criteriatable",
            events=["UPDATE OF state, scale, not_arisen, ranked_by, inner_places, bands"],
            condition=TABLE_RULES,
            message="table_frozen: the table is frozen",
        ),
        append_only("clusters_correction"),
    ]
