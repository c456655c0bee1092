"""The two kinds of file that go in and out, behind the reader with limits."""

from collections.abc import Sequence
from typing import Any

from import_export.formats.base_formats import Format

from emulation.core.errors import Refused, gettext_noop
from emulation.core.tabular import Grid, Page, read_csv, read_xlsx, write_csv, write_xlsx


def _written(grid: Grid) -> Grid:
    if not grid:
        raise Refused(gettext_noop("Nothing is written in the file."))
    return grid


class _TableFormat(Format):
    title: str
    extension: str
    content_type: str

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        return self.title

    def get_extension(self) -> str:
        return self.extension

    def get_content_type(self) -> str:
        return self.content_type

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return True


class Xlsx(_TableFormat):
    """A workbook of Excel."""

    title = "Excel (.xlsx)"
    extension = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def create_dataset(self, in_stream: bytes) -> Grid:
        return _written(read_xlsx(in_stream))

    def export_data(self, dataset: Sequence[Page], **_kwargs: Any) -> bytes:
        return write_xlsx(dataset)


class Csv(_TableFormat):
    """A text table in UTF-8; pages that belong together are written under one row of headings."""

    title = "CSV UTF-8 (.csv)"
    extension = "csv"
    content_type = "text/csv; charset=utf-8"

    def create_dataset(self, in_stream: bytes) -> Grid:
        return _written(read_csv(in_stream))

    def export_data(self, dataset: Sequence[Page], **_kwargs: Any) -> bytes:
        first = dataset[0]
        return write_csv(Page(first.title, first.headings, [row for page in dataset for row in page.rows]))


FORMATS = (Xlsx, Csv)
