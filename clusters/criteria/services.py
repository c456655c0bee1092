"""Every change of a criteria table. A frozen table never changes: a correction is a new version."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.criteria import history
from clusters.criteria.models import CriteriaBinding, CriteriaTable, Criterion, TableState
from clusters.criteria.reading import lines_of
from clusters.criteria.rules.table import Line, problems
from clusters.cycles.models import MemberGroup
from clusters.organisation.models import Unit
from emulation.audit.services import record
from emulation.core.errors import Conflict, Refused, RefusedRows, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require


@dataclass(frozen=True)
class Extras:
    """What a line carries beside its rule."""

    note: str = ""
    verified_by: Unit | None = None


@dataclass(frozen=True)
class Draft:
    """The lines of a table from top to bottom, with the extras of some by code."""

    lines: list[Line]
    extras: Mapping[str, Extras] = field(default_factory=dict)


def _refuse_problems(lines: Iterable[Line], table: CriteriaTable) -> None:
    found = problems(lines, table.scale)
    if found:
        raise RefusedRows(gettext_noop("The table has %(count)s errors."), found, count=len(found))


def write_lines(table: CriteriaTable, draft: Draft) -> None:
    """Replace the lines of a draft table; the caller has checked them. One insert per level of the tree."""
    table.criteria.all().delete()
    positions = {line.code: number for number, line in enumerate(draft.lines, start=1)}
    children: dict[str, list[Line]] = defaultdict(list)
    for line in draft.lines:
        children[line.parent].append(line)
    parents: dict[str, Criterion | None] = {"": None}
    level = 0
    while parents:
        rows = []
        for parent_code, parent in parents.items():
            for line in children[parent_code]:
                extras = draft.extras.get(line.code, Extras())
                rows.append(
                    Criterion(
                        table=table,
                        parent=parent,
                        code=line.code,
                        name=line.name,
                        position=positions[line.code],
                        level=level,
                        kind=line.kind,
                        minimum=line.minimum,
                        maximum=line.maximum,
                        on_top=line.on_top,
                        parameters=dict(line.parameters),
                        note=extras.note,
                        verified_by=extras.verified_by,
                    )
                )
        parents = {row.code: row for row in Criterion.objects.bulk_create(rows) if not row.is_leaf}
        level += 1


@transaction.atomic
def save_lines(*, table: CriteriaTable, draft: Draft, actor: Any) -> CriteriaTable:
    """Enter all lines of a draft table. Locks the table; refuses, line by line, a table that does not hold together."""
    require(actor, "criteria.manage", table)
    table = locked(table)
    if table.is_frozen:
        raise Conflict(gettext_noop("The table is frozen: enter a new version."), current=table)
    _refuse_problems(draft.lines, table)
    verb = history.TABLE_CHANGED if table.criteria.exists() else history.TABLE_CREATED
    write_lines(table, draft)
    record(verb, table, chain=table.chain, actor=actor, data={"lines": len(draft.lines)})
    return table


def freeze_locked(table: CriteriaTable, actor: Any) -> CriteriaTable:
    """Freeze a table the caller has locked, at its first mark; refuses a table that does not hold together."""
    if table.is_frozen:
        return table
    _refuse_problems(lines_of(table), table)
    table.state, table.frozen_at = TableState.FROZEN, timezone.now()
    table.save(update_fields=["state", "frozen_at"])
    record(history.TABLE_FROZEN, table, chain=table.chain, actor=actor)
    return table


@transaction.atomic
def freeze(*, table: CriteriaTable, actor: Any) -> CriteriaTable:
    """Freeze a table before its first mark. Locks the table."""
    require(actor, "criteria.manage", table)
    return freeze_locked(locked(table), actor)


@transaction.atomic
def bind(
    *, group: MemberGroup, table: CriteriaTable, actor: Any, bound_on: dt.date | None = None
) -> CriteriaBinding:
    """Score a member group by a table. Locks the group; refuses once the group has marks."""
    require(actor, "criteria.manage", table)
    group = locked(group, "cycle")
    binding = CriteriaBinding.objects.filter(group=group).select_related("table").first()
    if binding and binding.table.criteria.filter(marks__sheet__membership__group=group).exists():
        raise Refused(
            gettext_noop("The group has marks by another table; it keeps that table."), field="table"
        )
    if not table.criteria.exists():
        raise Refused(gettext_noop("The table has no criteria."), field="table")
    binding, _made = CriteriaBinding.objects.update_or_create(
        group=group, defaults={"table": table, "bound_on": bound_on or timezone.localdate()}
    )
    data = {"table": str(table), "group": group.code}
    record(history.TABLE_BOUND, group.cycle, chain=group.cycle.chain, actor=actor, data=data)
    return binding
