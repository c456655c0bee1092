"""Reading sheets and what their marks amount to."""

from typing import Any

from django.db.models import Count, F, Q, Sum

from clusters.criteria.compiled import CompiledTable, compiled
from clusters.criteria.models import CriteriaTable
from clusters.cycles.models import MemberGroup, Membership
from clusters.scoring.models import Mark, Sheet, SheetTotal
from clusters.scoring.rules import Sums
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import ZERO


def sheet_of(membership: Membership) -> Sheet:
    """Return the member's sheet; one that nobody has begun is made in memory only."""
    sheet: Sheet | None = getattr(membership, "sheet", None)
    return sheet or Sheet(membership=membership)


def bound_table(sheet: Sheet) -> CriteriaTable:
    """Return the table a sheet is scored by; refuses a group without one."""
    binding = getattr(sheet.membership.group, "binding", None)
    if binding is None:
        raise Refused(
            gettext_noop("No criteria table is bound to the group “%(group)s”."), group=sheet.membership.group
        )
    table: CriteriaTable = binding.table
    return table


def table_of(group: MemberGroup) -> CompiledTable | None:
    """Return the table a group is scored by; None while none is bound. One query."""
    table = CriteriaTable.objects.filter(bindings__group=group).first()
    return compiled(table) if table else None


def stored_sums(group: MemberGroup, source: str) -> dict[int, Sums]:
    """Return by membership what one source gave each member, from the stored totals, in one query."""
    rows: Any = (
        SheetTotal.objects.filter(sheet__membership__group=group, source=source)
        .order_by()
        .values_list("sheet__membership_id", "points", "on_top", "excluded", "answered", "at_full")
    )
    return {member: Sums(*values) for member, *values in rows}


def sums_from_marks(group: MemberGroup, table: CompiledTable, source: str) -> dict[int, Sums]:
    """Return the same as `stored_sums`, computed from the marks by the database, in one query."""
    leaves = [line.pk for line in table.leaves]
    on_top = [line.pk for line in table.leaves if line.on_top]
    away = Q(points__isnull=True, not_arisen=True)
    counts = Q(points__isnull=False) | away
    rows: Any = (
        Mark.objects.filter(counts, sheet__membership__group=group, source=source, criterion__in=leaves)
        .order_by()
        .values_list("sheet__membership_id")
        .annotate(
            total=Sum("points"),
            bonus=Sum("points", filter=Q(criterion__in=on_top)),
            excluded=Sum(F("criterion__maximum"), filter=away & ~Q(criterion__in=on_top)),
            answered=Count("pk"),
            at_full=Count("pk", filter=Q(points__gte=F("criterion__maximum")) & ~Q(criterion__in=on_top)),
        )
    )
    return {
        member: Sums(total or ZERO, bonus or ZERO, excluded or ZERO, answered, at_full)
        for member, total, bonus, excluded, answered, at_full in rows
    }
