"""What is logged about rankings."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

_STANDING = {"standing": {"provisional": gettext_noop("provisional"), "final": gettext_noop("final")}}

PUBLISHED = verb(
    "ranking.published", gettext_noop("published the %(standing)s ranking of %(group)s"), _STANDING
)
WITHDRAWN = verb(
    "ranking.withdrawn", gettext_noop("withdrew the %(standing)s ranking of %(group)s"), _STANDING
)
