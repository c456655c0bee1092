"""Who may read the running figures, and publish."""

from typing import Any

from clusters.cycles.models import Cycle, MemberGroup
from clusters.cycles.parts import parts_in
from clusters.cycles.permissions import HIDDEN, ONLY_STANDING_BODY
from emulation.core.errors import gettext_noop
from emulation.core.permissions import Allowed, Answer, Denied, policy


@policy("ranking.see-live")
def see_live(user: Any, cycle: Cycle) -> Answer:
    """The running totals of all members: those who run or read the year."""
    parts = parts_in(cycle, user)
    if parts.runs or parts.reads_all:
        return Allowed()
    if not parts.sees:
        return HIDDEN
    return Denied(gettext_noop("The ranking can be read once it is published."))


@policy("ranking.publish")
def publish(user: Any, group: MemberGroup) -> Answer:
    """The standing body publishes and withdraws."""
    parts = parts_in(group.cycle, user)
    if parts.standing_body:
        return Allowed()
    return ONLY_STANDING_BODY if parts.sees else HIDDEN
