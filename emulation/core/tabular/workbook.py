"""Reading .xlsx: values as Excel last showed them, with what cannot be trusted named as such."""

import io
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import repeat
from typing import Any

import openpyxl

from emulation.core.errors import Refused, gettext_noop
from emulation.core.tabular.archive import damaged, inspect
from emulation.core.tabular.grid import (
    MAX_COLUMNS,
    MAX_OTHER_ROWS,
    MAX_ROWS,
    Cell,
    Grid,
    Row,
    Sheet,
    Trouble,
    too_many_columns,
    too_many_rows,
)
from emulation.core.tabular.writing import unprotected
from emulation.core.text import clean

LAST_ROW = 1_048_576
# Fonts of the encodings TCVN3 and VNI: the same bytes mean other letters than in Unicode.
_LEGACY_FONT = re.compile(r"\.vn|vni", re.IGNORECASE)


def _legacy_fonts(book: Any) -> dict[int, str]:
    """Return the names of TCVN3 and VNI fonts by style number."""
    fonts = book._fonts  # noqa: SLF001 - openpyxl offers the fonts of a file no other way
    names = {
        number: fonts[style.fontId].name or ""
        for number, style in enumerate(book._cell_styles)  # noqa: SLF001
        if style.fontId < len(fonts)
    }
    return {number: name for number, name in names.items() if _LEGACY_FONT.match(name)}


def _value(cell: Any, formula: Any, legacy: dict[int, str]) -> Cell:
    value = cell.value
    if value is None:
        if formula is not None and formula.data_type == "f" and cell.data_type != "str":
            return Trouble(
                gettext_noop(
                    "The cell holds a formula without a result. Open the file in Excel, save it, and try again."
                )
            )
        return None
    if cell.data_type == "e":
        return Trouble(gettext_noop("The cell shows the error %(error)s."), (("error", value),))
    if isinstance(value, str):
        font = legacy.get(cell._style_id)  # noqa: SLF001 - the style's number, without building the style
        if font and not value.isascii():
            return Trouble(
                gettext_noop(
                    "The text is in the old font %(font)s (TCVN3 or VNI). Convert it to Unicode and try again."
                ),
                (("font", font),),
            )
        return unprotected(clean(value))
    return value


def _trimmed(values: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Leave out the empty cells at the end of a row."""
    last = max(place for place, value in enumerate(values) if value not in (None, ""))
    return values[: last + 1]


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # The size a file states is not believed: it may be missing, or cover a million empty rows.
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(min_row=1, max_row=LAST_ROW, max_col=MAX_COLUMNS + 1)
    return rows


def _read_sheet(sheet: Any, formulas: Any, legacy: dict[int, str], room: int) -> Sheet:
    rows = []
    beside: Iterable[Any] = repeat(None) if formulas is None else _rows(formulas)
    before = None
    for number, (cells, others) in enumerate(zip(_rows(sheet), beside, strict=False), start=1):
        # Rows that the file leaves out are one and the same empty row, up to a million times.
        left_out, before = cells is before, cells
        if left_out:
            continue
        values = tuple(
            _value(cell, other, legacy) for cell, other in zip(cells, others or repeat(None), strict=False)
        )
        row = Row(number, values)
        if row.is_blank():
            continue
        if values[MAX_COLUMNS:] and values[MAX_COLUMNS] is not None:
            raise too_many_columns(number)
        rows.append(Row(number, _trimmed(values)))
        if len(rows) > room:
            raise too_many_rows()
    return Sheet(sheet.title, rows)


@contextmanager
def _opened(data: bytes, *, data_only: bool) -> Iterator[Any]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
    try:
        yield book
    finally:
        book.close()


def _read(data: bytes, *, has_formulas: bool) -> Grid:
    grid = Grid()
    with _opened(data, data_only=True) as book, _opened(data, data_only=False) as second:
        legacy = _legacy_fonts(book)
        room = MAX_ROWS + MAX_OTHER_ROWS
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            formulas = second[sheet.title] if has_formulas else None
            read = _read_sheet(sheet, formulas, legacy, room)
            room -= len(read.rows)
            grid.sheets.append(read)
    return grid


def read_xlsx(data: bytes) -> Grid:
    """Read the visible sheets of a workbook: texts composed (NFC) and trimmed, numbers and dates as kept.

    Refuses macros, passwords, files that unpack to far too much, and more rows or columns than a table has.
    """
    contents = inspect(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(data, has_formulas=contents.has_formulas)
        except Refused:
            raise
        except Exception as error:
            # A damaged part shows as whatever openpyxl stumbles over; none of it is ours.
            raise damaged() from error
