"""What an import would do, line by line, as its page shows it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from emulation.core.resources import Line, SheetResource, SheetResult
from emulation.core.resources.lines import CHANGED, NEW, REMOVED, UNCHANGED
from emulation.core.tabular.writing import shown

SHOWN = 300
_ERROR = "error"


@dataclass(frozen=True)
class Cell:
    """One cell: what would stand there, and what stands there now where that differs."""

    text: str
    before: str = ""
    changed: bool = False


@dataclass(frozen=True)
class PreviewRow:
    """One line of the file."""

    number: int
    sheet: str
    status: str
    cells: list[Cell]
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """The lines of one fate, as many as a page can show."""

    name: str
    rows: list[PreviewRow]
    count: int

    @property
    def more(self) -> int:
        """How many lines are not shown."""
        return self.count - len(self.rows)


class Preview:
    """The lines of a result, sorted by their fate."""

    def __init__(self, resource: SheetResource, result: SheetResult) -> None:
        self.resource = resource
        self.result = result
        self.notes = result.notes
        self.problems = [str(problem) for problem in result.base_errors]
        self.counts = self.count(result)
        self.names = [
            name
            for name, column in resource.columns.items()
            if not column.info and any(name in line.values for line in result.lines)
        ]
        self.headings = [resource.columns[name].column_name for name in self.names]
        self.several_sheets = any(line.sheet for line in result.lines)

    @staticmethod
    def count(result: SheetResult) -> Counter[str]:
        """Count the lines of each fate."""
        return Counter(_fate(line) for line in result.lines)

    @property
    def has_errors(self) -> bool:
        return bool(self.result.has_errors())

    @property
    def pending(self) -> int:
        """How many lines would write something."""
        return self.counts[NEW] + self.counts[CHANGED] + self.counts[REMOVED]

    @property
    def errors(self) -> Section:
        return self._section(_ERROR)

    @property
    def changes(self) -> Section:
        return self._section(NEW, CHANGED, REMOVED)

    @property
    def unchanged(self) -> Section:
        return self._section(UNCHANGED)

    def _section(self, *fates: str) -> Section:
        lines = [line for line in self.result.lines if _fate(line) in fates]
        return Section(fates[0], [self._row(line) for line in lines[:SHOWN]], len(lines))

    def _row(self, line: Line) -> PreviewRow:
        cells = [self._raw(line, name) if line.problems else self._cell(line, name) for name in self.names]
        reasons = [_reason(problem) for problem in line.problems]
        return PreviewRow(
            line.number, line.sheet, _fate(line), cells, reasons + [gettext(note) for note in line.notes]
        )

    def _written(self, name: str, value: Any) -> str:
        return shown(self.resource.columns[name].written(value))

    def _cell(self, line: Line, name: str) -> Cell:
        if line.status == REMOVED:
            return Cell(self._written(name, line.stored.get(name, line.values.get(name))))
        if name not in line.values:
            return Cell("")
        text = self._written(name, line.values[name])
        if line.status == CHANGED and name in line.stored and line.stored[name] != line.values[name]:
            return Cell(text, self._written(name, line.stored[name]), changed=True)
        return Cell(text, changed=line.status == NEW and bool(text))

    def _raw(self, line: Line, name: str) -> Cell:
        """Show a refused line as it was typed, with the cells that are wrong marked."""
        heading = line.headings.get(name)
        wrong = any(heading and problem.column == heading for problem in line.problems)
        return Cell(shown(line.typed(name)), changed=wrong)


def _fate(line: Line) -> str:
    return _ERROR if line.problems else line.status


def _reason(problem: Any) -> str:
    return f"{problem.column}: {problem.text}" if problem.column else problem.text
