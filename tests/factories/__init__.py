"""Makes real objects for tests; every function takes what matters and invents the rest."""

from tests.factories.awards import make_award
from tests.factories.criteria import make_table
from tests.factories.cycles import add_members, close_windows, make_cycle, make_leader, open_windows
from tests.factories.organisation import make_cluster, make_representation, make_unit, make_user

__all__ = [
    "add_members",
    "close_windows",
    "make_award",
    "make_cluster",
    "make_cycle",
    "make_leader",
    "make_representation",
    "make_table",
    "make_unit",
    "make_user",
    "open_windows",
]
