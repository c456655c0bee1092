"""What a change would make of a mark: every check, in memory, nothing written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.criteria.reading import rule_of
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.permissions import give
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


def _criteria(sheets: Mapping[int, Sheet], codes: set[str]) -> dict[tuple[int, str], Criterion]:
    tables = {table_of(sheet).pk for sheet in sheets.values()}
    rows = Criterion.objects.filter(table__in=tables, code__in=codes).order_by()
    return {(row.table_id, row.code): row for row in rows}


def table_of(sheet: Sheet) -> CriteriaTable:
    """Return the table a sheet is scored by; refuses a group without one."""
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


@dataclass
class Prepared:
    """A mark with its new values, the points before, and its criterion."""

    mark: Mark
    before: Decimal | None
    criterion: Criterion


def _addressed(
    sheet: Sheet | None, change: MarkChange, criteria: Mapping[tuple[int, str], Criterion]
) -> tuple[Sheet, Criterion]:
    if sheet is None:
        raise Refused(gettext_noop("This member is gone. Reload the page."))
    criterion = criteria.get((table_of(sheet).pk, change.criterion))
    if criterion is None:
        raise Refused(
            gettext_noop("The criterion “%(code)s” is not in the table of this group."), code=change.criterion
        )
    return sheet, criterion


def _once(change: MarkChange, cells: set[tuple[int, str]]) -> None:
    if (change.member, change.criterion) in cells:
        raise Refused(gettext_noop("This cell is given twice."))
    cells.add((change.member, change.criterion))


def prepare_all(
    sheets: Mapping[int, Sheet], changes: Sequence[MarkChange], source: str, actor: Any
) -> tuple[list[Prepared], list[Mark], list[tuple[MarkChange, Refused]]]:
    """Return what would be written, what would stay as it is, and what is refused. The sheets are locked."""
    criteria = _criteria(sheets, {change.criterion for change in changes})
    stored = {
        (mark.sheet_id, mark.criterion_id): mark
        for mark in Mark.objects.filter(
            sheet__in=sheets.values(), source=source, criterion__in=criteria.values()
        )
        .select_related("given_by")
        .order_by()
    }
    prepared: list[Prepared] = []
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
                prepared.append(Prepared(mark, before, criterion))
            else:
                unchanged.append(mark)
        except Refused as error:
            error.place = error.place or place
            refused.append((change, error))
    return prepared, unchanged, refused
