"""The pages of rankings."""

from clusters.ranking.views.deciding import DecideBand, TiesPage, UndoBand, VotesPage
from clusters.ranking.views.matrix import MatrixExport
from clusters.ranking.views.publishing import PublishRanking, WithdrawRanking
from clusters.ranking.views.ranking import RankingPage

__all__ = [
    "DecideBand",
    "MatrixExport",
    "PublishRanking",
    "RankingPage",
    "TiesPage",
    "UndoBand",
    "VotesPage",
    "WithdrawRanking",
]
