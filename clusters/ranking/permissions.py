"""Who may read the running figures, and publish."""

from typing import Any

from clusters.cycles.models import Cycle, MemberGroup, Membership
from clusters.cycles.parts import parts_in
from clusters.cycles.permissions import HIDDEN, ONLY_STANDING_BODY, runs
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


OWN_BAND = Denied(
    gettext_noop("You act for this unit: its band is decided by the deputy, the head or the standing body.")
)


@policy("ranking.settle")
def settle(user: Any, group: MemberGroup) -> Answer:
    """What decides between equal totals, and the votes of the meeting: those who run the year."""
    return runs(user, group.cycle)


@policy("ranking.decide-band")
def decide_band(user: Any, membership: Membership) -> Answer:
    """Decide another band than the computed one: those who run the year, never for the own unit."""
    answer = runs(user, membership.cycle)
    own = membership.unit_id in parts_in(membership.cycle, user).units
    return OWN_BAND if answer and own else answer
