"""Gather what the score page shows: a fixed number of queries, marks as tuples, whatever the size."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Sum

from clusters.criteria.models import Criterion
from clusters.criteria.rules.kinds import KINDS
from clusters.cycles.models import MemberGroup, Membership
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.permissions import give
from clusters.scoring.reading import sheet_of
from clusters.scoring.rules import competition_ranks, lines_above, section_sums
from emulation.core.numbers import ZERO
from emulation.core.permissions import Answer

# More members than anybody reads side by side are shown on several pages; totals and ranks are of all.
COLUMNS = 60


class Row(NamedTuple):
    """A line of the table."""

    pk: int
    parent: int | None
    code: str
    name: str
    kind: str
    minimum: Decimal
    maximum: Decimal
    level: int
    on_top: bool

    @property
    def is_leaf(self) -> bool:
        """Whether the line takes marks."""
        return self.kind != "group"

    @property
    def judged(self) -> bool:
        """Whether points below the standard need a reason."""
        return KINDS[self.kind].judged


class Seen(NamedTuple):
    """What one source gave one cell; cleared marks have no points."""

    points: Decimal | None
    version: int
    has_reason: bool


NOTHING = Seen(None, 0, False)


class Total(NamedTuple):
    """The sum of the marks there are, how many, and the rank once all are there."""

    points: Decimal
    answered: int
    rank: int | None


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
        return self.membership.unit.name_on(self.membership.cycle.ends_on)

    @property
    def short_name(self) -> str:
        """The name for the head of the column."""
        return self.membership.unit.short_name or self.name


@dataclass
class Grid:
    """Everything the score page shows of one group for one source."""

    group: MemberGroup
    source: str
    rows: list[Row]
    columns: list[Column]
    marks: dict[tuple[int, int], dict[str, Seen]]
    given: frozenset[str]
    members: int

    @property
    def leaves(self) -> list[Row]:
        """The lines that take marks."""
        return [row for row in self.rows if row.is_leaf]

    @property
    def others(self) -> list[str]:
        """The other sources of which there are marks, in their order."""
        return [name for name in Source.values if name != self.source and name in self.given]

    def seen(self, column: Column, row: Row, source: str) -> Seen:
        """What a source gave one cell."""
        return self.marks.get((column.membership.pk, row.pk), {}).get(source, NOTHING)


def rows_of(group: MemberGroup) -> list[Row]:
    """Return the lines of the group's table from top to bottom, in one query."""
    rows = (
        Criterion.objects.filter(table__bindings__group=group)
        .order_by("position")
        .values_list("pk", "parent_id", "code", "name", "kind", "minimum", "maximum", "level", "on_top")
    )
    return [Row(*row) for row in rows]


def members_of(group: MemberGroup) -> list[Membership]:
    """Return the members in official order with unit, its names and sheet; those who left are not among them."""
    members = list(
        Membership.objects.filter(group=group, until__isnull=True)
        .select_related("unit", "sheet")
        .prefetch_related("unit__names")
        .in_order()
    )
    for member in members:
        # The same objects for all: their windows are read once.
        member.cycle, member.group = group.cycle, group
        if hasattr(member, "sheet"):
            member.sheet.membership = member
    return members


def totals(group: MemberGroup, source: str, asked: int) -> dict[int, Total]:
    """Return by membership the exact totals of one source, with ranks of the complete ones, in one query."""
    rows = list(
        Mark.objects.given()
        .filter(sheet__membership__group=group, sheet__membership__until__isnull=True, source=source)
        .order_by()
        .values_list("sheet__membership_id")
        .annotate(total=Sum("points"), answered=Count("pk"))
    )
    ranks = competition_ranks([total if answered == asked else None for _member, total, answered in rows])
    return {
        member: Total(total, answered, rank)
        for (member, total, answered), rank in zip(rows, ranks, strict=True)
    }


def _marks(members: Iterable[int]) -> Any:
    return (
        Mark.objects.filter(sheet__membership__in=list(members))
        .order_by()
        .values_list(
            "sheet__membership_id",
            "criterion_id",
            "source",
            "points",
            "version",
            ExpressionWrapper(~Q(reason=""), output_field=BooleanField()),
        )
    )


def sums_of(rows: list[Row], members: Iterable[int], source: str) -> dict[int, dict[int, Decimal]]:
    """Return by membership the sums of every group of lines, in one query."""
    above = lines_above((row.pk, row.parent) for row in rows)
    points: dict[int, list[tuple[int, Decimal]]] = {member: [] for member in members}
    given = Mark.objects.given().filter(sheet__membership__in=list(points), source=source).order_by()
    value: Any
    for member, criterion, value in given.values_list("sheet__membership_id", "criterion_id", "points"):
        points[member].append((criterion, value))
    return {member: section_sums(above, found) for member, found in points.items()}


def gather(group: MemberGroup, user: Any, source: str = "", first: int = 0) -> Grid:
    """Gather the grid of a group. Without a source it is the one the person may give now, else the latest given.

    Five queries beside those of the person's parts and the year's windows.
    """
    rows = rows_of(group)
    members = members_of(group)
    shown = members[first : first + COLUMNS]
    marks: dict[tuple[int, int], dict[str, Seen]] = {}
    for member, criterion, of, *seen in _marks(member.pk for member in shown):
        marks.setdefault((member, criterion), {})[of] = Seen(*seen)
    given = frozenset(of for cell in marks.values() for of, seen in cell.items() if seen.points is not None)
    sheets = [sheet_of(member) for member in shown]
    source = source or _source_for(user, sheets, given)
    found = totals(group, source, sum(row.is_leaf for row in rows))
    above = lines_above((row.pk, row.parent) for row in rows)
    leaves = [row.pk for row in rows if row.is_leaf]
    columns = []
    for sheet in sheets:
        member = sheet.membership
        points = [
            (leaf, value)
            for leaf in leaves
            if (value := marks.get((member.pk, leaf), {}).get(source, NOTHING).points) is not None
        ]
        columns.append(
            Column(
                member,
                sheet,
                give(user, sheet, source),
                found.get(member.pk, Total(ZERO, 0, None)),
                section_sums(above, points),
            )
        )
    return Grid(group, source, rows, columns, marks, given, len(members))


def _source_for(user: Any, sheets: list[Sheet], given: frozenset[str]) -> str:
    for source in (Source.VERIFIED, Source.INSPECTION, Source.SELF, Source.FINAL):
        if any(give(user, sheet, source) for sheet in sheets):
            return source
    return next((name for name in reversed(Source.values) if name in given), Source.SELF)
