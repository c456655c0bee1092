"""Ranking: equal totals share a rank and the next ranks are left out (1, 2, 2, 4)."""

from collections.abc import Sequence
from decimal import Decimal


def competition_ranks(totals: Sequence[Decimal | None]) -> list[int | None]:
    """Return the rank of each total, in the order given; a missing total (incomplete sheet) has no rank.

    The highest total is first. No official tie rule exists: equal totals are đồng hạng.
    """
    first: dict[Decimal, int] = {}
    for place, total in enumerate(sorted((one for one in totals if one is not None), reverse=True), start=1):
        first.setdefault(total, place)
    return [None if total is None else first[total] for total in totals]
