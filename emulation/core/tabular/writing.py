"""Writing tables: what a person typed never becomes a live formula on somebody else's machine."""

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from emulation.core.dates import date_text
from emulation.core.numbers import points_text
from emulation.core.tabular.grid import Trouble
from emulation.core.text import clean

_LIVE = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?", re.ASCII)
_SHEET_TITLE = re.compile(r"[\[\]:*?/\\']")
_WIDEST, _NARROWEST = 60, 8
_HEADING = Font(bold=True)
_HEADING_FILL = PatternFill("solid", fgColor="E9ECEF")
_ERROR = Font(bold=True, color="C00000")
_TOP = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True)
class Page:
    """One table to write; the columns named in `red` hold errors."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]
    red: frozenset[str] = frozenset()


def protected(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_LIVE) and not _PLAIN_NUMBER.fullmatch(text) else text


def unprotected(text: str) -> str:
    """Take the apostrophe of `protected` away again."""
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(_LIVE) else text


def _text(value: Any) -> str:
    return protected(clean(ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(value)).replace("\r\n", "\n")))


def shown(value: Any) -> str:
    """Return a cell as a reader sees it: figures with a comma, dates as dd/mm/yyyy, nothing for a trouble."""
    if value is None or isinstance(value, Trouble):
        return ""
    if isinstance(value, Decimal):
        return points_text(value)
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    if isinstance(value, dt.date):
        return date_text(value)
    return str(value)


def _csv_cell(value: Any) -> str:
    return shown(value) if value is None or isinstance(value, Decimal | dt.date) else _text(value)


def write_csv(page: Page) -> bytes:
    """Write one table as UTF-8 with a byte order mark, which Excel needs to see the letters."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([_text(heading) for heading in page.headings])
    writer.writerows([_csv_cell(value) for value in row] for row in page.rows)
    return stream.getvalue().encode("utf-8-sig")


def xlsx_cell(sheet: Any, value: Any, font: Font | None = None) -> Any:
    """Make a cell of a write-only sheet: figures as numbers, dates as dates, texts never live formulas."""
    if value is None or value == "":
        return None
    cell = WriteOnlyCell(sheet)
    if isinstance(value, Decimal):
        cell.value, cell.number_format = value, "0.00"
    elif isinstance(value, dt.date):
        cell.value, cell.number_format = value, "dd/mm/yyyy"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        cell.value = value
    else:
        cell.value = _text(value)
        # Typed as text, whatever it begins with.
        cell.data_type = "s"
        cell.number_format = "@"
        cell.alignment = _TOP
    if font:
        cell.font = font
    return cell


def _width(heading: str, values: Sequence[Any]) -> int:
    longest = max((len(line) for value in values for line in str(value or "").split("\n")), default=0)
    return min(max(longest, len(heading), _NARROWEST) + 2, _WIDEST)


def _write_page(sheet: Any, page: Page) -> None:
    for number, heading in enumerate(page.headings):
        sample = [row[number] for row in page.rows[:200]]
        sheet.column_dimensions[get_column_letter(number + 1)].width = _width(heading, sample)
    sheet.freeze_panes = "A2"
    heads = []
    for heading in page.headings:
        cell = xlsx_cell(sheet, heading, _ERROR if heading in page.red else _HEADING) or WriteOnlyCell(sheet)
        cell.fill = _HEADING_FILL
        heads.append(cell)
    sheet.append(heads)
    red = [_ERROR if heading in page.red else None for heading in page.headings]
    for row in page.rows:
        sheet.append([xlsx_cell(sheet, value, font) for value, font in zip(row, red, strict=True)])


def write_xlsx(pages: Sequence[Page]) -> bytes:
    """Write tables as sheets of one workbook: headings on top, figures as numbers, dates as dates."""
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for number, page in enumerate(pages, start=1):
        title = _SHEET_TITLE.sub(" ", clean(page.title))[:28].strip() or str(number)
        if title.casefold() in taken:
            title = f"{title[:24]} {number}"
        taken.add(title.casefold())
        _write_page(book.create_sheet(title), page)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
