"""Who may write movements and results."""

from typing import Any

from clusters.cycles.models import Cycle
from clusters.cycles.permissions import runs
from emulation.core.permissions import Answer, policy


@policy("movements.edit")
def edit(user: Any, cycle: Cycle) -> Answer:
    """Write the movements of a year and what they brought: those who run it."""
    return runs(user, cycle)
