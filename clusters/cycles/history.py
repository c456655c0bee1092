"""What is logged about emulation years."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

YEAR_OPENED = verb("cycles.opened", gettext_noop("opened the emulation year"))
PHASE_OPENED = verb("cycles.phase-opened", gettext_noop("opened the phase “%(phase)s”"))
PHASE_CLOSED = verb("cycles.phase-closed", gettext_noop("closed the phase “%(phase)s”"))
PHASE_PLANNED = verb("cycles.phase-planned", gettext_noop("set the dates of the phase “%(phase)s”"))
MEMBER_ADDED = verb("cycles.member-added", gettext_noop("added the member %(unit)s"))
MEMBER_CHANGED = verb("cycles.member-changed", gettext_noop("changed the membership of %(unit)s"))
LEADER_APPOINTED = verb(
    "cycles.leader-appointed", gettext_noop("appointed the %(role)s of %(year)s: %(unit)s")
)
