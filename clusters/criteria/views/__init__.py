"""Pages of criteria tables: the register, a table in words, corrections, copies, and two tables side by side."""

from clusters.criteria.views.acts import CopyTable, CorrectTable
from clusters.criteria.views.compare import CompareTables
from clusters.criteria.views.tables import TableList, TablePage
from clusters.criteria.views.year import YearTable

__all__ = ["CompareTables", "CopyTable", "CorrectTable", "TableList", "TablePage", "YearTable"]
