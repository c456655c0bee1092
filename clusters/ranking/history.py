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
TIES_SET = verb(
    "ranking.ties", gettext_noop("set what decides between equal totals of %(group)s: %(count)s steps")
)
VOTES_SET = verb("ranking.votes", gettext_noop("wrote down the votes of %(group)s: %(count)s units"))
BAND_DECIDED = verb(
    "ranking.band",
    gettext_noop("decided the band of %(unit)s: %(band)s (computed: %(computed)s)"),
)
BAND_UNDONE = verb("ranking.band-undone", gettext_noop("took back the decided band of %(unit)s: %(band)s"))
