"""Computing a ranking from marks, in one pass of the database. Nothing here is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, Sum

from clusters.criteria.models import Criterion
from clusters.cycles.models import MemberGroup, Membership
from clusters.ranking.rules import competition_ranks
from clusters.scoring.models import Mark


@dataclass(frozen=True)
class Section:
    """A line at the top of a table with the leaves below it."""

    code: str
    name: str
    maximum: Decimal
    leaves: tuple[int, ...]


@dataclass(frozen=True)
class Standing:
    """One member in a ranking. `total` and `rank` are None while the sheet is incomplete.

    `running` is the sum of the marks there are, `sections` their sums by section code.
    """

    membership: Membership
    rank: int | None
    total: Decimal | None
    running: Decimal
    answered: int
    asked: int
    sections: Mapping[str, Decimal] = field(default_factory=dict)
    band: str = ""


def sections_of(group: MemberGroup) -> list[Section]:
    """Return the sections of the group's table, in order; a leaf at the top is a section of its own.

    Where one group holds the whole table, its children are the sections.
    """
    rows = list(Criterion.objects.filter(table__bindings__group=group).order_by("position"))
    whole = [row for row in rows if row.parent_id is None and not row.on_top]
    wrapper = whole[0].pk if len(whole) == 1 and not whole[0].is_leaf else None
    root: dict[int, int] = {}
    for row in rows:
        above = row.parent_id if row.parent_id != wrapper else None
        root[row.pk] = row.pk if above is None else root.get(above, row.pk)
    tops = [row for row in rows if root[row.pk] == row.pk and row.pk != wrapper]
    return [
        Section(
            top.code,
            top.name,
            top.maximum,
            tuple(row.pk for row in rows if root[row.pk] == top.pk and row.is_leaf),
        )
        for top in tops
    ]


def standings(group: MemberGroup, source: str, *, with_sections: bool = True) -> list[Standing]:
    """Rank the members of a group by the marks of one source; sources are never mixed.

    Three queries whatever the size. Ranked members come first, by rank; equal ranks and incomplete sheets
    stand in official order. Totals are exact on both databases: they are sums of whole hundredths.
    """
    sections = sections_of(group)
    asked = sum(len(section.leaves) for section in sections)
    extra = (
        {
            f"section_{number}": Sum("points", filter=Q(criterion__in=one.leaves))
            for number, one in enumerate(sections)
        }
        if with_sections
        else {}
    )
    sums = {
        row[0]: row[1:]
        for row in Mark.objects.given()
        .filter(sheet__membership__group=group, source=source)
        .order_by()
        .values_list("sheet__membership_id")
        .annotate(running=Sum("points"), answered=Count("pk"), **extra)
    }
    members = list(
        Membership.objects.filter(group=group, until__isnull=True).select_related("unit").in_order()
    )
    totals = [_complete(sums.get(member.pk), asked) for member in members]
    rows = []
    for member, total, rank in zip(members, totals, competition_ranks(totals), strict=True):
        running, answered, *parts = sums.get(member.pk, (Decimal("0.00"), 0))
        by_section = {one.code: part or Decimal("0.00") for one, part in zip(sections, parts, strict=False)}
        rows.append(Standing(member, rank, total, running, answered, asked, by_section))
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0))


def _complete(row: tuple[Decimal, ...] | None, asked: int) -> Decimal | None:
    return row[0] if row and asked and row[1] == asked else None
