"""Memberships of years in and out of Excel."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from clusters.cycles.models import Cycle, MemberGroup, Membership
from clusters.cycles.services import add_member, change_membership, place_member
from clusters.organisation.models import Unit
from emulation.core.errors import Refused, gettext_noop
from emulation.core.resources import Column, Line, SheetResource
from emulation.core.resources.widgets import (
    CodeWidget,
    DayWidget,
    ObjectWidget,
    TextWidget,
    WholeWidget,
    YesNoWidget,
    no_such_code,
)

UNIT, GROUP, YEAR = gettext_noop("unit"), gettext_noop("member group"), gettext_noop("emulation year")


def cycles_of(lines: Sequence[Line]) -> dict[tuple[str, int], Cycle]:
    """Return the years that lines name by `cluster` and `year`; a line of a year that is not open is refused."""
    codes = {line.values.get("cluster") for line in lines}
    cycles = {
        (cycle.cluster.code, cycle.year): cycle
        for cycle in Cycle.objects.filter(cluster__code__in=codes).select_related("cluster")
    }
    years: dict[str, list[int]] = {}
    for there in sorted(cycles):
        years.setdefault(there[0], []).append(there[1])
    known: list[str] | None = None
    for line in lines:
        code, year = line.values.get("cluster"), line.values.get("year")
        if not code or year is None or (code, year) in cycles:
            continue
        if code in years:
            known_years = ", ".join(str(one) for one in years[code])
            message = gettext_noop("The year %(year)s of “%(code)s” is not open. There are: %(known)s.")
            line.refuse(Refused(message, year=year, code=code, known=known_years), "year")
        else:
            if known is None:
                known = list(Cycle.objects.order_by().values_list("cluster__code", flat=True).distinct())
            line.refuse(no_such_code(code, YEAR, known), "cluster")
    return cycles


class MembershipResource(SheetResource):
    """Who is a member of which year."""

    page_title = "Thành viên"
    file_name = "thanh-vien"
    identity = ("cluster", "year", "unit")
    compared = ("group", "position", "stands", "until")

    cluster = Column(
        "Mã cụm", "cycle__cluster__code", "cụm", "cluster code", widget=CodeWidget(), required=True
    )
    year = Column(
        "Năm", "cycle__year", "năm thi đua", "year", widget=WholeWidget(largest=9999), required=True
    )
    unit = Column(
        "Mã đơn vị",
        "unit",
        "đơn vị",
        "unit code",
        widget=ObjectWidget(Unit.objects.all(), UNIT),
        required=True,
    )
    unit_name = Column("Tên đơn vị", "unit__name", widget=TextWidget(), info=True)
    group = Column("Mã nhóm", "group__code", "nhóm", "group code", widget=CodeWidget())
    position = Column("Thứ tự", "position", "stt", "số tt", "order", widget=WholeWidget(largest=32767))
    stands = Column(
        "Dự xét khen thưởng", "stands", "dự xét", "stands for awards", widget=YesNoWidget(when_empty=True)
    )
    until = Column("Đến hết ngày", "until", "to and including", widget=DayWidget())
    reason = Column(
        "Lý do", "", "lý do, quyết định", "quyết định", "decision", widget=TextWidget(), only_in=True
    )

    def rows_to_export(self, queryset: Any) -> Iterable[Membership]:
        return queryset.select_related("cycle__cluster", "unit", "group")

    def prepare(self, lines: Sequence[Line]) -> None:
        self.cycles = cycles_of(lines)
        self.groups: dict[int, dict[str, MemberGroup]] = {cycle.pk: {} for cycle in self.cycles.values()}
        for group in MemberGroup.objects.filter(cycle__in=self.groups).order_by("position"):
            self.groups[group.cycle_id][group.code] = group
        for line in lines:
            if line.values.get("position", 0) is None:
                del line.values["position"]
            cycle = self.cycles.get((line.values.get("cluster", ""), line.values.get("year") or 0))
            if cycle is not None:
                line.item = cycle
                self._choose_group(line, self.groups[cycle.pk])

    def _choose_group(self, line: Line, groups: dict[str, MemberGroup]) -> None:
        """Take the named group; a year with one group needs no name."""
        code = line.values.get("group", "")
        if not code and len(groups) == 1:
            line.values["group"] = next(iter(groups))
        elif "group" in line.values and code not in groups:
            line.refuse(no_such_code(code, GROUP, groups), "group")
        elif not code:
            line.refuse(no_such_code("", GROUP, groups), "group")

    def current(self, lines: Sequence[Line]) -> None:
        rows = Membership.objects.filter(cycle__in=self.groups).select_related("cycle__cluster", "group")
        members = {(row.cycle_id, row.unit_id): row for row in rows}
        for line in lines:
            line.subject = members.get((line.item.pk, line["unit"].pk))
            line.compare(None if line.subject is None else self.stored(line.subject, self.compared))

    def write(self, lines: Sequence[Line]) -> None:
        for line in lines:
            if line.pending:
                self.attempt(line, partial(self._add if line.subject is None else self._change, line))

    def _group(self, line: Line) -> MemberGroup:
        return self.groups[line.item.pk][line["group"]]

    def _add(self, line: Line) -> None:
        reason = line.values.get("reason", "")
        line.subject = add_member(
            cycle=line.item,
            unit=line["unit"],
            group=self._group(line),
            actor=self.actor,
            position=line.values.get("position") or 0,
            reason=reason,
        )
        self._set_standing(line, line.subject)

    def _change(self, line: Line) -> None:
        member = line.subject
        group, position = self._group(line), line.values.get("position")
        position = member.position if position is None else position
        if group.pk != member.group_id or position != member.position:
            place_member(
                membership=member,
                group=group,
                position=position,
                actor=self.actor,
                reason=line.values.get("reason", ""),
            )
        self._set_standing(line, member)

    def _set_standing(self, line: Line, member: Membership) -> None:
        stands = line.values.get("stands", member.stands)
        until = line.values.get("until", member.until)
        if (stands, until) != (member.stands, member.until):
            change_membership(
                membership=member,
                actor=self.actor,
                stands=stands,
                until=until,
                reason=line.values.get("reason", ""),
            )
