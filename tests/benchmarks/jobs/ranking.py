"""Ranking: totals and ranks of all members, beside the best window query of raw SQL."""

import inspect
from collections.abc import Callable, Iterator
from functools import partial

from clusters.cycles.models import MemberGroup
from clusters.ranking.standings import standings
from clusters.scoring.models import Sheet, Source
from tests.benchmarks.jobs.raw import analyse, sql
from tests.benchmarks.measure import Job, timed
from tests.factories.crowds import make_crowd

# The same answer, written in ways a server may find easier or harder; the quickest one counts.
JOINED = """
SELECT m.id, u.code, u.name, u.short_name, SUM(k.points), COUNT(*), RANK() OVER (ORDER BY SUM(k.points) DESC)
FROM clusters_membership m JOIN clusters_unit u ON u.id = m.unit_id JOIN clusters_sheet s ON s.membership_id = m.id
JOIN clusters_mark k ON k.sheet_id = s.id
WHERE m.group_id = %s AND m.until IS NULL AND k.source = 'verified' AND k.points IS NOT NULL
GROUP BY m.id, u.id ORDER BY 7, m.position"""
ADDED_FIRST = """
WITH sums AS (
    SELECT sheet_id, SUM(points) AS points, COUNT(*) AS answered FROM clusters_mark
    WHERE source = 'verified' AND points IS NOT NULL AND sheet_id IN (
        SELECT s.id FROM clusters_sheet s JOIN clusters_membership m ON m.id = s.membership_id WHERE m.group_id = %s
    ) GROUP BY sheet_id
)
SELECT m.id, u.code, u.name, u.short_name, sums.points, sums.answered, RANK() OVER (ORDER BY sums.points DESC)
FROM clusters_membership m JOIN clusters_unit u ON u.id = m.unit_id JOIN clusters_sheet s ON s.membership_id = m.id
JOIN sums ON sums.sheet_id = s.id WHERE m.group_id = %s AND m.until IS NULL ORDER BY 7, m.position"""
STORED = """
SELECT m.id, u.code, u.name, u.short_name, t.points, t.on_top, t.excluded, t.answered, t.at_full,
    RANK() OVER (ORDER BY t.points DESC)
FROM clusters_membership m JOIN clusters_unit u ON u.id = m.unit_id JOIN clusters_sheet s ON s.membership_id = m.id
JOIN clusters_sheettotal t ON t.sheet_id = s.id AND t.source = 'verified'
WHERE m.group_id = %s AND m.until IS NULL ORDER BY 10, m.position"""


def best_raw(group: MemberGroup) -> Callable[[], object]:
    """The quickest of the ways, by two runs each."""
    ways = [partial(sql, JOINED, group.pk), partial(sql, ADDED_FIRST, group.pk, group.pk)]
    return min(ways, key=lambda way: min(timed(way), timed(way)))


def store_totals(group: MemberGroup) -> None:
    """Write the totals as the marks give them."""
    from clusters.scoring.services import totals

    totals.recompute(Sheet.objects.filter(membership__group=group).values_list("pk", flat=True))


def of(group: MemberGroup, size: str, *, limited: bool) -> Iterator[Job]:
    """Both ways to the totals of one group."""
    if "from_marks" not in inspect.signature(standings).parameters:
        from_marks = partial(standings, group, Source.VERIFIED, with_sections=False)
        yield Job(
            f"ranking of {size}, from marks", from_marks, best_raw(group), limit=1.6 if limited else None
        )
        return
    stored = partial(standings, group, Source.VERIFIED, with_sections=False)
    from_marks = partial(stored, from_marks=True)
    yield Job(f"ranking of {size}, from marks", from_marks, best_raw(group), limit=1.6 if limited else None)
    store_totals(group)
    analyse()
    raw = partial(sql, STORED, group.pk)
    yield Job(f"ranking of {size}, from stored totals", stored, raw, limit=1.3 if limited else None)


def jobs(members: int) -> Iterator[Job]:
    """A cluster as they are, and one larger than any."""
    small, _points = make_crowd(12)
    yield from of(small, "a cluster, 12 × 60", limited=False)
    crowd, _points = make_crowd(members, seed=2)
    analyse()
    yield from of(crowd, f"{members:,} × 60", limited=True)
