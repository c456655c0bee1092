"""Criteria tables in and out of Excel: the lines of a draft, judged as a whole."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.criteria.rules.kinds import KINDS
from clusters.criteria.rules.table import Line as TableLine
from clusters.criteria.services import Draft, Extras, save_lines
from clusters.organisation.models import Unit
from emulation.core.errors import Refused, RefusedRows, gettext_noop
from emulation.core.forms import say
from emulation.core.numbers import ZERO
from emulation.core.resources import Column, Line, Problem, SheetResource
from emulation.core.resources.lines import CHANGED, NEW, REMOVED
from emulation.core.resources.widgets import (
    ChoiceWidget,
    CodeWidget,
    ObjectWidget,
    PointsWidget,
    RuleWidget,
    TextWidget,
    WholeWidget,
    YesNoWidget,
    no_such_code,
)
from emulation.core.tabular import Page

TABLE, UNIT = gettext_noop("criteria table"), gettext_noop("unit")


class CriteriaResource(SheetResource):
    """The lines of criteria tables, from top to bottom; a workbook holds one table on each sheet."""

    page_title = "Bảng tiêu chí"
    file_name = "bang-tieu-chi"
    identity = ("table", "version", "code")
    compared = (
        "parent", "name", "kind", "minimum", "maximum", "ceiling", "on_top", "parameters", "verified_by",
        "replaces", "note",
    )  # fmt: skip

    table = Column("Mã bảng", "table__code", "table code", "bảng", widget=CodeWidget())
    version = Column("Phiên bản", "table__version", widget=WholeWidget(largest=32767, when_empty=1))
    code = Column(
        "Mã tiêu chí",
        "code",
        "mã",
        "stt",
        "số tt",
        "criterion code",
        widget=TextWidget(longest=40),
        required=True,
    )
    parent = Column(
        "Mã tiêu chí cha",
        "parent__code",
        "thuộc",
        "mã cha",
        "parent code",
        "parent",
        widget=TextWidget(longest=40),
    )
    name = Column(
        "Nội dung tiêu chí",
        "name",
        "tiêu chí",
        "nội dung",
        "criterion",
        widget=TextWidget(required=True),
        required=True,
    )
    kind = Column(
        "Cách tính",
        "kind",
        "loại",
        "kind of rule",
        widget=ChoiceWidget({kind: rule.label for kind, rule in KINDS.items()}),
        required=True,
    )
    minimum = Column("Điểm tối thiểu", "minimum", "least points", "min", widget=PointsWidget(when_empty=ZERO))
    maximum = Column(
        "Điểm chuẩn",
        "maximum",
        "điểm tối đa",
        "thang điểm",
        "standard points",
        "max",
        widget=PointsWidget(required=True),
        required=True,
    )
    ceiling = Column(
        "Điểm trần", "ceiling", "điểm vượt tối đa", "most points", "ceiling", widget=PointsWidget()
    )
    on_top = Column(
        "Cộng ngoài thang điểm", "on_top", "cộng ngoài", "on top", widget=YesNoWidget(when_empty=False)
    )
    parameters = Column("Quy tắc (JSON)", "parameters", "quy tắc", "rule", widget=RuleWidget())
    verified_by = Column(
        "Mã đơn vị thẩm định",
        "verified_by",
        "đơn vị thẩm định",
        "verified by",
        widget=ObjectWidget(Unit.objects.all(), UNIT, required=False),
    )
    replaces = Column(
        "Thay cho mã tiêu chí",
        "replaces__code",
        "thay cho",
        "stands for",
        "replaces",
        widget=TextWidget(longest=40),
    )
    note = Column("Ghi chú", "note", widget=TextWidget())

    def __init__(self, *, chosen: CriteriaTable | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # The table a file without table codes is meant for.
        self.chosen = chosen

    # --- Export: one sheet for each table ------------------------------------------------------

    def rows_to_export(self, queryset: Any) -> Iterable[Criterion]:
        rows = Criterion.objects.filter(table__in=queryset).select_related(
            "table", "parent", "verified_by", "replaces"
        )
        return rows.order_by("table__code", "table__version", "position")

    def export(self, queryset: Any = None, **_kwargs: Any) -> list[Page]:
        tables: dict[str, list[Any]] = defaultdict(list)
        for row in self.rows_to_export(queryset):
            tables[f"{row.table.code} v{row.table.version}"].append(self.cells(row))
        pages = [Page(title, self.headings(), cells) for title, cells in tables.items()]
        return pages or [Page(self.page_title, self.headings(), [])]

    # --- Import ---------------------------------------------------------------------------------

    def complete(self, lines: Sequence[Line]) -> None:
        """Take the chosen table where the file names none."""
        if self.chosen is None and all(not line.values.get("table") for line in lines):
            raise Refused(
                gettext_noop("Choose the criteria table, or name it in the column “%(column)s”."),
                column=self.columns["table"].column_name,
            )
        for line in lines:
            if self.chosen is not None and not line.values.get("table"):
                line.values["table"], line.values["version"] = self.chosen.code, self.chosen.version
            line.values.setdefault("version", 1)

    def prepare(self, lines: Sequence[Line]) -> None:
        codes = {line.values.get("table") for line in lines}
        self.tables = {
            (table.code, table.version): table for table in CriteriaTable.objects.filter(code__in=codes)
        }
        self.of_table: dict[CriteriaTable, list[Line]] = defaultdict(list)
        self.broken: set[CriteriaTable] = set()
        known: list[str] | None = None
        for line in lines:
            table = self.tables.get((line.values.get("table", ""), line.values.get("version", 1)))
            if table is None and line.values.get("table"):
                if known is None:
                    known = [f"{code} v{version}" for code, version in _codes()]
                wanted = f"{line['table']} v{line.values.get('version')}"
                line.refuse(no_such_code(wanted, TABLE, known), "table")
            if table is not None:
                line.item = table
                self.of_table[table].append(line)
                if line.problems:
                    self.broken.add(table)

    def current(self, lines: Sequence[Line]) -> None:
        rows = Criterion.objects.filter(table__in=self.of_table).select_related(
            "parent", "verified_by", "replaces"
        )
        self.rows: dict[int, dict[str, Criterion]] = defaultdict(dict)
        for one in rows.order_by("position"):
            self.rows[one.table_id][one.code] = one
        for line in lines:
            row = self.rows[line.item.pk].get(line["code"])
            line.compare(None if row is None else {name: self._stored(row, name) for name in self.compared})
        for table, own in self.of_table.items():
            self._compare_order(table, own)

    def _stored(self, row: Criterion, name: str) -> Any:
        value = self.columns[name].stored(row)
        return "" if name in ("parent", "replaces") and value is None else value

    def _compare_order(self, table: CriteriaTable, lines: list[Line]) -> None:
        """Show lines that would go away, and lines that stand in another order than now."""
        if table in self.broken:
            return
        stored = self.rows[table.pk]
        codes = [line["code"] for line in lines]
        gone = [row for code, row in stored.items() if code not in set(codes)]
        for row in gone:
            values = {name: self._stored(row, name) for name in self.compared}
            line = Line(0, status=REMOVED, stored={"code": row.code, **values}, item=table)
            line.values = {"table": table.code, "version": table.version, "code": row.code}
            self.result.lines.append(line)
        if [code for code in stored if code in set(codes)] != [code for code in codes if code in stored]:
            kept = [line for line in lines if line["code"] in stored]
            for line, code in zip(kept, [code for code in stored if code in set(codes)], strict=True):
                if line["code"] != code and not line.pending:
                    line.status = CHANGED
                    line.notes.append(gettext_noop("stands at another place"))

    def write(self, lines: Sequence[Line]) -> None:
        for table in dict.fromkeys(line.item for line in lines):
            own = self.of_table[table]
            gone = any(line.status == REMOVED and line.item == table for line in self.result.lines)
            if table in self.broken or not (gone or any(line.pending for line in own)):
                continue
            try:
                save_lines(table=table, draft=self._draft(own), actor=self.actor)
            except RefusedRows as error:
                self._place(table, own, error)
            except Refused as error:
                for line in own:
                    if line.pending:
                        line.refuse(error)
                        break
                else:
                    self._refuse_table(table, error)

    def _place(self, table: CriteriaTable, lines: list[Line], error: RefusedRows) -> None:
        """Put every problem of a table on its line; what concerns the whole table stands above the lines."""
        by_code = {line["code"]: line for line in lines}
        for row in error.rows:
            if row.place in by_code:
                by_code[row.place].refuse(row)
            else:
                self._refuse_table(table, row)

    def _refuse_table(self, table: CriteriaTable, error: Refused) -> None:
        whole = Refused("%(table)s: %(error)s", table=table, error=say(error))
        self.result.append_base_error(Problem(whole))

    def _draft(self, lines: list[Line]) -> Draft:
        extras = {
            line["code"]: Extras(
                line.values.get("note", ""), line.values.get("verified_by"), self._replaces(line)
            )
            for line in lines
        }
        return Draft([_table_line(line) for line in lines], extras)

    @staticmethod
    def _replaces(line: Line) -> str | None:
        """A new line that names none stands for the line with its own code, where there is one."""
        said: str | None = line.values.get("replaces")
        return None if line.status == NEW and not said else said


def _codes() -> list[tuple[str, int]]:
    return list(CriteriaTable.objects.order_by("code", "version").values_list("code", "version"))


def _table_line(line: Line) -> TableLine:
    return TableLine(
        code=line["code"],
        name=line["name"],
        kind=line["kind"],
        maximum=line["maximum"],
        parent=line.values.get("parent", ""),
        minimum=line.values.get("minimum") or ZERO,
        ceiling=line.values.get("ceiling"),
        on_top=line.values.get("on_top", False),
        parameters=line.values.get("parameters", {}),
    )
