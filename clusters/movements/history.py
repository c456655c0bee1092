"""What is logged about movements and their results."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

ADDED = verb("movements.added", gettext_noop("added the movement “%(name)s”"))
CHANGED = verb("movements.changed", gettext_noop("changed the movement “%(name)s”"))
REMOVED = verb("movements.removed", gettext_noop("removed the movement “%(name)s”"))
RESULTS = verb("movements.results", gettext_noop("changed the results outside any movement"))
