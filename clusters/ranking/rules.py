"""Ranking: the best total is first, an ordered list decides between equal ones, else they share a rank (1, 2, 2, 4)."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from clusters.scoring.rules import competition_ranks

__all__ = ["Entry", "Ranked", "Step", "Verdict", "competition_ranks", "rank", "tied"]

Figure = Decimal | None


@dataclass(frozen=True)
class Entry:
    """One who is ranked: the total that counts (None: incomplete, no rank) and a figure for each breaker.

    In every figure more is better; None means that it is not known.
    """

    key: Hashable
    counted: Figure
    breakers: tuple[Figure, ...] = ()


class Verdict(StrEnum):
    """What a breaker said among those with the same rank so far."""

    DECIDED = "decided"
    EQUAL = "equal"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Step:
    """What one breaker (its place in the list, from 0) said for one of the tied.

    `own` is the member's figure, `against` the nearest figures above and below it. A breaker that is not
    known for all of the tied decides nothing between them.
    """

    breaker: int
    verdict: Verdict
    own: Figure = None
    against: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class Ranked:
    """A rank (None: incomplete), how many hold it, and what was asked of the breakers to find it."""

    rank: int | None
    sharing: int = 1
    decided: tuple[Step, ...] = ()


UNRANKED = Ranked(None, 0)


def tied(totals: Sequence[Figure]) -> list[bool]:
    """Tell of each total whether another equals it; a missing one equals none."""
    counts: dict[Decimal, int] = {}
    for total in totals:
        if total is not None:
            counts[total] = counts.get(total, 0) + 1
    return [total is not None and counts[total] > 1 for total in totals]


def rank(entries: Sequence[Entry]) -> dict[Hashable, Ranked]:
    """Rank by total, equal totals by the breakers in their order; after the last one ranks are equal.

    The highest is first and ranks after a shared one are left out (1, 2, 2, 4). The order in which the
    entries are given does not matter. All entries have the same number of breakers.
    """
    found: dict[Hashable, Ranked] = {entry.key: UNRANKED for entry in entries if entry.counted is None}
    place = 1
    for _total, same in _by_figure(entries, [entry.counted for entry in entries]):
        for steps, sharing in _split(same, 0, dict.fromkeys((entry.key for entry in same), ())):
            for key, said in steps.items():
                found[key] = Ranked(place, sharing, said)
            place += sharing
    return found


Said = dict[Hashable, tuple[Step, ...]]


def _split(same: list[Entry], breaker: int, said: Said) -> Iterator[tuple[Said, int]]:
    """Yield those who share a rank, the best first, with what the breakers said of each."""
    if len(same) == 1 or breaker == len(same[0].breakers):
        yield said, len(same)
        return
    figures = [entry.breakers[breaker] for entry in same]
    if None in figures:
        step = Step(breaker, Verdict.UNKNOWN)
        yield from _split(same, breaker + 1, {key: (*before, step) for key, before in said.items()})
        return
    parts = _by_figure(same, figures)
    if len(parts) == 1:
        step = Step(breaker, Verdict.EQUAL, parts[0][0])
        yield from _split(same, breaker + 1, {key: (*before, step) for key, before in said.items()})
        return
    for number, (figure, part) in enumerate(parts):
        near = [one for one, _part in parts[max(0, number - 1) : number + 2] if one != figure]
        step = Step(breaker, Verdict.DECIDED, figure, tuple(near))
        yield from _split(part, breaker + 1, {entry.key: (*said[entry.key], step) for entry in part})


def _by_figure(entries: Sequence[Entry], figures: Sequence[Figure]) -> list[tuple[Decimal, list[Entry]]]:
    """Put entries with equal figures together, the highest first, without those that have none."""
    known = [(figure, entry) for figure, entry in zip(figures, entries, strict=True) if figure is not None]
    known.sort(key=lambda pair: pair[0], reverse=True)
    return [
        (figure, [entry for _figure, entry in pairs])
        for figure, pairs in groupby(known, key=lambda pair: pair[0])
    ]
