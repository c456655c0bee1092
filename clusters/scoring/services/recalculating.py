"""Rules that look across the units: one mark changes, and all computed marks of that line with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from clusters.criteria.compiled import CompiledLine, compiled
from clusters.criteria.rules.base import Outcome
from clusters.cycles.models import MemberGroup
from clusters.scoring import history
from clusters.scoring.models import Mark, Sheet
from clusters.scoring.reading import bound_table
from clusters.scoring.rules import NOTHING, Sums, sums_of_mark
from clusters.scoring.services import totals
from clusters.scoring.services.preparing import Prepared
from emulation.audit.services import record_many
from emulation.core.bulk import update_objects
from emulation.core.permissions import require

# What a recalculation writes. Who gave the figures, when, and the version a person saw stay as they are.
WRITTEN = ["points", "explanation"]


@dataclass(frozen=True)
class Recalculated:
    """A mark of another member whose points changed, with the points before."""

    mark: Mark
    before: Decimal | None
    line: CompiledLine

    @property
    def added(self) -> Sums:
        """What the change adds to the totals of the sheet."""
        return _sums(self.mark.points, self.line) - _sums(self.before, self.line)


def _sums(points: Decimal | None, line: CompiledLine) -> Sums:
    return NOTHING if points is None else sums_of_mark(points, line.maximum, on_top=line.on_top)


def settle(sheets: Mapping[int, Sheet], prepared: Sequence[Prepared], source: str) -> list[Recalculated]:
    """Give the changed marks of rules across units their points, and write those of the others that change.

    The sheets of the whole groups are locked. Marks that a person gave points directly are never touched and
    take no part. Returns the marks of others that changed; two statements.
    """
    crossing: dict[int, list[Prepared]] = defaultdict(list)
    for one in prepared:
        if one.line.rule.cross_unit:
            crossing[one.mark.sheet.membership.group_id].append(one)
    changed: list[Recalculated] = []
    for group, own in crossing.items():
        within = [sheet for sheet in sheets.values() if sheet.membership.group_id == group]
        lines = {one.line.pk: one.line for one in own}
        changed += _settle_group(
            within, lines, {(one.mark.sheet_id, one.line.pk): one.mark for one in own}, source
        )
    update_objects([one.mark for one in changed], WRITTEN)
    return changed


def _settle_group(
    sheets: Iterable[Sheet],
    lines: Mapping[int, CompiledLine],
    pending: Mapping[tuple[int, int], Mark],
    source: str,
) -> list[Recalculated]:
    by_key = {sheet.pk: sheet for sheet in sheets}
    marks: dict[int, dict[int, Mark]] = {key: {} for key in lines}
    stored = Mark.objects.filter(sheet__in=list(by_key), criterion__in=list(lines), source=source)
    for mark in stored.only("sheet", "criterion", "source", "points", "inputs", "explanation").order_by():
        marks[mark.criterion_id][mark.sheet_id] = mark
    for (sheet, key), mark in pending.items():
        marks[key][sheet] = mark
    changed = []
    for key, line in lines.items():
        entries: dict[Any, Any] = {sheet: mark.inputs for sheet, mark in marks[key].items() if mark.inputs}
        outcomes: Mapping[Any, Outcome] = line.rule.score_group(entries)
        for sheet, outcome in outcomes.items():
            mark, before = marks[key][sheet], marks[key][sheet].points
            if (before, mark.explanation) == (outcome.points, outcome.explanation):
                continue
            mark.points, mark.explanation = outcome.points, outcome.explanation
            if (sheet, key) not in pending:
                mark.sheet = by_key[sheet]
                changed.append(Recalculated(mark, before, line))
    return changed


@transaction.atomic
def recalculate(*, group: MemberGroup, source: str, actor: Any) -> int:
    """Compute all rules across the units of a group anew for one source; returns how many marks changed.

    One transaction and a fixed number of statements whatever the size. Locks the sheets of the group.
    """
    require(actor, "scoring.recalculate", group)
    sheets = list(
        Sheet.objects.filter(membership__group=group, membership__until__isnull=True)
        .select_for_update(of=("self",))
        .select_related("membership__unit", "membership__group__binding__table", "membership__cycle")
        .order_by("pk")
    )
    if not sheets:
        return 0
    lines = {line.pk: line for line in compiled(bound_table(sheets[0])).leaves if line.rule.cross_unit}
    changed = _settle_group(sheets, lines, {}, source)
    update_objects([one.mark for one in changed], WRITTEN)
    added: dict[tuple[int, str], Sums] = defaultdict(lambda: NOTHING)
    for one in changed:
        added[one.mark.sheet_id, source] += one.added
    totals.add(added)
    cycle = sheets[0].membership.cycle
    record_many(history.recalculated(cycle, source, changed), chain=cycle.chain, actor=actor)
    return len(changed)
