"""The one writer of marks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.criteria.reading import rule_of
from clusters.criteria.services import freeze_locked
from clusters.cycles.models import Cycle, Membership
from clusters.cycles.parts import own_units
from clusters.scoring import history
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.permissions import give
from clusters.scoring.services.sheets import open_sheets
from emulation.audit.services import Record, record_many
from emulation.core.errors import Conflict, NotPermitted, Refused, RefusedRows, gettext_noop
from emulation.core.numbers import points_text
from emulation.core.permissions import Denied


@dataclass(frozen=True)
class MarkChange:
    """What is asked for one cell. `None` leaves a field as it is.

    Points are given directly, or computed from `inputs`; `clear` takes the points away again.
    `version` is the mark's version the person saw (0: no mark yet); None does not look.
    `member` is the key of the membership.
    """

    member: int
    criterion: str
    points: Decimal | None = None
    inputs: Mapping[str, Any] | None = None
    clear: bool = False
    reason: str | None = None
    evidence: str | None = None
    version: int | None = None


class CellsRefused(RefusedRows):
    """A save of many cells refused as a whole; `cells` are the refusals with the changes they concern."""

    def __init__(self, message: str, cells: list[tuple[MarkChange, Refused]], **values: Any) -> None:
        super().__init__(message, [error for _change, error in cells], **values)
        self.cells = cells


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


def _criteria(sheets: Mapping[int, Sheet], codes: set[str]) -> dict[tuple[int, str], Criterion]:
    tables = {_table(sheet).pk for sheet in sheets.values()}
    rows = Criterion.objects.filter(table__in=tables, code__in=codes).order_by()
    return {(row.table_id, row.code): row for row in rows}


def _table(sheet: Sheet) -> CriteriaTable:
    binding = getattr(sheet.membership.group, "binding", None)
    if binding is None:
        raise Refused(
            gettext_noop("No criteria table is bound to the group “%(group)s”."), group=sheet.membership.group
        )
    table: CriteriaTable = binding.table
    return table


def _check_permission(sheet: Sheet, source: str, actor: Any) -> None:
    answer = give(actor, sheet, source)
    if isinstance(answer, Denied):
        raise NotPermitted(answer.reason, **dict(answer.values))


def _check_version(mark: Mark, change: MarkChange) -> None:
    stored = mark.version if mark.pk else 0
    if change.version is not None and change.version != stored:
        raise Conflict(
            gettext_noop("%(who)s changed this to %(points)s meanwhile."),
            current=mark,
            who=mark.given_by or "–",
            points=points_text(mark.points) or "–",
        )


def _new_points(mark: Mark, change: MarkChange, criterion: Criterion) -> None:
    """Put the new points, inputs and explanation on the mark; refuses what the rule does not allow."""
    rule = rule_of(criterion)
    if change.clear:
        mark.points, mark.inputs, mark.explanation = None, {}, {}
    elif change.inputs is not None:
        result = rule.score(change.inputs)
        rule.accepts(result.points)
        mark.points, mark.inputs, mark.explanation = result.points, dict(change.inputs), result.explanation
    elif change.points is not None:
        rule.accepts(change.points)
        mark.points, mark.inputs, mark.explanation = change.points, {}, {}


def _check_reason(mark: Mark, before: Mark, actor: Any) -> None:
    """Changing what another person gave, and correcting a final mark, needs a new reason."""
    somebody_else = before.given_by_id is not None and before.given_by_id != actor.pk
    correction = before.source == Source.FINAL
    changed = before.points is not None and before.points != mark.points
    new_reason = mark.reason.strip() and mark.reason != before.reason
    if changed and (somebody_else or correction) and not new_reason:
        raise Refused(gettext_noop("Say why these points are changed."), field="reason")


def _prepare(mark: Mark, change: MarkChange, criterion: Criterion, actor: Any) -> bool:
    """Apply a change to a mark in memory; returns whether anything differs from what is stored."""
    before = Mark(
        points=mark.points,
        inputs=mark.inputs,
        reason=mark.reason,
        evidence=mark.evidence,
        source=mark.source,
        given_by_id=mark.given_by_id,
    )
    _check_version(mark, change)
    if change.reason is not None:
        mark.reason = change.reason.strip()
    if change.evidence is not None:
        mark.evidence = change.evidence.strip()
    _new_points(mark, change, criterion)
    _check_reason(mark, before, actor)
    return any(
        getattr(mark, name) != getattr(before, name) for name in ("points", "inputs", "reason", "evidence")
    )


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


@dataclass
class _Prepared:
    mark: Mark
    before: Decimal | None
    criterion: Criterion


def _addressed(
    sheet: Sheet | None, change: MarkChange, criteria: Mapping[tuple[int, str], Criterion]
) -> tuple[Sheet, Criterion]:
    if sheet is None:
        raise Refused(gettext_noop("This member is gone. Reload the page."))
    criterion = criteria.get((_table(sheet).pk, change.criterion))
    if criterion is None:
        raise Refused(
            gettext_noop("The criterion “%(code)s” is not in the table of this group."), code=change.criterion
        )
    return sheet, criterion


def _once(change: MarkChange, cells: set[tuple[int, str]]) -> None:
    if (change.member, change.criterion) in cells:
        raise Refused(gettext_noop("This cell is given twice."))
    cells.add((change.member, change.criterion))


def _prepare_all(
    sheets: Mapping[int, Sheet], changes: Sequence[MarkChange], source: str, actor: Any
) -> tuple[list[_Prepared], list[Mark], list[tuple[MarkChange, Refused]]]:
    criteria = _criteria(sheets, {change.criterion for change in changes})
    stored = {
        (mark.sheet_id, mark.criterion_id): mark
        for mark in Mark.objects.filter(
            sheet__in=sheets.values(), source=source, criterion__in=criteria.values()
        )
        .select_related("given_by")
        .order_by()
    }
    prepared: list[_Prepared] = []
    unchanged: list[Mark] = []
    refused: list[tuple[MarkChange, Refused]] = []
    cells: set[tuple[int, str]] = set()
    for change in changes:
        sheet = sheets.get(change.member)
        place = change.criterion if sheet is None else f"{sheet.membership.unit}, {change.criterion}"
        try:
            sheet, criterion = _addressed(sheet, change, criteria)
            _once(change, cells)
            _check_permission(sheet, source, actor)
            mark = stored.get((sheet.pk, criterion.pk)) or Mark(source=source, version=0)
            mark.sheet, mark.criterion = sheet, criterion
            before = mark.points
            if _prepare(mark, change, criterion, actor):
                prepared.append(_Prepared(mark, before, criterion))
            else:
                unchanged.append(mark)
        except Refused as error:
            error.place = error.place or place
            refused.append((change, error))
    return prepared, unchanged, refused


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
    prepared, unchanged, refused = _prepare_all(sheets, changes, source, actor)
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


def _write(sheets: Mapping[int, Sheet], prepared: list[_Prepared], source: str, actor: Any) -> None:
    now = timezone.now()
    for table in {_table(one.mark.sheet) for one in prepared}:
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
    fields = [
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
    Mark.objects.bulk_create(new)
    if len(old) == 1:
        old[0].save(update_fields=fields)
    elif old:
        Mark.objects.bulk_update(old, fields, batch_size=200)
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
