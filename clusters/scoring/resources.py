"""Marks in and out of Excel, through the one writer of marks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from clusters.criteria.models import Criterion
from clusters.cycles.models import Membership
from clusters.cycles.resources import UNIT, cycles_of
from clusters.organisation.models import Unit
from clusters.scoring.models import Mark, Source
from clusters.scoring.services import CellsRefused, MarkChange, save_marks
from emulation.core.errors import Refused, gettext_noop
from emulation.core.resources import Column, Line, SheetResource
from emulation.core.resources.widgets import (
    ChoiceWidget,
    CodeWidget,
    ObjectWidget,
    PointsWidget,
    TextWidget,
    WholeWidget,
)


class MarkResource(SheetResource):
    """Marks of any source. An empty cell of points is no mark and never takes one away."""

    page_title = "Điểm"
    file_name = "diem"
    identity = ("cluster", "year", "unit", "criterion", "source")
    compared = ("points", "reason", "evidence")

    cluster = Column(
        "Mã cụm",
        "sheet__membership__cycle__cluster__code",
        "cụm",
        "cluster code",
        widget=CodeWidget(),
        required=True,
    )
    year = Column(
        "Năm",
        "sheet__membership__cycle__year",
        "năm thi đua",
        "year",
        widget=WholeWidget(largest=9999),
        required=True,
    )
    unit = Column(
        "Mã đơn vị",
        "sheet__membership__unit",
        "đơn vị",
        "unit code",
        widget=ObjectWidget(Unit.objects.all(), UNIT),
        required=True,
    )
    unit_name = Column("Tên đơn vị", "sheet__membership__unit__name", widget=TextWidget(), info=True)
    criterion = Column(
        "Mã tiêu chí",
        "criterion__code",
        "tiêu chí",
        "criterion code",
        widget=TextWidget(longest=40),
        required=True,
    )
    criterion_name = Column(
        "Nội dung tiêu chí", "criterion__name", "tên tiêu chí", widget=TextWidget(), info=True
    )
    source = Column("Nguồn điểm", "source", "nguồn", widget=ChoiceWidget(dict(Source.choices)), required=True)
    points = Column("Điểm", "points", "số điểm", widget=PointsWidget(), required=True)
    reason = Column("Lý do", "reason", "giải trình", widget=TextWidget())
    evidence = Column("Minh chứng", "evidence", "tài liệu minh chứng", widget=TextWidget())

    def rows_to_export(self, queryset: Any) -> Iterable[Mark]:
        return queryset.select_related(
            "sheet__membership__cycle__cluster", "sheet__membership__unit", "criterion"
        )

    def prepare(self, lines: Sequence[Line]) -> None:
        """Find the members and criteria; a mark of a stranger or of an unknown criterion is refused here."""
        self.cycles = cycles_of(lines)
        years = {cycle.pk for cycle in self.cycles.values()}
        members = Membership.objects.filter(cycle__in=years).select_related("group__binding")
        self.members = {(member.cycle_id, member.unit_id): member for member in members}
        tables = {self._table(member) for member in self.members.values()}
        pairs = Criterion.objects.filter(table__in=tables).order_by().values_list("table_id", "code")
        self.known = set(pairs)
        for line in lines:
            if not line.problems:
                self._address(line)

    def _table(self, member: Membership) -> int:
        binding = getattr(member.group, "binding", None)
        return binding.table_id if binding else 0

    def _address(self, line: Line) -> None:
        cycle = self.cycles[line["cluster"], line["year"]]
        member = self.members.get((cycle.pk, line["unit"].pk))
        if member is None:
            message = gettext_noop("%(unit)s is not a member of this year.")
            line.refuse(Refused(message, unit=line["unit"].name), "unit")
        elif not self._table(member):
            message = gettext_noop("No criteria table is bound to the group “%(group)s”.")
            line.refuse(Refused(message, group=member.group), "unit")
        elif (self._table(member), line["criterion"]) not in self.known:
            message = gettext_noop("The criterion “%(code)s” is not in the table of this group.")
            line.refuse(Refused(message, code=line["criterion"]), "criterion")
        else:
            line.item = member

    def current(self, lines: Sequence[Line]) -> None:
        rows = Mark.objects.filter(
            sheet__membership__in={line.item.pk for line in lines},
            source__in={line["source"] for line in lines},
        ).select_related("criterion", "sheet")
        marks = {(row.sheet.membership_id, row.criterion.code, row.source): row for row in rows}
        for line in lines:
            mark = marks.get((line.item.pk, line["criterion"], line["source"]))
            if mark is None and line["points"] is None:
                self._nothing(line)
                continue
            line.compare(None if mark is None else self.stored(mark, self.compared))
            if mark is not None and mark.points is not None and line["points"] is None:
                message = gettext_noop(
                    "A mark is not taken away by an empty cell; clear it on the score page."
                )
                line.refuse(Refused(message), "points")
            line.subject = MarkChange(
                member=line.item.pk,
                criterion=line["criterion"],
                # The same points again would drop the figures they were computed from.
                points=None if mark is not None and mark.points == line["points"] else line["points"],
                reason=line.values.get("reason"),
                evidence=line.values.get("evidence"),
                version=mark.version if mark is not None else 0,
            )

    def _nothing(self, line: Line) -> None:
        if line.values.get("reason") or line.values.get("evidence"):
            line.refuse(Refused(gettext_noop("A reason or evidence is given without points.")), "points")

    def write(self, lines: Sequence[Line]) -> None:
        """Save year by year and source by source; every refusal finds its line again."""
        batches: dict[tuple[int, str], list[Line]] = defaultdict(list)
        for line in lines:
            if line.pending:
                batches[line.item.cycle_id, line["source"]].append(line)
        for (_cycle, source), batch in sorted(batches.items(), key=lambda item: item[0]):
            by_subject = {line.subject: line for line in batch}
            try:
                save_marks(source=source, changes=[line.subject for line in batch], actor=self.actor)
            except CellsRefused as error:
                for change, refusal in error.cells:
                    by_subject[change].refuse(refusal)
            except Refused as error:
                batch[0].refuse(error)
