"""What is logged about meetings."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

ADDED = verb("meetings.added", gettext_noop("recorded the meeting of %(held_on)s"))
CHANGED = verb("meetings.changed", gettext_noop("changed the record of the meeting of %(held_on)s"))
REMOVED = verb("meetings.removed", gettext_noop("removed the record of the meeting of %(held_on)s"))
