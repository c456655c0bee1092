"""Tables that people keep in Excel: read within limits, written without live formulas."""

from emulation.core.tabular.grid import Cell, Grid, Row, Sheet, Trouble
from emulation.core.tabular.headers import Header, Title, find_header
from emulation.core.tabular.text import read_csv
from emulation.core.tabular.workbook import read_xlsx
from emulation.core.tabular.writing import Page, write_csv, write_xlsx, xlsx_cell

__all__ = [
    "Cell",
    "Grid",
    "Header",
    "Page",
    "Row",
    "Sheet",
    "Title",
    "Trouble",
    "find_header",
    "read_csv",
    "read_xlsx",
    "write_csv",
    "write_xlsx",
    "xlsx_cell",
]
