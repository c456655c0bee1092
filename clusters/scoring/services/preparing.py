"""What a change would make of a mark: every check, in memory, nothing written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from clusters.criteria.compiled import CompiledLine, CompiledTable, compiled
from clusters.criteria.models import NotArisen
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.permissions import give_line
from clusters.scoring.reading import bound_table
from clusters.scoring.rules import NOTHING, Sums, sums_of_mark
from emulation.core.errors import Conflict, Refused, RefusedRows, gettext_noop
from emulation.core.fixed import FixedQuery
from emulation.core.numbers import points_text
from emulation.core.permissions import refuse


@dataclass(frozen=True)
class MarkChange:
    """What is asked for one cell. `None` leaves a field as it is.

    Points are given directly, or computed from `inputs`; `clear` takes the points away again; `not_arisen`
    says that the task did not arise (with a reason), and with False that it did.
    `version` is the mark's version the person saw (0: no mark yet); None does not look.
    `member` is the key of the membership, `criterion` the code of the line or its key.
    """

    member: int
    criterion: str | int
    points: Decimal | None = None
    inputs: Mapping[str, Any] | None = None
    clear: bool = False
    reason: str | None = None
    evidence: str | None = None
    version: int | None = None
    not_arisen: bool | None = None


class CellsRefused(RefusedRows):
    """A save of many cells refused as a whole; `cells` are the refusals with the changes they concern."""

    def __init__(self, message: str, cells: list[tuple[MarkChange, Refused]], **values: Any) -> None:
        super().__init__(message, [error for _change, error in cells], **values)
        self.cells = cells


class Before(NamedTuple):
    """What a mark held before a change."""

    points: Decimal | None
    not_arisen: bool
    inputs: dict[str, Any]
    reason: str
    evidence: str
    given_by: int | None


@dataclass
class Prepared:
    """A mark with its new values, what it held before, and its line."""

    mark: Mark
    before: Before
    line: CompiledLine

    @property
    def added(self) -> Sums:
        """What the change adds to the totals of the sheet."""
        return self._sums(self.mark.points, self.mark.not_arisen) - self._sums(
            self.before.points, self.before.not_arisen
        )

    def _sums(self, points: Decimal | None, not_arisen: bool) -> Sums:
        if points is None and not not_arisen:
            return NOTHING
        return sums_of_mark(points, self.line.maximum, on_top=self.line.on_top, not_arisen=not_arisen)


def _check_version(mark: Mark, change: MarkChange) -> None:
    stored = mark.version if mark.pk else 0
    if change.version is not None and change.version != stored:
        raise Conflict(
            gettext_noop("%(who)s changed this to %(points)s meanwhile."),
            current=mark,
            who=mark.given_by or "–",
            points=points_text(mark.points) or "–",
        )


def _clear(mark: Mark) -> None:
    mark.points, mark.inputs, mark.explanation, mark.not_arisen = None, {}, {}, False


def _not_arisen(mark: Mark, table: CompiledTable, line: CompiledLine) -> None:
    """The task did not arise: full points, or no points and out of the denominator, as the table says."""
    if table.not_arisen == NotArisen.NEVER:
        raise Refused(
            gettext_noop("This table does not provide for tasks that did not arise; give points."),
            field="not_arisen",
        )
    if not line.rule.may_not_arise or line.on_top:
        raise Refused(gettext_noop("This criterion cannot be left out; give points."), field="not_arisen")
    if not mark.reason.strip():
        raise Refused(gettext_noop("Say why the task did not arise."), field="reason")
    _clear(mark)
    mark.not_arisen = True
    if not table.excludes:
        mark.points = line.maximum


def _new_points(mark: Mark, change: MarkChange, table: CompiledTable, line: CompiledLine) -> None:
    """Put the new points, inputs and explanation on the mark; refuses what the rule does not allow.

    The points of a rule that looks across the units are computed later, for all of them together.
    """
    rule = line.rule
    if change.not_arisen:
        _not_arisen(mark, table, line)
    elif change.clear or (change.not_arisen is False and mark.not_arisen):
        _clear(mark)
    if change.not_arisen or change.clear:
        return
    if change.inputs is not None:
        inputs = rule.clean(change.inputs)
        _clear(mark)
        mark.inputs = inputs
        if not rule.cross_unit:
            result = rule.score(inputs)
            rule.accepts(result.points)
            mark.points, mark.explanation = result.points, result.explanation
    elif change.points is not None:
        rule.accepts(change.points)
        _clear(mark)
        mark.points = change.points


def _check_reason(mark: Mark, before: Before, actor: Any) -> None:
    """Changing what another person gave, and correcting a final mark, needs a new reason."""
    somebody_else = before.given_by is not None and before.given_by != actor.pk
    correction = mark.source == Source.FINAL
    answered = before.points is not None or before.not_arisen
    changed = answered and _given(mark) != (before.points, before.not_arisen, before.inputs)
    new_reason = mark.reason.strip() and mark.reason != before.reason
    if changed and (somebody_else or correction) and not new_reason:
        raise Refused(gettext_noop("Say why these points are changed."), field="reason")


def _given(mark: Mark) -> tuple[Decimal | None, bool, dict[str, Any]]:
    """What a mark gives; the points of a rule across units are not known yet."""
    return mark.points, mark.not_arisen, mark.inputs


def _prepare(
    mark: Mark, change: MarkChange, table: CompiledTable, line: CompiledLine, actor: Any
) -> tuple[Before, bool]:
    """Apply a change to a mark in memory; returns what it held, and whether anything differs from that."""
    before = Before(mark.points, mark.not_arisen, mark.inputs, mark.reason, mark.evidence, mark.given_by_id)
    explanation = mark.explanation
    _check_version(mark, change)
    if change.reason is not None:
        mark.reason = change.reason.strip()
    if change.evidence is not None:
        mark.evidence = change.evidence.strip()
    _new_points(mark, change, table, line)
    if line.rule.cross_unit and mark.inputs and mark.inputs == before.inputs:
        mark.points, mark.explanation = before.points, explanation
    _check_reason(mark, before, actor)
    changed = (*_given(mark), mark.reason, mark.evidence) != (
        before.points,
        before.not_arisen,
        before.inputs,
        before.reason,
        before.evidence,
    )
    return before, changed


class Judged(NamedTuple):
    """What would be written, what is refused, and the mark of each change with what it held before."""

    prepared: list[Prepared]
    refused: list[tuple[MarkChange, Refused]]
    cells: dict[tuple[int, str | int], tuple[Mark, Before]]


Tables = Mapping[int, CompiledTable]


def _line(
    sheet: Sheet | None, change: MarkChange, tables: Tables
) -> tuple[Sheet, CompiledTable, CompiledLine]:
    if sheet is None:
        raise Refused(gettext_noop("This member is gone. Reload the page."))
    table = tables[bound_table(sheet).pk]
    line = _line_of(table, change.criterion)
    if line is None:
        said = gettext_noop("The criterion “%(code)s” is not in the table of this group.")
        raise Refused(said, code=change.criterion)
    return sheet, table, line


def _line_of(table: CompiledTable, code: str | int) -> CompiledLine | None:
    return table.by_pk.get(code) if isinstance(code, int) else table.by_code.get(code)


# One cell is saved far more often than many.
ONE_MARK: FixedQuery[Mark] = FixedQuery(
    lambda sheet, source, criterion: Mark.objects.filter(
        sheet=sheet, source=source, criterion=criterion
    ).order_by()
)


def _once(cell: tuple[int, int], cells: set[tuple[int, int]]) -> None:
    if cell in cells:
        raise Refused(gettext_noop("This cell is given twice."))
    cells.add(cell)


def _stored(
    sheets: Mapping[int, Sheet], changes: Sequence[MarkChange], source: str, tables: Tables
) -> dict[tuple[int, int], Mark]:
    """Read the marks the changes are about in one query; who gave them is read only where it is told."""
    wanted = {change.criterion for change in changes}
    lines = {
        line.pk for table in tables.values() for code in wanted if (line := _line_of(table, code)) is not None
    }
    touched = {change.member for change in changes}
    keys = [sheet.pk for member, sheet in sheets.items() if member in touched]
    rows: Iterable[Mark]
    if len(keys) == len(lines) == 1:
        rows = ONE_MARK(*keys, str(source), *lines)
    else:
        rows = Mark.objects.filter(sheet__in=keys, source=source, criterion__in=lines).order_by()
    return {(mark.sheet_id, mark.criterion_id): mark for mark in rows}


def prepare_all(
    sheets: Mapping[int, Sheet], changes: Sequence[MarkChange], source: str, actor: Any
) -> Judged:
    """Judge all changes in memory. The sheets are locked."""
    bound = {
        change.member: bound_table(sheets[change.member]) for change in changes if change.member in sheets
    }
    tables = {table.pk: compiled(table) for table in set(bound.values())}
    stored = _stored(sheets, changes, source, tables)
    judged = Judged([], [], {})
    cells: set[tuple[int, int]] = set()
    for change in changes:
        sheet = sheets.get(change.member)
        place = str(change.criterion)
        try:
            sheet, table, line = _line(sheet, change, tables)
            place = f"{sheet.membership.unit}, {line.code}"
            _once((sheet.pk, line.pk), cells)
            refuse(give_line(actor, sheet, source, line, table))
            mark = stored.get((sheet.pk, line.pk)) or Mark(
                sheet=sheet, criterion_id=line.pk, source=source, version=0
            )
            mark.sheet = sheet
            before, changed = _prepare(mark, change, table, line, actor)
            judged.cells[change.member, change.criterion] = mark, before
            if changed:
                judged.prepared.append(Prepared(mark, before, line))
        except Refused as error:
            error.place = error.place or place
            judged.refused.append((change, error))
    return judged
