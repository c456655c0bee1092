"""Who may write a pledge."""

from typing import Any

from clusters.cycles.models import Cycle
from clusters.cycles.permissions import manage, runs
from clusters.cycles.windows import is_closed
from emulation.core.errors import gettext_noop
from emulation.core.permissions import Answer, Denied, policy

PHASE_CLOSED = Denied(gettext_noop("The phase “Pledge” is closed. Open it again to change the pledge."))


@policy("pledges.edit")
def edit(user: Any, cycle: Cycle) -> Answer:
    """Write and sign the pledge of a year: those who run it, until the phase is closed."""
    answer = runs(user, cycle)
    return PHASE_CLOSED if answer and is_closed(cycle, "pledge") else answer


@policy("pledges.reopen")
def reopen(user: Any, _cycle: Cycle) -> Answer:
    """Turn a signed pledge back into a draft: the standing body."""
    return manage(user, None)
