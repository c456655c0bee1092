"""The lines of an import: what each says, what stands there now, and what is wrong with it."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from import_export.results import Result, RowResult

from emulation.core.errors import Refused
from emulation.core.forms import say

NEW, CHANGED, UNCHANGED, REMOVED = "new", "changed", "unchanged", "removed"
IMPORT_TYPES = {
    NEW: RowResult.IMPORT_TYPE_NEW,
    CHANGED: RowResult.IMPORT_TYPE_UPDATE,
    UNCHANGED: RowResult.IMPORT_TYPE_SKIP,
    REMOVED: RowResult.IMPORT_TYPE_DELETE,
}


class Problem(Exception):
    """One thing that is wrong, with its place in the file, in the reader's language."""

    def __init__(self, refused: Refused, *, sheet: str = "", row: int = 0, column: str = "") -> None:
        super().__init__(refused)
        self.refused = refused
        self.sheet = sheet
        self.row = row
        self.column = column

    @property
    def place(self) -> str:
        """The place as the reader finds it: trang “…”, dòng 7, cột “Điểm”."""
        parts = []
        if self.sheet:
            parts.append(gettext("worksheet “%(sheet)s”") % {"sheet": self.sheet})
        if self.row:
            parts.append(gettext("row %(row)s") % {"row": self.row})
        if self.column:
            parts.append(gettext("column “%(column)s”") % {"column": self.column})
        return ", ".join(parts)

    @property
    def text(self) -> str:
        """What is wrong."""
        return say(self.refused)

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else self.text


@dataclass(eq=False)
class Line:
    """One row of the file. `values` holds the cells that were read, by column; `stored` what stands there now."""

    number: int
    sheet: str = ""
    raw: tuple[Any, ...] = ()
    names: tuple[str, ...] = ()
    headings: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    stored: dict[str, Any] = field(default_factory=dict)
    status: str = UNCHANGED
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # What the services name in their refusals, and what the table keeps for its own use.
    subject: Any = None
    item: Any = None

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def typed(self, name: str) -> Any:
        """Return a cell as the file has it; nothing where the row ends before it."""
        heading = self.headings.get(name)
        place = self.names.index(heading) if heading in self.names else len(self.raw)
        return self.raw[place] if place < len(self.raw) else None

    def refuse(self, refused: Refused, column: str = "") -> None:
        """Note what is wrong with the line, or with one of its cells."""
        heading = self.headings.get(column or refused.field, "")
        self.problems.append(Problem(refused, sheet=self.sheet, row=self.number, column=heading))

    def compare(self, stored: dict[str, Any] | None) -> None:
        """Set what stands there now (None: nothing) and, from it, whether the line is new or changes something."""
        self.stored = stored or {}
        if stored is None:
            self.status = NEW
        else:
            changed = any(self.values[name] != stored[name] for name in stored if name in self.values)
            self.status = CHANGED if changed else UNCHANGED

    @property
    def pending(self) -> bool:
        """Whether there is something to write."""
        return self.status in (NEW, CHANGED)


class SheetResult(Result):
    """The outcome of an import, with its lines and what the reader should know beside."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: list[Line] = []
        self.notes: list[str] = []
        self.fingerprint = ""

    def fix(self) -> None:
        """Turn the lines into the library's row results and totals, and fingerprint what would be done."""
        digest = hashlib.sha256()
        for line in self.lines:
            row = RowResult()
            row.errors = list(line.problems)
            row.import_type = RowResult.IMPORT_TYPE_ERROR if line.problems else IMPORT_TYPES[line.status]
            row.object_repr = str(line.subject or "")
            self.append_row_result(row)
            self.increment_row_result_total(row)
            digest.update(
                repr(
                    (line.sheet, line.number, line.status, line.stored, sorted(line.values.items()))
                ).encode()
            )
        self.fingerprint = digest.hexdigest()

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, the file itself first, then line by line."""
        return [*self.base_errors, *(problem for line in self.lines for problem in line.problems)]
