"""What marks amount to: which totals count, and which rank they give."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal


def competition_ranks(totals: Sequence[Decimal | None]) -> list[int | None]:
    """Return the rank of each total, in the order given; a missing total (incomplete sheet) has no rank.

    The highest total is first; equal totals share a rank and the next ranks are left out (1, 2, 2, 4).
    No official tie rule exists: equal totals are đồng hạng.
    """
    first: dict[Decimal, int] = {}
    for place, total in enumerate(sorted((one for one in totals if one is not None), reverse=True), start=1):
        first.setdefault(total, place)
    return [None if total is None else first[total] for total in totals]


def lines_above(parents: Iterable[tuple[int, int | None]]) -> dict[int, tuple[int, ...]]:
    """Return, for each line of a table (from top to bottom), the lines it belongs to, nearest first."""
    above: dict[int, tuple[int, ...]] = {}
    for line, parent in parents:
        above[line] = () if parent is None else (parent, *above[parent])
    return above


def section_sums(
    above: Mapping[int, tuple[int, ...]], points: Iterable[tuple[int, Decimal]]
) -> dict[int, Decimal]:
    """Sum the points of leaves into every line above them; a line without any marks below has no sum."""
    sums: dict[int, Decimal] = {}
    for leaf, value in points:
        for line in above.get(leaf, ()):
            sums[line] = sums[line] + value if line in sums else value
    return sums
