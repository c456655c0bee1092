"""The one writer of marks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from clusters.criteria.models import CriteriaTable
from clusters.criteria.services import freeze_locked
from clusters.cycles.models import Cycle, Membership
from clusters.cycles.parts import own_units, parts_in
from clusters.cycles.permissions import HIDDEN
from clusters.scoring import history
from clusters.scoring.editing import fills_anything, keep_none
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.reading import bound_table
from clusters.scoring.rules import NOTHING, Sums
from clusters.scoring.services import totals
from clusters.scoring.services.corrections import write_corrections
from clusters.scoring.services.preparing import Before, CellsRefused, MarkChange, Prepared, prepare_all
from clusters.scoring.services.recalculating import Recalculated, settle
from clusters.scoring.services.sheets import open_sheets
from emulation.audit.services import Record, record_many
from emulation.core.bulk import update_objects
from emulation.core.errors import Refused, Unknown, gettext_noop
from emulation.core.fixed import FixedQuery
from emulation.core.numbers import points_text

WRITTEN = [
    "points",
    "not_arisen",
    "inputs",
    "explanation",
    "reason",
    "evidence",
    "version",
    "given_by",
    "given_for",
    "given_at",
]


@dataclass(frozen=True)
class Place:
    """The address a save came to: what lies elsewhere does not exist there."""

    cluster: str
    year: int
    group: str


@dataclass(frozen=True)
class Saved:
    """What a save left behind: the marks in the order of the changes with what they held before, the totals
    of the sheets that changed by membership, and the marks of other members that a rule across the units
    gave new points.
    """

    marks: list[Mark]
    before: list[Before] = field(default_factory=list)
    totals: dict[int, Sums] = field(default_factory=dict)
    recalculated: list[Recalculated] = field(default_factory=list)


class _NeedsGroup(Exception):
    """A rule looks across the units: the sheets of the whole group have to be locked."""


WITH_SHEET = ("membership__unit", "membership__cycle__cluster", "membership__group__binding__table")


def _locking(found: Q, actor: int, day: dt.date) -> QuerySet[Sheet]:
    """Return the sheets with all that a save asks of them; it tells whether the actor fills any section."""
    return (
        Sheet.objects.filter(found)
        .select_for_update(of=("self",))
        .select_related(*WITH_SHEET)
        .annotate(actor_fills=fills_anything(actor, day))
        .order_by("pk")
    )


def _locking_one(member: int, actor: int, day: dt.date) -> QuerySet[Sheet]:
    return _locking(Q(membership=member), actor, day)


# One cell is saved far more often than many.
LOCKED_SHEET: FixedQuery[Any] = FixedQuery(_locking_one)


def _locked_sheets(members: Iterable[int], actor: Any, *, whole_groups: bool) -> dict[int, Sheet]:
    """Return the sheets by membership, locked in the order of their keys; makes those that are missing."""
    wanted, day = set(members), timezone.localdate()
    rows: list[Any] = []
    if len(wanted) == 1 and not whole_groups:
        rows = LOCKED_SHEET(*wanted, actor.pk, day)
    if not rows:
        found = Q(membership__in=wanted)
        if whole_groups:
            groups = Membership.objects.filter(pk__in=wanted).values("group")
            found |= Q(membership__group__in=groups, membership__until__isnull=True)
        rows = list(_locking(found, actor.pk, day))
        if not wanted <= {row.membership_id for row in rows}:
            open_sheets(Membership.objects.filter(pk__in=wanted, sheet__isnull=True))
            rows = list(_locking(found, actor.pk, day))
    if rows and not rows[0].actor_fills:
        keep_none(actor)
    cycles: dict[int, Cycle] = {}
    bindings: dict[int, Any] = {}
    for row in rows:
        # One object for each year and table: their windows and lines are read once.
        row.membership.cycle = cycles.setdefault(row.membership.cycle_id, row.membership.cycle)
        binding = getattr(row.membership.group, "binding", None)
        if binding is not None:
            binding.table = bindings.setdefault(binding.table_id, binding.table)
    return {row.membership_id: row for row in rows}


def _check_place(
    sheets: Mapping[int, Sheet], place: Place, changes: Sequence[MarkChange], actor: Any
) -> None:
    for member in {change.member for change in changes}:
        membership = sheets[member].membership if member in sheets else None
        here = membership and Place(
            membership.cycle.cluster.code, membership.cycle.year, membership.group.code
        )
        if membership is None or here != place or not parts_in(membership.cycle, actor).sees:
            raise Unknown(HIDDEN.reason)


def _log_record(one: Prepared) -> Record:
    mark = one.mark
    data = {
        "unit": mark.sheet.membership.unit.name,
        "criterion": one.line.code,
        "source": mark.source,
        "before": points_text(one.before.points) or "–",
        "after": points_text(mark.points) or "–",
        "inputs": mark.inputs,
    }
    if mark.not_arisen or one.before.not_arisen:
        data["not_arisen"] = mark.not_arisen
    behalf = str(mark.sheet.membership.unit) if mark.given_for_id else ""
    return Record(history.MARK_GIVEN, mark.sheet, data, mark.reason, behalf)


def save(*, source: str, changes: Sequence[MarkChange], actor: Any, place: Place | None = None) -> Saved:
    """Give, change or clear marks of one source on one or many sheets of a year, all or none.

    The only writer of `Mark` rows beside loading, publishing, adopting a corrected table and recalculating.
    Locks the sheets in the order of their keys; where a rule looks across the units, those of the whole
    group. Refuses by permission, window and state, by the rule of the criterion, when a person saw an older
    version (`Conflict`), changes of somebody else's points without a reason, and with a `place` what lies
    elsewhere (`Unknown`). What changes nothing is not written and not logged.
    """
    try:
        try:
            return _save(source, changes, actor, place, whole_groups=False)
        except _NeedsGroup:
            return _save(source, changes, actor, place, whole_groups=True)
    except totals.TableChanged:
        return save(source=source, changes=changes, actor=actor, place=place)


@transaction.atomic
def _save(
    source: str, changes: Sequence[MarkChange], actor: Any, place: Place | None, *, whole_groups: bool
) -> Saved:
    sheets = _locked_sheets((change.member for change in changes), actor, whole_groups=whole_groups)
    if place is not None:
        _check_place(sheets, place, changes, actor)
    if len({sheet.membership.cycle_id for sheet in sheets.values()}) > 1:
        raise Refused(gettext_noop("Marks of several years are not saved together."))
    judged = prepare_all(sheets, changes, source, actor)
    if judged.refused:
        if len(changes) == 1:
            raise judged.refused[0][1]
        count = len(judged.refused)
        raise CellsRefused(
            gettext_noop("Nothing was saved: %(count)s cells are refused."), judged.refused, count=count
        )
    if not whole_groups and any(one.line.rule.cross_unit for one in judged.prepared):
        raise _NeedsGroup
    cells = [judged.cells[change.member, change.criterion] for change in changes]
    marks, before = [mark for mark, _before in cells], [before for _mark, before in cells]
    if not judged.prepared:
        return Saved(marks, before)
    return Saved(marks, before, *_write(sheets, judged.prepared, source, actor))


def _write(
    sheets: Mapping[int, Sheet], prepared: list[Prepared], source: str, actor: Any
) -> tuple[dict[int, Sums], list[Recalculated]]:
    now = timezone.now()
    for table in {bound_table(one.mark.sheet) for one in prepared}:
        if not table.is_frozen:
            frozen = freeze_locked(CriteriaTable.objects.select_for_update().get(pk=table.pk), actor)
            table.state, table.frozen_at = frozen.state, frozen.frozen_at
    recalculated = settle(sheets, prepared, source)
    for one in prepared:
        membership = one.mark.sheet.membership
        # Papers are typed in by those who run the year; everybody else who fills a sheet is of the unit.
        own = membership.unit_id in own_units(actor) or not parts_in(membership.cycle, actor).runs
        one.mark.given_by, one.mark.given_at = actor, now
        one.mark.given_for = membership.unit if source == Source.SELF and not own else None
        one.mark.version += 1
    _write_marks([one.mark for one in prepared])
    write_corrections([(one.mark, one.before.points) for one in prepared], actor)
    added: dict[tuple[int, str], Sums] = defaultdict(lambda: NOTHING)
    changed: list[Prepared | Recalculated] = [*prepared, *recalculated]
    for each in changed:
        added[each.mark.sheet_id, source] += each.added
    bound = {one.mark.sheet_id: bound_table(one.mark.sheet).pk for one in prepared}
    totals_now = totals.add(added, bound=bound)
    if source == Source.SELF:
        _begin([one.mark.sheet for one in prepared])
    cycle = prepared[0].mark.sheet.membership.cycle
    records = [_log_record(one) for one in prepared]
    records += history.recalculated(cycle, source, recalculated)
    record_many(records, chain=cycle.chain, actor=actor)
    members = {sheet.pk: member for member, sheet in sheets.items()}
    return {members[sheet]: sums for (sheet, _source), sums in totals_now.items()}, recalculated


def _write_marks(marks: list[Mark]) -> None:
    new = [mark for mark in marks if mark.pk is None]
    old = [mark for mark in marks if mark.pk is not None]
    Mark.objects.bulk_create(new)
    if len(old) == 1:
        old[0].save(update_fields=WRITTEN)
    else:
        update_objects(old, WRITTEN)


def _begin(sheets: Iterable[Sheet]) -> None:
    begun = [sheet for sheet in sheets if sheet.state == "not-begun"]
    for sheet in begun:
        sheet.state = "in-work"
    if begun:
        Sheet.objects.filter(pk__in=[sheet.pk for sheet in begun]).update(state="in-work")


def save_marks(*, source: str, changes: Sequence[MarkChange], actor: Any) -> list[Mark]:
    """Give marks as `save` does and return them in the order of the changes."""
    return save(source=source, changes=changes, actor=actor).marks


@transaction.atomic
def try_saving(
    *, source: str, changes: Sequence[MarkChange], actor: Any, place: Place | None = None
) -> Saved:
    """Tell what `save` would give or refuse, by the same rules; nothing stays changed or logged."""
    saved = save(source=source, changes=changes, actor=actor, place=place)
    transaction.set_rollback(True)
    return saved


def try_marks(*, source: str, changes: Sequence[MarkChange], actor: Any) -> list[Mark]:
    """Return the marks of `try_saving`."""
    return try_saving(source=source, changes=changes, actor=actor).marks


def save_mark(*, source: str, change: MarkChange, actor: Any) -> Mark:
    """Give, change or clear one mark; see `save`."""
    return save_marks(source=source, changes=[change], actor=actor)[0]
