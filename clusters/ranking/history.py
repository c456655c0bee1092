"""What is logged about rankings."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

PUBLISHED = verb("ranking.published", gettext_noop("published the %(standing)s ranking of %(group)s"))
WITHDRAWN = verb("ranking.withdrawn", gettext_noop("withdrew the %(standing)s ranking of %(group)s"))
