"""Who may write and adopt a summary report, and who contributes for a unit."""

from typing import Any

from clusters.cycles.models import Cycle, Membership
from clusters.cycles.parts import parts_in
from clusters.cycles.permissions import HIDDEN, runs
from emulation.core.errors import gettext_noop
from emulation.core.permissions import Allowed, Answer, Denied, policy

ONLY_HEAD = Denied(gettext_noop("Only the head or the standing body adopts the report."))
ONLY_OWN_UNIT = Denied(
    gettext_noop("A contribution is written by who acts for the unit, or typed in by those who run the year.")
)


@policy("reports.write")
def write(user: Any, cycle: Cycle) -> Answer:
    """Write the narrative sections: those who run the year."""
    return runs(user, cycle)


@policy("reports.adopt")
def adopt(user: Any, cycle: Cycle) -> Answer:
    """Adopt the report and reopen it: the head or the standing body."""
    parts = parts_in(cycle, user)
    if not parts.sees:
        return HIDDEN
    return Allowed() if parts.heads or parts.standing_body else ONLY_HEAD


@policy("reports.contribute")
def contribute(user: Any, membership: Membership) -> Answer:
    """Contribute for a unit: who acts for it; those who run the year type in what came on paper."""
    parts = parts_in(membership.cycle, user)
    if not parts.sees:
        return HIDDEN
    if membership.unit_id in parts.units:
        return Allowed(gettext_noop("acts for the unit"))
    return Allowed(gettext_noop("runs the year")) if parts.runs else ONLY_OWN_UNIT
