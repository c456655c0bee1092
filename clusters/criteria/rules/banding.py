"""Which unit falls into which band: bounds, then gates, then the quota, from the best band down."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from clusters.criteria.rules.bands import DOWN, RANKED, UP, Band, Condition, Quota
from clusters.criteria.rules.base import Step, step
from clusters.criteria.rules.exact import half_up
from emulation.core.errors import gettext_noop


@dataclass(frozen=True)
class BandEntry:
    """A member: its total (None: the sheet is incomplete), its rank, and (points, standard points) by code.

    A criterion without points is left out of `points`; one that did not arise may stand with (0, 0).
    """

    key: Hashable
    total: Decimal | None
    rank: int | None = None
    points: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)


@dataclass(frozen=True)
class BandOutcome:
    """The band of a member (None: none), and why, as a msgid with its values and steps."""

    name: str | None
    explanation: dict[str, Any]


def quota_size(quota: Quota, *, members: int, ranked: int) -> int:
    """Return how many units a quota takes, a share rounded as the quota says."""
    if quota.share is None:
        return quota.count or 0
    exact = Fraction(quota.share) * (ranked if quota.of == RANKED else members) / 100
    if quota.round == DOWN:
        return int(exact)
    return -int(-exact // 1) if quota.round == UP else int(half_up(exact, 0))


def reached(condition: Condition, points: Mapping[str, tuple[Decimal, Decimal]]) -> int:
    """Count the criteria of a condition that reach its share of their standard points."""
    given = [points[code] for code in condition.criteria if code in points]
    return sum(own * 100 >= condition.share * most for own, most in given)


def assign_bands(bands: Sequence[Band], members: Iterable[BandEntry]) -> dict[Hashable, BandOutcome]:
    """Put each member into a band; the order of the members does not matter.

    A member within the bounds that meets no gate falls to the next lower band whose gates it meets, and the
    upper bound there is not asked. A quota takes the best ranks first; where several of one rank stand across
    its edge none of them goes in. Who is left out falls one band lower. An incomplete sheet has no band.
    """
    entries = list(members)
    complete = {one.key: one for one in entries if one.total is not None}
    steps: dict[Hashable, list[Step]] = {key: [] for key in complete}
    result: dict[Hashable, BandOutcome] = {}
    fallen: set[Hashable] = set()
    for band in bands:
        waiting = {
            key
            for key, one in complete.items()
            if key not in result and (key in fallen or band.holds(_total(one)))
        }
        passed = []
        for key in waiting:
            failed = _gate_steps(band, complete[key])
            if failed is None:
                passed.append(complete[key])
            else:
                steps[key] += failed
        taken = _within_quota(band, passed, steps, members=len(entries), ranked=len(complete))
        for key in taken:
            result[key] = _told(band, complete[key], steps[key], fell=key in fallen)
        fallen |= waiting
    return {one.key: result.get(one.key) or _no_band(one, steps.get(one.key, [])) for one in entries}


def _total(one: BandEntry) -> Decimal:
    assert one.total is not None
    return one.total


def _gate_steps(band: Band, one: BandEntry) -> list[Step] | None:
    """Return None where a gate is open, else the first condition of each gate that is not met."""
    if not band.gates:
        return None
    failed = []
    for gate in band.gates:
        unmet = [one_of for one_of in gate if reached(one_of, one.points) < one_of.at_least]
        if not unmet:
            return None
        text = gettext_noop(
            "Gate of “%(band)s” not met: at least %(at_least)s of %(criteria)s at %(share)s %% of their standard points, %(count)s reached it."
        )
        condition = unmet[0]
        failed.append(
            step(
                text,
                band=band.name,
                at_least=condition.at_least,
                criteria=", ".join(condition.criteria),
                share=condition.share,
                count=reached(condition, one.points),
            )
        )
    return failed


def _within_quota(
    band: Band, passed: list[BandEntry], steps: dict[Hashable, list[Step]], *, members: int, ranked: int
) -> list[Hashable]:
    """Return who the band takes; those whom the quota leaves out are told why."""
    if band.quota is None:
        return [one.key for one in passed]
    size = quota_size(band.quota, members=members, ranked=ranked)
    # Who has no rank stands behind all who have one, side by side.
    by_rank: dict[tuple[bool, int], list[BandEntry]] = {}
    for one in passed:
        by_rank.setdefault((one.rank is None, one.rank or 0), []).append(one)
    taken: list[Hashable] = []
    is_open = True
    for rank in sorted(by_rank):
        tied = by_rank[rank]
        if is_open and len(taken) + len(tied) <= size:
            taken += [one.key for one in tied]
            continue
        left = size - len(taken)
        across = is_open and left > 0
        is_open = False
        for one in tied:
            steps[one.key].append(_left_out(band, size, left, len(tied), across=across))
    return taken


def _left_out(band: Band, size: int, left: int, tied: int, *, across: bool) -> Step:
    if across:
        text = gettext_noop(
            "“%(band)s” takes %(size)s units: %(left)s places are left for %(tied)s units of equal rank, so none of them goes in."
        )
        return step(text, band=band.name, size=size, left=left, tied=tied)
    text = gettext_noop("“%(band)s” takes %(size)s units: better ranked units fill it.")
    return step(text, band=band.name, size=size)


def _told(band: Band, one: BandEntry, steps: list[Step], *, fell: bool) -> BandOutcome:
    if fell:
        told = step(gettext_noop("%(total)s points; falls to “%(band)s”."), total=_total(one), band=band.name)
    else:
        text = gettext_noop("%(total)s points lie in “%(band)s” (%(bounds)s).")
        told = step(text, total=_total(one), band=band.name, bounds=band.bounds or "–")
    return BandOutcome(band.name, {**told, "steps": steps} if steps else told)


def _no_band(one: BandEntry, steps: list[Step]) -> BandOutcome:
    if one.total is None:
        return BandOutcome(None, step(gettext_noop("The sheet is not complete: no band yet.")))
    told = step(gettext_noop("%(total)s points are in no band."), total=one.total)
    return BandOutcome(None, {**told, "steps": steps} if steps else told)
