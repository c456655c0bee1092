"""Totals and ranks as the score page shows them; the ranking, which lies higher, registers what decides ties."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, QuerySet

from clusters.criteria.compiled import CompiledTable
from clusters.cycles.models import MemberGroup
from clusters.scoring.reading import stored_sums
from clusters.scoring.rules import Sums, competition_ranks, worth
from emulation.core.numbers import ZERO

# Members with their counted total and sums, all of them tied with another; answers how many of the same
# total each of them has in front.
Decider = Callable[[MemberGroup, str, Mapping[int, Sums]], Mapping[int, int]]
_deciders: list[tuple[Decider, Exists]] = []


def register_decider(where: Exists) -> Callable[[Decider], Decider]:
    """Register what decides between equal totals, and in which groups anything does (of `MemberGroup`)."""

    def register(function: Decider) -> Decider:
        _deciders.append((function, where))
        return function

    return register


def knowing_deciders(groups: QuerySet[MemberGroup]) -> QuerySet[MemberGroup]:
    """Read with each group whether anything decides between equal totals, so that nothing asks in vain."""
    return groups.annotate(
        **{f"decider_{number}": where for number, (_function, where) in enumerate(_deciders)}
    )


def behind(group: MemberGroup, source: str, tied: Mapping[int, Sums]) -> Mapping[int, int]:
    """Tell how many of the same total each tied member has in front; asks nothing where nobody is tied."""
    found: dict[int, int] = {}
    for number, (function, _where) in enumerate(_deciders):
        if tied and getattr(group, f"decider_{number}", True):
            found.update(function(group, source, tied))
    return found


class Total(NamedTuple):
    """The sum of the marks there are, how many lines were answered, and the rank once all are."""

    points: Decimal
    answered: int
    rank: int | None


NO_TOTAL = Total(ZERO, 0, None)


def ranked(
    group: MemberGroup, table: CompiledTable, source: str, sums: Mapping[int, Sums]
) -> dict[int, Total]:
    """Return by member the total of a source, with the rank by what the table ranks by, once all is answered.

    Equal totals are decided as the ranking decides them.
    """
    asked = len(table.asked(source))
    counted = [
        worth(one, scale=table.scale, ranked_by=table.ranked_by).counted if one.answered >= asked else None
        for one in sums.values()
    ]
    ranks = dict(zip(sums, competition_ranks(counted), strict=True))
    held = Counter(rank for rank in ranks.values() if rank)
    tied = {member: sums[member] for member, rank in ranks.items() if rank and held[rank] > 1}
    later = behind(group, source, tied)
    return {
        member: Total(one.points, one.answered, (rank := ranks[member]) and rank + later.get(member, 0))
        for member, one in sums.items()
    }


def totals(group: MemberGroup, table: CompiledTable, source: str, members: Iterable[int]) -> dict[int, Total]:
    """Return the same from the stored totals of the members, in one query."""
    stored = stored_sums(group, source)
    return ranked(group, table, source, {member: stored[member] for member in members if member in stored})
