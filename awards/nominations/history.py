"""What is logged about nominations."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

PROPOSED = verb("nominations.proposed", gettext_noop("nominated %(unit)s for “%(award)s”"))
CHANGED = verb("nominations.changed", gettext_noop("changed the nomination of %(unit)s for “%(award)s”"))
MOVED = verb(
    "nominations.moved",
    gettext_noop("moved the nomination of %(unit)s for “%(award)s” from place %(before)s to %(after)s"),
)
SENT = verb(
    "nominations.sent", gettext_noop("sent the nomination of %(unit)s for “%(award)s” to the council")
)
WITHDRAWN = verb("nominations.withdrawn", gettext_noop("withdrew the nomination of %(unit)s for “%(award)s”"))
PROPOSED_AGAIN = verb("nominations.proposed-again", gettext_noop("proposed %(unit)s again for “%(award)s”"))
OF_MOVE = {"send": SENT, "withdraw": WITHDRAWN, "propose-again": PROPOSED_AGAIN}
