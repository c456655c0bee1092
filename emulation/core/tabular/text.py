"""Reading .csv: UTF-8 alone, with the separator that Excel used."""

import csv
import io
from collections import Counter

from emulation.core.errors import Refused, gettext_noop
from emulation.core.tabular.grid import (
    MAX_COLUMNS,
    MAX_OTHER_ROWS,
    MAX_ROWS,
    MAX_TEXT,
    Grid,
    Row,
    Sheet,
    check_size,
    too_many_columns,
    too_many_rows,
)
from emulation.core.tabular.writing import unprotected
from emulation.core.text import clean

SEPARATORS = ",;\t"
_LINES_LOOKED_AT = 30


def _decoded(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        raise Refused(gettext_noop("This is an Excel workbook named .csv. Name it .xlsx and try again."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            gettext_noop(
                "The file is not in UTF-8, so its Vietnamese letters cannot be read for sure. "
                "In Excel choose “CSV UTF-8”, or send the .xlsx file."
            )
        ) from error
    if "\x00" in text:
        raise Refused(gettext_noop("The file is not a text table (.csv)."))
    return text


def _separator(text: str) -> str:
    """Choose the separator that stands most often in the first lines: Vietnamese Excel writes semicolons."""
    head = Counter("".join(text.splitlines(keepends=True)[:_LINES_LOOKED_AT]))
    return max(SEPARATORS, key=lambda separator: (head[separator], separator == ","))


def read_csv(data: bytes) -> Grid:
    """Read a text table in UTF-8 (with or without a byte order mark); every cell is text."""
    check_size(data)
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: list[Row] = []
    first = 1
    try:
        for cells in reader:
            row = Row(first, tuple(unprotected(clean(cell)) or None for cell in cells))
            first = reader.line_num + 1
            if row.is_blank():
                continue
            if len(row.cells) > MAX_COLUMNS and any(row.cells[MAX_COLUMNS:]):
                raise too_many_columns(row.number)
            if any(isinstance(cell, str) and len(cell) > MAX_TEXT for cell in row.cells):
                raise Refused(gettext_noop("The text is longer than a cell of Excel can hold."))
            rows.append(row)
            if len(rows) > MAX_ROWS + MAX_OTHER_ROWS:
                raise too_many_rows()
    except csv.Error as error:
        raise Refused(
            gettext_noop("Row %(row)s is not written as csv: a quotation mark is missing or misplaced."),
            row=first,
        ) from error
    return Grid([Sheet("", rows)])
