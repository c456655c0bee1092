"""The printed pledge (bản giao ước thi đua)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from clusters.cycles.models import Cycle, MemberGroup, Membership
from clusters.cycles.papers import (
    NothingToPrint,
    cluster_letterhead,
    cluster_title,
    head_among,
    head_signature,
    leaders_of,
    mark_of,
    scope_text,
)
from clusters.movements.models import Movement
from clusters.pledges.models import Pledge, PledgeState, Signatory, SignatoryRole
from emulation.core.dates import date_text, formal_date
from emulation.core.errors import gettext_noop
from emulation.documents.context import Heading, Paper, Signature, paragraphs
from emulation.documents.kinds import PaperKind, register

COMMITMENT = (
    "Các đơn vị thành viên cam kết tổ chức thực hiện nghiêm túc, đầy đủ các nội dung giao ước nêu trên; "
    "định kỳ kiểm tra, sơ kết, tổng kết, đánh giá kết quả thực hiện."
)

Block = Signature | None


@dataclass(frozen=True)
class MovementLine:
    """A movement the members promise: its aim, when it is launched and reviewed."""

    name: str
    aim: str = ""
    launched: str = ""
    reviewed: str = ""


@dataclass(frozen=True)
class TargetLine:
    """A target; a quantity may be missing."""

    content: str
    quantity: Decimal | None = None
    measure: str = ""
    note: str = ""


@dataclass(frozen=True)
class UnitTitles:
    """What one unit will compete for."""

    unit: str
    titles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PledgePaper(Paper):
    """The pledge as printed. Members sign in columns, then witness (left) and head (right)."""

    opening: str
    theme: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    movements: tuple[MovementLine, ...] = ()
    targets: tuple[TargetLine, ...] = ()
    titles: tuple[UnitTitles, ...] = ()
    commitment: tuple[str, ...] = ()
    members: tuple[Signature, ...] = ()
    witnesses: tuple[Signature, ...] = ()
    head: Signature | None = None

    @property
    def movements_detailed(self) -> bool:
        """Whether more than the names of the movements is known."""
        return any(one.aim or one.launched or one.reviewed for one in self.movements)

    @property
    def columns(self) -> int:
        """Two columns for up to four members, then three."""
        return 2 if len(self.members) <= 4 else 3

    @property
    def head_joins(self) -> bool:
        """Whether the head signs in the last row of the members: without a witness, where a place is free."""
        return self.head is not None and not self.witnesses and len(self.members) % self.columns != 0

    @property
    def rows(self) -> tuple[tuple[Block, ...], ...]:
        """The members' blocks row by row; the last row is filled up with empty places, or with the head."""
        size = self.columns
        padded: list[Block] = [*self.members, *[None] * (-len(self.members) % size)]
        if self.head_joins:
            padded[-1] = self.head
        return tuple(tuple(padded[start : start + size]) for start in range(0, len(padded), size))

    @property
    def last_row(self) -> tuple[Block, ...]:
        """Witnesses, then the head at the right; empty when neither signs here."""
        if self.head_joins or (not self.witnesses and self.head is None):
            return ()
        left: tuple[Block, ...] = self.witnesses or (None,)
        return (*left, self.head)


def _signature(row: Signatory, name: str) -> Signature:
    authority = f"{row.authority} Thủ trưởng đơn vị" if row.authority else ""
    return Signature(authority=authority, office=row.office, name=row.person, body=name)


def _find(cycle: Cycle, group: MemberGroup | None) -> Pledge:
    """Return the group's own pledge, else the common one."""
    pledges = Pledge.objects.filter(cycle=cycle)
    found = pledges.filter(group=group).first() if group else None
    found = found or pledges.filter(group__isnull=True).first()
    if found is None:
        raise NothingToPrint(
            gettext_noop("No pledge has been written for %(year)s."), year=str(group or cycle)
        )
    return found


def parts(cycle: Cycle) -> Sequence[MemberGroup | None]:
    """The common pledge where there is one, then those of the groups that sign apart."""
    rows = Pledge.objects.filter(cycle=cycle).select_related("group").order_by("group__position", "pk")
    groups = [row.group for row in rows]
    common: list[MemberGroup | None] = [None] if None in groups or not groups else []
    return [*common, *(group for group in groups if group is not None)]


def _movements(cycle: Cycle) -> tuple[MovementLine, ...]:
    rows = Movement.objects.filter(cycle=cycle).order_by("position", "pk")
    return tuple(
        MovementLine(row.name, row.aim, date_text(row.starts_on), date_text(row.ends_on)) for row in rows
    )


def _unsigned(cycle: Cycle, group: MemberGroup | None, head: int, day: dt.date) -> tuple[Signature, ...]:
    """An empty block for each member while no signatories are named; the head signs in its own block."""
    members = Membership.objects.filter(cycle=cycle, until__isnull=True).exclude(unit=head)
    if group is not None:
        members = members.filter(group=group)
    rows = members.in_order().select_related("unit").prefetch_related("unit__names")
    return tuple(Signature(body=row.unit.name_on(day)) for row in rows)


def build(cycle: Cycle, group: MemberGroup | None) -> PledgePaper:
    """Read the pledge of a year, or of a group, for printing."""
    pledge = _find(cycle, group)
    group = pledge.group
    day = pledge.signed_on or cycle.starts_on
    cluster = cycle.cluster
    signatories = list(
        pledge.signatories.select_related("unit").prefetch_related("unit__names").order_by("position", "pk")
    )
    signed: dict[str, list[Signature]] = {role: [] for role in SignatoryRole.values}
    for row in signatories:
        signed[row.role].append(_signature(row, row.unit.name_on(day)))
    head = head_among(leaders_of(cluster, cycle.year, day))
    head_unit = head.unit.pk if head and head.unit else 0
    titles: dict[str, list[str]] = {}
    for title in (
        pledge.titles.select_related("unit").prefetch_related("unit__names").order_by("position", "pk")
    ):
        titles.setdefault(title.unit.name_on(day), []).append(title.title)
    scope = scope_text(cycle, group)
    when = f"Hôm nay, {formal_date(pledge.signed_on)}, các" if pledge.signed_on else "Các"
    last = head_signature(cluster, head)
    last = replace(last, role=last.authority, authority="")
    if signed[SignatoryRole.HEAD]:
        own = signed[SignatoryRole.HEAD][0]
        last = replace(own, role=last.role, office=own.office or last.office, name=own.name or last.name)
    return PledgePaper(
        title=f"Bản giao ước thi đua năm {cycle.year} – {cluster_title(cluster)}{f' ({group.name})' if group else ''}",
        mark=mark_of(cycle),
        letterhead=cluster_letterhead(cycle, day=pledge.signed_on, place=pledge.place),
        heading=Heading(
            "Bản giao ước thi đua",
            f"Năm {cycle.year} của {scope}",
            "Dự thảo" if pledge.state == PledgeState.DRAFT else "",
        ),
        opening=f"{when} đơn vị thành viên {cluster_title(cluster)} thống nhất ký kết giao ước thi đua năm "
        f"{cycle.year} với những nội dung sau:",
        theme=paragraphs(pledge.theme),
        goals=paragraphs(pledge.goals),
        movements=_movements(cycle),
        targets=tuple(
            TargetLine(row.content, row.quantity, row.measure, row.note)
            for row in pledge.targets.order_by("position", "pk")
        ),
        titles=tuple(UnitTitles(unit, tuple(names)) for unit, names in titles.items()),
        commitment=paragraphs(pledge.commitment) or (COMMITMENT,),
        members=tuple(signed[SignatoryRole.MEMBER]) or _unsigned(cycle, group, head_unit, day),
        witnesses=tuple(
            replace(one, role="Đại diện cơ quan chứng kiến") for one in signed[SignatoryRole.WITNESS]
        ),
        head=last,
    )


PLEDGE = register(
    PaperKind(
        key="pledge",
        label=gettext_noop("Pledge"),
        template="documents/pledge.html",
        build=build,
        permission="cycles.see",
        order=10,
        parts=parts,
    )
)
