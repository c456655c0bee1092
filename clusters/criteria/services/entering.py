"""Entering the lines of a draft, and freezing it. A frozen table never changes: a correction is a new version."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.criteria import history
from clusters.criteria.comparing import base_of
from clusters.criteria.models import CriteriaTable, Criterion, TableState
from clusters.criteria.reading import lines_of
from clusters.criteria.rules.bands import read_bands
from clusters.criteria.rules.table import Line, problems
from clusters.organisation.models import Unit
from emulation.audit.services import record
from emulation.core.errors import Conflict, Refused, RefusedRows, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require


@dataclass(frozen=True)
class Extras:
    """What a line carries beside its rule.

    `replaces` is the code of the line it stands for, in the version before or in last year's table; empty
    for a line that stands for none. None keeps what the draft says, and for a new line looks for its own code.
    """

    note: str = ""
    verified_by: Unit | None = None
    replaces: str | None = None


@dataclass(frozen=True)
class Draft:
    """The lines of a table from top to bottom, with the extras of some by code."""

    lines: list[Line]
    extras: Mapping[str, Extras] = field(default_factory=dict)


def draft_of(table: CriteriaTable) -> Draft:
    """Return the lines of a table with their notes and verifiers, to be entered again elsewhere."""
    rows = table.criteria.exclude(note="", verified_by=None).select_related("verified_by")
    return Draft(lines_of(table), {row.code: Extras(row.note, row.verified_by) for row in rows})


def _refuse_problems(table: CriteriaTable, draft: Draft) -> None:
    """Refuse a table that does not hold together, line by line and band by band."""
    found = problems(draft.lines, table.scale, read_bands(table.bands)) + link_problems(table, draft)
    if found:
        raise RefusedRows(gettext_noop("The table has %(count)s errors."), found, count=len(found))


def link_problems(table: CriteriaTable, draft: Draft) -> list[Refused]:
    """List the lines that are said to stand for a line that is not there."""
    named = {code: one.replaces for code, one in draft.extras.items() if one.replaces}
    if not named:
        return []
    base = base_of(table)
    known = set(base.criteria.values_list("code", flat=True)) if base else set()
    return [
        Refused(
            gettext_noop("The table before has no line “%(old)s”."), place=code, field="replaces", old=old
        )
        for code, old in named.items()
        if old not in known
    ]


def _links(table: CriteriaTable, draft: Draft, base: CriteriaTable | None) -> dict[str, int]:
    """Return, by code, the line each line of a draft stands for."""
    base = base or base_of(table)
    if base is None:
        return {}
    older: dict[str, int] = dict(base.criteria.values_list("code", "pk"))
    now = dict(table.criteria.values_list("code", "replaces"))
    found: dict[str, int | None] = {}
    for line in draft.lines:
        said = draft.extras.get(line.code, Extras()).replaces
        if said is not None:
            found[line.code] = older.get(said)
        else:
            found[line.code] = now[line.code] if line.code in now else older.get(line.code)
    return {code: pk for code, pk in found.items() if pk is not None}


def write_lines(table: CriteriaTable, draft: Draft, *, base: CriteriaTable | None = None) -> None:
    """Replace the lines of a draft table; the caller has checked them. One insert per level of the tree.

    `base` is the table the lines stand for the lines of; found by itself where there is one already.
    """
    links = _links(table, draft, base)
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
                        ceiling=line.ceiling,
                        on_top=line.on_top,
                        parameters=dict(line.parameters),
                        note=extras.note,
                        verified_by=extras.verified_by,
                        replaces_id=links.get(line.code),
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
    _refuse_problems(table, draft)
    verb = history.TABLE_CHANGED if table.criteria.exists() else history.TABLE_CREATED
    write_lines(table, draft)
    record(verb, table, chain=table.chain, actor=actor, data={"lines": len(draft.lines)})
    return table


def freeze_locked(table: CriteriaTable, actor: Any) -> CriteriaTable:
    """Freeze a table the caller has locked, at its first mark; refuses a table that does not hold together."""
    if table.is_frozen:
        return table
    _refuse_problems(table, Draft(lines_of(table)))
    table.state, table.frozen_at = TableState.FROZEN, timezone.now()
    table.save(update_fields=["state", "frozen_at"])
    record(history.TABLE_FROZEN, table, chain=table.chain, actor=actor)
    return table


@transaction.atomic
def freeze(*, table: CriteriaTable, actor: Any) -> CriteriaTable:
    """Freeze a table before its first mark. Locks the table."""
    require(actor, "criteria.manage", table)
    return freeze_locked(locked(table), actor)
