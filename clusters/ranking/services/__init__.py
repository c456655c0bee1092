"""Every change of rankings: publishing and withdrawing, what decides ties, votes, decided bands."""

from clusters.ranking.services.deciding import TieStep, decide_band, set_tie_rules, set_votes, undo_band
from clusters.ranking.services.publishing import SOURCES, freeze_rows, publish, withdraw

__all__ = [
    "SOURCES",
    "TieStep",
    "decide_band",
    "freeze_rows",
    "publish",
    "set_tie_rules",
    "set_votes",
    "undo_band",
    "withdraw",
]
