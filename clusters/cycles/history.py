"""What is logged about emulation years."""

from clusters.cycles.rules import PHASE_LABELS
from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

YEAR_OPENED = verb("cycles.opened", gettext_noop("opened the emulation year"))
_PHASE = {"phase": PHASE_LABELS}
_ROLE = {"role": {"head": gettext_noop("head"), "deputy": gettext_noop("deputy head")}}

PHASE_OPENED = verb("cycles.phase-opened", gettext_noop("opened the phase “%(phase)s”"), _PHASE)
PHASE_CLOSED = verb("cycles.phase-closed", gettext_noop("closed the phase “%(phase)s”"), _PHASE)
PHASE_PLANNED = verb("cycles.phase-planned", gettext_noop("set the dates of the phase “%(phase)s”"), _PHASE)
MEMBER_ADDED = verb("cycles.member-added", gettext_noop("added the member %(unit)s"))
MEMBER_CHANGED = verb("cycles.member-changed", gettext_noop("changed the membership of %(unit)s"))
LEADER_APPOINTED = verb(
    "cycles.leader-appointed", gettext_noop("appointed the %(role)s of %(year)s: %(unit)s"), _ROLE
)
GROUP_ADDED = verb("cycles.group-added", gettext_noop("added the group “%(group)s”"))
