"""Who may read, enter and bind criteria tables."""

from typing import Any

from clusters.criteria.models import CriteriaBinding, CriteriaTable
from clusters.cycles.models import Cycle
from clusters.cycles.permissions import HIDDEN, ONLY_STANDING_BODY
from emulation.accounts.roles import is_standing_body, sees_everything
from emulation.core.permissions import Allowed, Answer, policy


@policy("criteria.manage")
def manage(user: Any, _table: Any = None) -> Answer:
    """The standing body issues the tables."""
    return Allowed() if is_standing_body(user) else ONLY_STANDING_BODY


@policy("criteria.list")
def list_tables(user: Any, _subject: Any = None) -> Answer:
    """Read the register of tables: everyone with a role of the installation."""
    return Allowed() if sees_everything(user) else HIDDEN


@policy("criteria.see")
def see(user: Any, table: CriteriaTable) -> Answer:
    """Read a table: who sees everything, and who takes part in a year that is scored by it."""
    if sees_everything(user):
        return Allowed()
    years = Cycle.objects.visible_to(user).values("pk")
    bound = CriteriaBinding.objects.filter(table=table, group__cycle__in=years)
    return Allowed() if bound.exists() else HIDDEN
