"""Gather what the score page shows: a fixed number of queries, marks as tuples, whatever the size."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from clusters.criteria.compiled import CompiledLine, CompiledTable
from clusters.cycles.models import MemberGroup, Membership
from clusters.cycles.querysets import MembershipQuerySet
from clusters.scoring.models import Sheet, Source
from clusters.scoring.permissions import give
from clusters.scoring.ranks import NO_TOTAL, Total, ranked, totals
from clusters.scoring.reading import sheet_of
from clusters.scoring.rules import Sums
from emulation.core.numbers import from_hundredths, to_hundredths
from emulation.core.permissions import Answer

# More members than anybody reads side by side are shown on several pages; totals and ranks are of all.
COLUMNS = 60
CELLS = (
    "SELECT sheet_id, criterion_id, source, points, version, not_arisen, reason <> '', evidence <> '' "
    "FROM clusters_mark"
)
# What the grid reads of a member beside its keys.
READ = (
    "position",
    "cycle",
    "group",
    "unit__code",
    "unit__name",
    "unit__short_name",
    "sheet__public_id",
    "sheet__membership",
    "sheet__state",
)
# Offered where nobody said which: the source the person may give now.
OFFERED = (Source.VERIFIED, Source.INSPECTION, Source.SELF, Source.FINAL)

# By source, member and line.
Marks = dict[str, dict[int, dict[int, "Seen"]]]


class Seen(NamedTuple):
    """What one source gave one cell, in whole hundredths; cleared marks have no points."""

    hundredths: int | None
    version: int
    not_arisen: bool
    has_reason: bool
    has_evidence: bool

    @property
    def points(self) -> Decimal | None:
        """The points; None where there are none."""
        return None if self.hundredths is None else from_hundredths(self.hundredths)

    @property
    def answered(self) -> bool:
        """Whether the source said something: points (0 is an answer), or that the task did not arise."""
        return self.hundredths is not None or self.not_arisen


UNSEEN = Seen(None, 0, False, False, False)
_NONE: Mapping[int, Seen] = {}
# A named tuple of a row as it is: its own constructor would unpack and pack it again.
_seen = tuple.__new__


@dataclass
class Column:
    """A member with its sheet, and whether the person may give marks of the chosen source to it."""

    membership: Membership
    sheet: Sheet
    answer: Answer
    total: Total
    sums: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name the unit had at the end of the year."""
        return self.membership.name_then  # type: ignore[attr-defined]

    @property
    def short_name(self) -> str:
        """The name for the head of the column."""
        return self.membership.unit.short_name or self.name


@dataclass
class Grid:
    """Everything the score page shows of one group for one source."""

    group: MemberGroup
    source: str
    table: CompiledTable
    columns: list[Column]
    marks: Marks
    given: frozenset[str]
    members: int

    @property
    def rows(self) -> tuple[CompiledLine, ...]:
        """The lines from top to bottom."""
        return self.table.lines

    @property
    def leaves(self) -> tuple[CompiledLine, ...]:
        """The lines that take marks."""
        return self.table.leaves

    @property
    def asked(self) -> int:
        """How many lines the chosen source answers."""
        return len(self.table.asked(self.source))

    @property
    def others(self) -> list[str]:
        """The other sources of which there are marks, in their order."""
        return [name for name in Source.values if name != self.source and name in self.given]

    def given_to(self, member: int, source: str = "") -> Mapping[int, Seen]:
        """What a source (the chosen one) gave a member, by line."""
        return self.marks.get(source or self.source, {}).get(member, _NONE)

    def seen(self, member: int, line: int, source: str = "") -> Seen:
        """What a source (the chosen one) gave one cell."""
        return self.given_to(member, source).get(line, UNSEEN)


def current(group: MemberGroup) -> MembershipQuerySet:
    """Return the members of a group that did not leave."""
    return Membership.objects.filter(group=group, until__isnull=True)


@cache
def _everybody() -> MembershipQuerySet:
    """All members in order, with no more than the grid reads; made once, as making a query takes its time."""
    return (
        Membership.objects.filter(until__isnull=True)
        .select_related("unit", "sheet")
        .named_at_the_end()
        .only(*READ)
        .order_by("position", "unit__position", "unit__order_key", "pk")
    )


def members_of(group: MemberGroup) -> MembershipQuerySet:
    """Return the members in official order with unit, name of the year and sheet; not those who left."""
    return _everybody().filter(group=group)


def _shown(group: MemberGroup, first: int) -> tuple[list[Membership], bool]:
    """The members of a page, and whether there are others."""
    members = list(members_of(group)[first : first + COLUMNS + 1])
    paged = first > 0 or len(members) > COLUMNS
    for member in members:
        # The same objects for all: their windows are read once.
        member.cycle, member.group = group.cycle, group
        if hasattr(member, "sheet"):
            member.sheet.membership = member
    return members[:COLUMNS], paged


def marks_of(sheets: Mapping[int, int], *sources: str) -> Marks:
    """Return the marks of sheets, given with their members, by source, member and line, in one query.

    Of all sources unless some are named. Read as the database keeps them: points as whole hundredths.
    """
    marks: Marks = {}
    if not sheets:
        return marks
    in_sources = f" AND source IN ({_places(sources)})" if sources else ""
    # By hand: with objects, or a query made anew each time, this alone would take longer than all else.
    statement = f"{CELLS} WHERE sheet_id IN ({_places(sheets)}){in_sources}"
    with connection.cursor() as cursor:
        cursor.execute(statement, (*sheets, *sources))
        for row in cursor.fetchall():
            of_source = marks.get(row[2])
            if of_source is None:
                of_source = marks[row[2]] = {member: {} for member in sheets.values()}
            of_source[sheets[row[0]]][row[1]] = _seen(Seen, row[3:])
    return marks


def _places(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def sums_of_cells(table: CompiledTable, source: str, members: Iterable[int], marks: Marks) -> dict[int, Sums]:
    """Return by member what the cells of a page amount to."""
    found, given = {}, marks.get(source, {})
    for member in members:
        points = on_top = excluded = answered = 0
        cells = given.get(member, _NONE)
        for line in table.leaves:
            seen = cells.get(line.pk, UNSEEN)
            if seen.hundredths is not None:
                points, answered = points + seen.hundredths, answered + 1
                on_top += seen.hundredths if line.on_top else 0
            elif seen.not_arisen:
                answered += 1
                excluded += 0 if line.on_top else to_hundredths(line.maximum)
        found[member] = Sums(
            from_hundredths(points), from_hundredths(on_top), from_hundredths(excluded), answered
        )
    return found


def section_sums_of(
    table: CompiledTable, source: str, members: Iterable[int], marks: Marks
) -> dict[int, dict[int, Decimal]]:
    """Return by member the sums of every group of lines."""
    leaves = [line.pk for line in table.leaves]
    found, given = {}, marks.get(source, {})
    for member in members:
        sums: dict[int, int] = {}
        cells = given.get(member, _NONE)
        for leaf in leaves:
            value = cells.get(leaf, UNSEEN).hundredths
            if value is not None:
                for line in table.above[leaf]:
                    sums[line] = sums.get(line, 0) + value
        found[member] = {line: from_hundredths(value) for line, value in sums.items()}
    return found


def gather(group: MemberGroup, table: CompiledTable, user: Any, source: str = "", first: int = 0) -> Grid:
    """Gather the grid of a group. Without a source it is the one the person may give now, else the latest given.

    Two queries beside those of the person's parts and the year's windows; two more where there are so many
    members that they are shown in pages.
    """
    shown, paged = _shown(group, first)
    sheets = [sheet_of(member) for member in shown]
    marks = marks_of({sheet.pk: sheet.membership_id for sheet in sheets if sheet.pk})
    given = frozenset(
        of
        for of, members in marks.items()
        if any(seen.answered for cells in members.values() for seen in cells.values())
    )
    source = source or _source_for(user, sheets, given)
    keys = [member.pk for member in shown]
    everybody = list(current(group).values_list("pk", flat=True)) if paged else keys
    found = (
        totals(group, table, source, everybody)
        if paged
        else ranked(group, table, source, sums_of_cells(table, source, keys, marks))
    )
    sections = section_sums_of(table, source, keys, marks)
    columns = [
        Column(
            member,
            sheet,
            give(user, sheet, source),
            found.get(member.pk, NO_TOTAL),
            sections[member.pk],
        )
        for member, sheet in zip(shown, sheets, strict=True)
    ]
    return Grid(group, source, table, columns, marks, given, len(everybody))


def _source_for(user: Any, sheets: list[Sheet], given: frozenset[str]) -> str:
    for source in OFFERED:
        if any(give(user, sheet, source) for sheet in sheets):
            return source
    return next((name for name in reversed(Source.values) if name in given), Source.SELF)
