"""Who may enter and bind criteria tables."""

from typing import Any

from clusters.cycles.permissions import ONLY_STANDING_BODY
from emulation.accounts.roles import is_standing_body
from emulation.core.permissions import Allowed, Answer, policy


@policy("criteria.manage")
def manage(user: Any, _table: Any = None) -> Answer:
    """The standing body issues the tables."""
    return Allowed() if is_standing_body(user) else ONLY_STANDING_BODY
