"""What a group is ranked by: its table, and what people decided, as pages and services compare it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from clusters.criteria.compiled import CompiledLine, CompiledTable, compiled
from clusters.criteria.models import CriteriaBinding, CriteriaTable
from clusters.criteria.rules.bands import Band, read_bands
from clusters.cycles.models import MemberGroup
from clusters.organisation.models import UnitName
from clusters.ranking.models import VoteCount


@dataclass(frozen=True)
class Bound:
    """The table a group is scored by: its lines ready to use, and its bands from the best down."""

    table: CriteriaTable
    lines: tuple[CompiledLine, ...]
    compiled: CompiledTable

    @property
    def bands(self) -> tuple[Band, ...]:
        """The bands of the table; empty where it has none."""
        return read_bands(self.table.bands)

    @property
    def excludes(self) -> bool:
        """Whether tasks that did not arise are taken out of the denominator."""
        return self.compiled.excludes


@dataclass(frozen=True)
class Section:
    """A line at the top of a table with the leaves below it."""

    code: str
    name: str
    maximum: Decimal
    leaves: tuple[int, ...]


def bound_table(group: MemberGroup) -> Bound | None:
    """Return the table a group is scored by, None while none is bound.

    One query, none where the group was read with its table; one more for the lines until the table is frozen.
    """
    if MemberGroup.binding.is_cached(group):
        binding = getattr(group, "binding", None)
    else:
        binding = CriteriaBinding.objects.filter(group=group).select_related("table").first()
    if binding is None:
        return None
    known = compiled(binding.table)
    return Bound(binding.table, known.lines, known)


def sections_of(bound: Bound | None) -> list[Section]:
    """Return the sections of a table, in order; a leaf at the top is a section of its own.

    Where one group holds the whole table, its children are the sections.
    """
    lines = bound.lines if bound else ()
    whole = [line for line in lines if line.parent is None and not line.on_top]
    wrapper = whole[0].pk if len(whole) == 1 and not whole[0].is_leaf else None
    root: dict[int, int] = {}
    for line in lines:
        above = line.parent if line.parent != wrapper else None
        root[line.pk] = line.pk if above is None else root.get(above, line.pk)
    tops = [line for line in lines if root[line.pk] == line.pk and line.pk != wrapper]
    return [
        Section(
            top.code,
            top.name,
            top.maximum,
            tuple(line.pk for line in lines if root[line.pk] == top.pk and line.is_leaf),
        )
        for top in tops
    ]


def leaves_below(bound: Bound, code: str) -> tuple[int, ...]:
    """Return the leaves of a section by its code; none where the table has no such line."""
    top = bound.compiled.by_code.get(code)
    if top is None:
        return ()
    return tuple(
        line.pk
        for line in bound.lines
        if line.is_leaf and (line.pk == top.pk or top.pk in bound.compiled.above[line.pk])
    )


def ties_content(group: MemberGroup) -> dict[str, Any]:
    """Return what decides between equal totals, as a page shows it."""
    rows = group.tie_rules.order_by("position").values_list("kind", "section")
    return {"steps": [list(row) for row in rows]}


def votes_content(group: MemberGroup) -> dict[str, Any]:
    """Return the votes that are written down, as a page shows them."""
    rows = VoteCount.objects.filter(membership__group=group).order_by("membership")
    return {str(pk): [votes, note] for pk, votes, note in rows.values_list("membership_id", "votes", "note")}


def names_on(group: MemberGroup, day: dt.date) -> dict[int, str]:
    """Return the names units of a group had on a day, where they are not the names of today: one query."""
    rows = (
        UnitName.objects.filter(unit__memberships__group=group)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    )
    # Of several that cover the day the first counts, as for `Unit.name_on`.
    return dict(reversed(list(rows.values_list("unit_id", "name"))))
