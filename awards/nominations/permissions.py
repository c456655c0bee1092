"""Who may write nominations."""

from typing import Any

from clusters.cycles.models import Cycle
from clusters.cycles.permissions import runs
from clusters.cycles.windows import is_closed
from emulation.core.errors import gettext_noop
from emulation.core.permissions import Answer, Denied, policy

PHASE_CLOSED = Denied(
    gettext_noop("The phase “Nomination” is closed. Open it again to change the nominations.")
)


@policy("nominations.manage")
def manage(user: Any, cycle: Cycle) -> Answer:
    """Nominate, order, send and withdraw: those who run the year, until the phase is closed."""
    answer = runs(user, cycle)
    return PHASE_CLOSED if answer and is_closed(cycle, "nomination") else answer
