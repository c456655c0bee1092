"""Ranking: equal totals share a rank and the next ranks are left out (1, 2, 2, 4)."""

from clusters.scoring.rules import competition_ranks

__all__ = ["competition_ranks"]
