"""Makes real objects for tests; every function takes what matters and invents the rest."""

from tests.factories.awards import make_award
from tests.factories.criteria import make_every_kind, make_mixed_table, make_table
from tests.factories.cycles import add_members, close_windows, make_cycle, make_leader, open_windows
from tests.factories.organisation import make_cluster, make_representation, make_unit, make_user
from tests.factories.scoring import give_marks, make_sheet

__all__ = [
    "add_members",
    "close_windows",
    "give_marks",
    "make_award",
    "make_cluster",
    "make_cycle",
    "make_every_kind",
    "make_leader",
    "make_mixed_table",
    "make_representation",
    "make_sheet",
    "make_table",
    "make_unit",
    "make_user",
    "open_windows",
]
