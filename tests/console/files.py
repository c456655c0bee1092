"""Files as officials make them, and as somebody would who means harm."""

import csv
import io
import zipfile

import openpyxl
from openpyxl.styles import Font

TITLES = [
    "BỘ TƯ PHÁP",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "BẢNG TỔNG HỢP",
    "(Kèm theo Quyết định số 01/QĐ-BTP)",
]


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsx(*rows, title="Bảng", more=None):
    """Make a workbook of one sheet; `more` maps further sheet names to their rows."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, others in (more or {}).items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    return saved(book)


def official(*rows):
    """Make a sheet as offices print it: four lines of merged titles, an empty line, numbered columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    for number, text in enumerate(TITLES, start=1):
        sheet.cell(number, 1, text)
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=4)
    for place, row in enumerate(rows, start=6):
        for column, value in enumerate(row, start=1):
            sheet.cell(place, column, value)
    return saved(book)


def with_font(name, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for row in book.active.iter_rows(min_row=2):
        for cell in row:
            cell.font = Font(name=name)
    return saved(book)


def comma(*rows, encoding="utf-8", delimiter=","):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def repacked(data, change=None, add=None):
    """Rewrite a workbook's parts: `change` maps names to functions of the bytes, `add` holds new parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part.filename)
            if change and part.filename in change:
                content = change[part.filename](content)
            new.writestr(part.filename, content)
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def cells(page):
    """Return a written page's sheet as rows of values."""
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(page)).active.values]
