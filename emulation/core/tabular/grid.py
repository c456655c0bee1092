"""What a file holds once it is read: sheets of rows of cells, and how much of it is taken."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from emulation.core.errors import Refused, gettext_noop

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_TEXT = 32_767
# Titles, numbering and signatures around the rows that count.
MAX_OTHER_ROWS = 50


@dataclass(frozen=True)
class Trouble:
    """A cell that cannot be read as it stands, and why (msgid with its values)."""

    message: str
    values: tuple[tuple[str, Any], ...] = ()

    def refusal(self) -> Refused:
        """Return the refusal to raise when the cell is needed."""
        return Refused(self.message, **dict(self.values))


Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | Trouble | None


@dataclass(frozen=True)
class Row:
    """One row as it stands in the file; `number` is what the reader sees in Excel's margin."""

    number: int
    cells: tuple[Cell, ...]

    def is_blank(self) -> bool:
        """Tell whether nothing is written in the row."""
        return all(cell is None or cell == "" for cell in self.cells)


@dataclass
class Sheet:
    """One visible sheet; a csv file is one sheet without a title."""

    title: str
    rows: list[Row]


@dataclass
class Grid:
    """A whole file. False when nothing is written in it."""

    sheets: list[Sheet] = field(default_factory=list)

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)

    def __len__(self) -> int:
        return sum(len(sheet.rows) for sheet in self.sheets)


def check_size(data: bytes) -> None:
    """Refuse an empty file and one that is larger than any real table."""
    if not data:
        raise Refused(gettext_noop("The file is empty."))
    if len(data) > MAX_BYTES:
        raise Refused(
            gettext_noop("The file is larger than %(size)s MB. Split it."), size=MAX_BYTES // 1024 // 1024
        )


def too_many_rows() -> Refused:
    """Return the refusal of a table that is too long."""
    return Refused(
        gettext_noop("The file has more than %(rows)s rows. Split it."),
        rows=f"{MAX_ROWS:,}".replace(",", "."),
    )


def too_many_columns(row: int) -> Refused:
    """Return the refusal of a row that is too wide."""
    return Refused(
        gettext_noop("Row %(row)s has more than %(columns)s columns."), row=row, columns=MAX_COLUMNS
    )
