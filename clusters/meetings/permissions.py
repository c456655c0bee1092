"""Who may record a meeting."""

from typing import Any

from clusters.cycles.models import Cycle
from clusters.cycles.permissions import runs
from emulation.core.permissions import Answer, policy


@policy("meetings.edit")
def edit(user: Any, cycle: Cycle) -> Answer:
    """Record the facts of the day: those who run the year."""
    return runs(user, cycle)
