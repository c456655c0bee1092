"""Rows in and out of Excel through django-import-export, by the same rules as the pages."""

from emulation.core.resources.base import SheetResource
from emulation.core.resources.columns import Column
from emulation.core.resources.formats import FORMATS, Csv, Xlsx
from emulation.core.resources.lines import Line, Problem, SheetResult

__all__ = ["FORMATS", "Column", "Csv", "Line", "Problem", "SheetResource", "SheetResult", "Xlsx"]
