"""The rows a ranking is made of, read as plain tuples: members in official order with their figures."""

from collections import defaultdict
from typing import Any

from django.db import connections
from django.db.models import Count, F, FilteredRelation, Q, Sum, Value
from django.db.models.functions import Coalesce

from clusters.cycles.models import MemberGroup, Membership
from clusters.ranking.reading import Bound
from clusters.scoring.models import Mark
from emulation.core.numbers import to_hundredths

MEMBER = ("pk", "unit_id", "unit__code", "unit__name", "unit__short_name")
# Points, those on top, standard points out of the denominator; criteria answered, and at full points
# (None from the marks: only a tie may ask for it).
FIGURES = ("points", "on_top", "excluded", "answered", "at_full")
NOTHING = (0,) * len(FIGURES)
# Of one group: its own place among the groups of the year does not matter.
OFFICIAL = ("position", "unit__position", "unit__order_key", "pk")


def plain(rows: Any) -> list[tuple[Any, ...]]:
    """Read rows of values as the database gives them: points stay whole hundredths, nothing is converted."""
    statement, values = rows.query.sql_with_params()
    with connections[rows.db].cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def member_rows(group: MemberGroup) -> Any:
    """The members of a group as `MEMBER` names their columns; not read yet."""
    members = Membership.objects.filter(group=group, until__isnull=True)
    return members.order_by(*OFFICIAL).values_list(*MEMBER)


def stored_rows(group: MemberGroup, source: str) -> Any:
    """The members with their stored totals, as `MEMBER` and `FIGURES` name the columns; not read yet."""
    kept = FilteredRelation("sheet__totals", condition=Q(sheet__totals__source=source))
    figures = [Coalesce(F(f"kept__{name}"), 0) for name in FIGURES]
    return member_rows(group).annotate(kept=kept).values_list(*MEMBER, *figures)


def rows_from_marks(group: MemberGroup, source: str, bound: Bound) -> list[tuple[Any, ...]]:
    """The same from the marks: members, sums, and what did not arise where the table leaves that out."""
    table = bound.compiled
    lines = {line.pk: line for line in table.leaves}
    on_top = [line.pk for line in table.leaves if line.on_top]
    marks = Mark.objects.filter(
        Q(points__isnull=False) | Q(not_arisen=True),
        sheet__membership__group=group,
        source=source,
        criterion__in=list(lines),
    ).order_by()
    member = "sheet__membership_id"
    sums = marks.values_list(member).annotate(
        sum=Coalesce(Sum("points"), 0),
        top=Coalesce(Sum("points", filter=Q(criterion__in=on_top)), 0) if on_top else Value(0),
        answered=Count("pk"),
    )
    found = {row[0]: row[1:] for row in plain(sums)}
    out: dict[int, int] = defaultdict(int)
    away = marks.filter(points__isnull=True) if table.excludes else marks.none()
    for pk, criterion in away.values_list(member, "criterion_id"):
        if not lines[criterion].on_top:
            out[pk] += to_hundredths(lines[criterion].maximum)
    return [
        (*row, points, top, out.get(row[0], 0), answered, None)
        for row in plain(member_rows(group))
        for points, top, answered in (found.get(row[0], (0, 0, 0)),)
    ]
