"""An import as one act: read all lines, compare with what is stored, write through the services, or nothing."""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext
from import_export.resources import Resource

from emulation.core.errors import Refused, RefusedRows, gettext_noop
from emulation.core.resources.columns import Column
from emulation.core.resources.lines import Line, Problem, SheetResult
from emulation.core.tabular import Grid, Header, Page, Row, Sheet, Trouble, find_header
from emulation.core.tabular.grid import MAX_ROWS, too_many_rows

ERROR_HEADING = "Lỗi"
MEANWHILE = gettext_noop("The data changed since the preview. Nothing was written: look at the new preview.")


class SheetResource(Resource):
    """A table that is exported and imported.

    Subclasses name their columns and the columns that identify a line (`identity`), and answer `current`
    (what is stored, for all lines in few queries) and `write` (through the services).
    The library's frame stays: the transaction, and its rollback for a dry run and after any error.
    """

    identity: tuple[str, ...] = ()
    page_title = ""
    file_name = "bang"

    class Meta:
        use_transactions = True
        skip_unchanged = True
        report_skipped = True

    actor: Any = None

    # --- To be answered by each table ----------------------------------------------------------

    def complete(self, lines: Sequence[Line]) -> None:
        """Fill in what the file leaves out, such as the one table it is meant for."""

    def prepare(self, lines: Sequence[Line]) -> None:
        """Look up what all lines need; may refuse lines."""

    @abstractmethod
    def current(self, lines: Sequence[Line]) -> None:
        """Call `line.compare` on every line with what is stored for it."""

    @abstractmethod
    def write(self, lines: Sequence[Line]) -> None:
        """Write the lines that are new or changed, through the services; refuse lines or raise `Refused`."""

    def rows_to_export(self, queryset: Any) -> Iterable[Any]:
        """Return the rows to write, with all they need loaded."""
        return queryset

    # --- Import ---------------------------------------------------------------------------------

    @classmethod
    def get_result_class(cls) -> type[SheetResult]:
        return SheetResult

    @classmethod
    def get_display_name(cls) -> str:
        return cls.page_title

    @property
    def columns(self) -> dict[str, Column]:
        """The columns by name, in their order."""
        return self.fields

    def import_data_inner(
        self,
        dataset: Grid,
        dry_run: bool,  # noqa: ARG002 - the library's signature; the caller rolls back
        raise_errors: bool,  # noqa: ARG002
        using_transactions: bool,  # noqa: ARG002
        collect_failed_rows: bool,  # noqa: ARG002
        **kwargs: Any,
    ) -> SheetResult:
        """Run the whole import in the caller's transaction."""
        result = SheetResult()
        self.actor = kwargs.get("user")
        self.result = result
        try:
            self._run(dataset, result)
        except Refused as error:
            self._spread(error, result)
        result.total_rows = len(result.lines)
        result.fix()
        expected = kwargs.get("expected")
        if expected and expected != result.fingerprint and not result.has_errors():
            result.append_base_error(Problem(Refused(MEANWHILE)))
        return result

    def _run(self, grid: Grid, result: SheetResult) -> None:
        lines = result.lines
        for sheet, header in self._tables(grid, result):
            lines += self._read(sheet, header, several=len(grid.sheets) > 1)
            if len(lines) > MAX_ROWS:
                raise too_many_rows()
        if not lines:
            raise Refused(gettext_noop("The table has no rows under its headings."))
        self.complete(lines)
        self._refuse_twice(lines)
        self.prepare(lines)
        whole = [line for line in lines if not line.problems]
        self.current(whole)
        with transaction.atomic():
            self.write([line for line in whole if not line.problems])

    def _tables(self, grid: Grid, result: SheetResult) -> list[tuple[Sheet, Header]]:
        """Find the sheets that hold the table; refuse the file when none does, note the sheets passed over."""
        titles = [column.title(name) for name, column in self.columns.items()]
        found: list[tuple[Sheet, Header]] = []
        refused: list[tuple[Sheet, Refused]] = []
        for sheet in grid:
            if not sheet.rows:
                continue
            try:
                found.append((sheet, find_header(sheet, titles)))
            except Refused as error:
                refused.append((sheet, error))
        if not found:
            raise refused[0][1] if refused else Refused(gettext_noop("The file is empty."))
        result.notes += [str(Problem(refusal, sheet=sheet.title)) for sheet, refusal in refused]
        for sheet, header in found:
            unknown = [name for name in header.unknown if name != ERROR_HEADING]
            if unknown:
                note = gettext("These columns are not used: %(columns)s.") % {"columns": ", ".join(unknown)}
                result.notes.append(f"{sheet.title}: {note}" if len(found) > 1 else note)
        return found

    def _read(self, sheet: Sheet, header: Header, *, several: bool) -> list[Line]:
        wanted = [name for name in header.places if not self.columns[name].info]
        headings = {name: header.heading(name) for name in wanted}
        title = sheet.title if several else ""
        for name in wanted:
            place = header.places[name]
            cells = [row.cells[place] for row in header.rows if place < len(row.cells)]
            self.columns[name].widget.prepare([cell for cell in cells if not isinstance(cell, Trouble)])
        return [self._line(row, header, wanted, headings, title) for row in header.rows]

    def _line(
        self, row: Row, header: Header, wanted: Sequence[str], headings: dict[str, str], title: str
    ) -> Line:
        line = Line(row.number, title, row.cells, header.names, headings)
        for name in wanted:
            place = header.places[name]
            cell = row.cells[place] if place < len(row.cells) else None
            try:
                line.values[name] = self.columns[name].widget.clean(cell)
            except Refused as error:
                line.refuse(error, name)
        return line

    def _refuse_twice(self, lines: Sequence[Line]) -> None:
        seen: dict[tuple[Any, ...], Line] = {}
        for line in lines:
            key = tuple(line.values.get(name) for name in self.identity)
            if any(part is None or part == "" for part in key):
                if not line.problems:
                    missing = next(
                        name for name, part in zip(self.identity, key, strict=True) if part in (None, "")
                    )
                    line.refuse(Refused(gettext_noop("The cell is empty.")), missing)
                continue
            first = seen.setdefault(key, line)
            if first is not line:
                line.refuse(
                    Refused(
                        gettext_noop("The line stands in the file twice, first in row %(row)s."),
                        row=first.number,
                    )
                )

    def stored(self, row: Any, names: Iterable[str]) -> dict[str, Any]:
        """Return what stands in some columns of a stored row."""
        return {name: self.columns[name].stored(row) for name in names}

    def attempt(self, line: Line, act: Callable[[], Any]) -> Any:
        """Do one line's act; what is refused is noted on the line and the other lines go on."""
        try:
            with transaction.atomic():
                return act()
        except Refused as error:
            line.refuse(error)
        except ValidationError as error:
            for field, messages in getattr(error, "message_dict", {"": error.messages}).items():
                line.refuse(Refused(" ".join(messages)), field)
        except DatabaseError:
            line.refuse(Refused(gettext_noop("The database refuses this line.")))
        return None

    def _spread(self, error: Refused, result: SheetResult) -> None:
        """Put refusals on the lines they name; what names no line is wrong with the whole file."""
        rows = error.rows if isinstance(error, RefusedRows) else [error]
        left: list[Refused] = []
        by_subject = self.lines_by_subject(result.lines)
        for row in rows:
            line = by_subject.get(row.subject) if row.subject is not None else None
            if line is None:
                left.append(row)
            else:
                line.refuse(row)
        for row in left:
            result.append_base_error(Problem(row))

    def lines_by_subject(self, lines: Sequence[Line]) -> dict[Any, Line]:
        """Return the lines by what the services name in their refusals."""
        return {line.subject: line for line in lines if line.subject is not None}

    # --- Export ---------------------------------------------------------------------------------

    def headings(self) -> list[str]:
        """Return the headings of the table."""
        return [column.column_name for column in self.columns.values()]

    def cells(self, row: Any) -> list[Any]:
        """Return the cells of one stored row."""
        return [column.written(column.stored(row)) for column in self.columns.values()]

    def export(self, queryset: Any = None, **_kwargs: Any) -> list[Page]:
        """Return the table as pages to write."""
        return [
            Page(self.page_title, self.headings(), [self.cells(row) for row in self.rows_to_export(queryset)])
        ]

    def error_pages(self, result: SheetResult) -> list[Page]:
        """Return the file as it came, sheet by sheet, with a column that says what is wrong with each line."""
        sheets: dict[str, list[Line]] = defaultdict(list)
        for line in result.lines:
            if line.number:
                sheets[line.sheet].append(line)
        pages = []
        for title, lines in sheets.items():
            names = [*(name for name in lines[0].names if name != ERROR_HEADING), ERROR_HEADING]
            kept = [place for place, name in enumerate(lines[0].names) if name != ERROR_HEADING]
            rows = [
                [
                    *(_shown(line.raw[place]) if place < len(line.raw) else None for place in kept),
                    "\n".join(problem.text for problem in line.problems),
                ]
                for line in lines
            ]
            pages.append(Page(title or self.page_title, names, rows, frozenset({ERROR_HEADING})))
        return pages


def _shown(cell: Any) -> Any:
    return None if isinstance(cell, Trouble) else cell
