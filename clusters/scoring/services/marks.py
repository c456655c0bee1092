"""The one writer of marks."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.criteria.services import freeze_locked
from clusters.cycles.models import Cycle, Membership
from clusters.cycles.parts import own_units
from clusters.scoring import history
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.services.preparing import CellsRefused, MarkChange, Prepared, prepare_all, table_of
from clusters.scoring.services.sheets import open_sheets
from emulation.audit.services import Record, record_many
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import points_text

WRITTEN = [
    "points",
    "inputs",
    "explanation",
    "reason",
    "evidence",
    "version",
    "given_by",
    "given_for",
    "given_at",
]


def _locked_sheets(members: Iterable[int]) -> dict[int, Sheet]:
    """Return the sheets by membership, locked in the order of their keys; makes those that are missing."""
    wanted = set(members)
    sheets = (
        Sheet.objects.filter(membership__in=wanted)
        .select_for_update(of=("self",))
        .select_related("membership__unit", "membership__cycle__cluster", "membership__group__binding__table")
        .order_by("pk")
    )
    rows = list(sheets)
    if len(rows) < len(wanted):
        open_sheets(Membership.objects.filter(pk__in=wanted, sheet__isnull=True))
        rows = list(sheets.all())
    cycles: dict[int, Cycle] = {}
    for row in rows:
        # One object for each year: its windows are read once.
        row.membership.cycle = cycles.setdefault(row.membership.cycle_id, row.membership.cycle)
    return {row.membership_id: row for row in rows}


def _log_record(mark: Mark, sheet: Sheet, criterion: Criterion, before: Decimal | None) -> Record:
    data = {
        "unit": sheet.membership.unit.name,
        "criterion": criterion.code,
        "source": mark.source,
        "before": points_text(before) or "–",
        "after": points_text(mark.points) or "–",
        "inputs": mark.inputs,
    }
    behalf = str(mark.given_for) if mark.given_for_id else ""
    return Record(history.MARK_GIVEN, sheet, data, mark.reason, behalf)


@transaction.atomic
def save_marks(*, source: str, changes: Sequence[MarkChange], actor: Any) -> list[Mark]:
    """Give, change or clear marks of one source on one or many sheets of a year, all or none.

    The only writer of `Mark` rows beside loading and publishing. Locks the sheets in the order of their
    keys. Refuses by permission, window and state, by the rule of the criterion, when a person saw an older
    version (`Conflict`), and changes of somebody else's points without a reason. What changes nothing is
    not written and not logged. Returns the marks in the order of the changes.
    """
    sheets = _locked_sheets(change.member for change in changes)
    cycles = {sheet.membership.cycle_id for sheet in sheets.values()}
    if len(cycles) > 1:
        raise Refused(gettext_noop("Marks of several years are not saved together."))
    prepared, unchanged, refused = prepare_all(sheets, changes, source, actor)
    if refused:
        if len(changes) == 1:
            raise refused[0][1]
        raise CellsRefused(
            gettext_noop("Nothing was saved: %(count)s cells are refused."), refused, count=len(refused)
        )
    if prepared:
        _write(sheets, prepared, source, actor)
    saved = {(mark.sheet.membership_id, mark.criterion.code): mark for mark in unchanged}
    saved |= {(one.mark.sheet.membership_id, one.criterion.code): one.mark for one in prepared}
    return [saved[change.member, change.criterion] for change in changes]


def _write(sheets: Mapping[int, Sheet], prepared: list[Prepared], source: str, actor: Any) -> None:
    now = timezone.now()
    for table in {table_of(one.mark.sheet) for one in prepared}:
        if not table.is_frozen:
            freeze_locked(CriteriaTable.objects.select_for_update().get(pk=table.pk), actor)
    records = []
    for one in prepared:
        sheet = one.mark.sheet
        own = sheet.membership.unit_id in own_units(actor)
        one.mark.given_by, one.mark.given_at = actor, now
        one.mark.given_for = sheet.membership.unit if source == Source.SELF and not own else None
        one.mark.version += 1
        records.append(_log_record(one.mark, sheet, one.criterion, one.before))
    new = [one.mark for one in prepared if one.mark.pk is None]
    old = [one.mark for one in prepared if one.mark.pk is not None]
    Mark.objects.bulk_create(new)
    if len(old) == 1:
        old[0].save(update_fields=WRITTEN)
    elif old:
        Mark.objects.bulk_update(old, WRITTEN, batch_size=200)
    if source == Source.SELF:
        begun = [sheet for sheet in sheets.values() if sheet.state == "not-begun"]
        for sheet in begun:
            sheet.state = "in-work"
        if begun:
            Sheet.objects.filter(pk__in=[sheet.pk for sheet in begun]).update(state="in-work")
    cycle = next(iter(sheets.values())).membership.cycle
    record_many(records, chain=cycle.chain, actor=actor)


@transaction.atomic
def try_marks(*, source: str, changes: Sequence[MarkChange], actor: Any) -> list[Mark]:
    """Tell what `save_marks` would give or refuse, by the same rules; nothing stays changed or logged."""
    marks = save_marks(source=source, changes=changes, actor=actor)
    transaction.set_rollback(True)
    return marks


def save_mark(*, source: str, change: MarkChange, actor: Any) -> Mark:
    """Give, change or clear one mark; see `save_marks`."""
    return save_marks(source=source, changes=[change], actor=actor)[0]
