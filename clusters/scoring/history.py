"""What is logged about sheets and marks."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

_SOURCE = {
    "source": {
        "self": gettext_noop("self-score"),
        "inspection": gettext_noop("cross-inspection"),
        "verified": gettext_noop("verified"),
        "final": gettext_noop("final"),
    }
}

MARK_GIVEN = verb(
    "scoring.mark", gettext_noop("%(unit)s, %(criterion)s, %(source)s: %(before)s → %(after)s"), _SOURCE
)
SHEET_SUBMITTED = verb("scoring.submitted", gettext_noop("submitted the sheet of %(unit)s, total %(total)s"))
SHEET_RETURNED = verb("scoring.returned", gettext_noop("returned the sheet of %(unit)s"))
SHEET_VERIFIED = verb(
    "scoring.verified", gettext_noop("confirmed the sheet of %(unit)s as verified, total %(total)s")
)
SHEET_REOPENED = verb("scoring.reopened", gettext_noop("reopened the verification of %(unit)s"))
SHEETS_FINAL = verb("scoring.final", gettext_noop("made the marks of %(count)s sheets final"))
SHEETS_NOT_FINAL = verb("scoring.not-final", gettext_noop("withdrew the final marks of %(count)s sheets"))
