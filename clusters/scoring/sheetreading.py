"""Reading a sheet line by line: one line, all of them, and which of them a person writes."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext

from clusters.criteria.describing import describe
from clusters.criteria.models import CriteriaTable, Criterion, NotArisen
from clusters.criteria.reading import rule_of
from clusters.criteria.rules.inputs import read_day
from clusters.scoring.cells import words_of
from clusters.scoring.editing import Table
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.permissions import SUPPLIED, in_sections, sees_source
from clusters.scoring.rules import NOTHING, lines_above, section_sums, sums_of_mark, worth
from clusters.scoring.sheetlines import Given, InputField, SheetLine, SheetLines
from emulation.core.dates import date_text
from emulation.core.numbers import ZERO
from emulation.core.permissions import Denied


def _shown_input(kind: str, value: Any) -> str:
    if value is None:
        return ""
    if kind == "yes-no":
        return "yes" if value is True else "no"
    if kind == "date":
        return date_text(read_day(value))
    return str(value)


def make_line(
    criterion: Criterion, source: str, marks: Mapping[str, Mark], table: CriteriaTable
) -> SheetLine:
    """Make one line of a table from its marks by source."""
    given = [Given(one.value, str(one.label), marks.get(one.value)) for one in Source]
    line = SheetLine(criterion, source, given)
    rule = rule_of(criterion, places=table.inner_places)
    line.is_asked = not (rule.supplied and source == Source.SELF)
    line.may_not_arise = (
        table.not_arisen != NotArisen.NEVER
        and rule.may_not_arise
        and line.is_asked
        and criterion.is_leaf
        and not criterion.on_top
    )
    line.absent_gives_full = table.not_arisen == NotArisen.FULL
    line.rule_words = describe(rule, on_top=criterion.on_top)
    line.judged = rule.judged
    kept = line.mark.inputs if line.mark else {}
    line.inputs = [
        InputField(
            one.name,
            gettext(one.label),
            one.kind,
            _shown_input(one.kind, kept.get(one.name)),
            one.required,
            one.choices,
        )
        for one in rule.inputs
    ]
    return line


def lines_of_sheet(sheet: Sheet, source: str, user: Any) -> SheetLines:
    """Return the sheet line by line, with the sources the person reads, in two queries."""
    table = sheet.membership.group.binding.table
    criteria = list(Criterion.objects.filter(table=table).order_by("position"))
    readable = {one for one in Source.values if sees_source(user, sheet, one)}
    marks: dict[int, dict[str, Mark]] = {}
    if sheet.pk:
        for mark in Mark.objects.filter(sheet=sheet).select_related("given_by", "given_for").order_by():
            if mark.source in readable:
                marks.setdefault(mark.criterion_id, {})[mark.source] = mark
    lines = [make_line(one, source, marks.get(one.pk, {}), table) for one in criteria]
    above = lines_above((one.pk, one.parent_id) for one in criteria)
    by_key = {line.criterion.pk: line for line in lines}
    total, points = NOTHING, []
    for line in lines:
        given = line.mark
        if not line.criterion.is_leaf or given is None or not given.is_answered:
            continue
        on_top = line.criterion.on_top or any(
            by_key[key].criterion.on_top for key in above[line.criterion.pk]
        )
        total += sums_of_mark(
            given.points, line.criterion.maximum, on_top=on_top, not_arisen=given.not_arisen
        )
        points.append((line.criterion.pk, given.points or ZERO))
    sums = section_sums(above, points)
    for line in lines:
        line.sum = sums.get(line.criterion.pk)
        if line.missing:
            for key in above[line.criterion.pk]:
                by_key[key].left += 1
    asked = sum(line.criterion.is_leaf and line.is_asked for line in lines)
    told = worth(total, scale=table.scale, ranked_by=table.ranked_by)
    return SheetLines(lines, told, total.answered, asked)


class Shape(NamedTuple):
    """The lines of a table by their keys, and for each the lines it belongs to."""

    by_pk: Mapping[int, Criterion]
    above: Mapping[int, tuple[int, ...]]


def lock_lines(lines: SheetLines, sheet: Sheet, user: Any) -> None:
    """Say at each line why the person, who fills the sheet, does not write it: other sections, another body."""
    by_key = {line.criterion.pk: line.criterion for line in lines.lines}
    shape = Shape(by_key, lines_above((key, one.parent_id) for key, one in by_key.items()))
    for line in lines.lines:
        if line.criterion.is_leaf:
            line.locked = _locked(line, sheet, user, shape)


def lock_line(line: SheetLine, sheet: Sheet, user: Any) -> None:
    """Say the same of one line; the table is read only for a person who fills sections."""
    line.locked = _locked(line, sheet, user, _OneTable(line.criterion))


def _locked(line: SheetLine, sheet: Sheet, user: Any, table: Table) -> str:
    if line.is_asked:
        return words_of(in_sections(user, sheet, line.criterion.pk, table))
    return words_of(Denied(SUPPLIED, values=(("body", line.criterion.parameters.get("body", "–")),)))


class _OneTable:
    """The table of one line, read when it is asked for."""

    def __init__(self, line: Criterion) -> None:
        self.line = line

    @cached_property
    def by_pk(self) -> Mapping[int, Criterion]:
        return {
            one.pk: one for one in Criterion.objects.filter(table=self.line.table_id).order_by("position")
        }

    @cached_property
    def above(self) -> Mapping[int, tuple[int, ...]]:
        return lines_above((key, one.parent_id) for key, one in self.by_pk.items())
