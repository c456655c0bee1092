"""The life of a sheet."""

from emulation.core.errors import gettext_noop
from emulation.core.workflow import Move, State, Workflow

SHEET = Workflow(
    "sheet",
    title="Scoring sheet",
    states=[
        State("not-begun", gettext_noop("not begun"), "none"),
        State("in-work", gettext_noop("in work"), "work"),
        State("submitted", gettext_noop("submitted"), "sent"),
        State("returned", gettext_noop("returned"), "back"),
        State("verified", gettext_noop("confirmed as verified"), "done"),
        State("final", gettext_noop("final"), "done"),
    ],
    moves=[
        Move("begin", gettext_noop("Begin"), ("not-begun",), "in-work", "scoring.fill"),
        Move(
            "submit",
            gettext_noop("Submit"),
            ("not-begun", "in-work", "returned"),
            "submitted",
            "scoring.submit",
        ),
        Move(
            "return", gettext_noop("Return"), ("submitted",), "returned", "scoring.return", needs_reason=True
        ),
        Move(
            "correct-table",
            gettext_noop("Return for a corrected table"),
            ("submitted", "verified"),
            "returned",
            "criteria.manage",
            needs_reason=True,
        ),
        Move("verify", gettext_noop("Confirm as verified"), ("submitted",), "verified", "scoring.verify"),
        Move(
            "reopen",
            gettext_noop("Reopen the verification"),
            ("verified",),
            "submitted",
            "scoring.verify",
            needs_reason=True,
        ),
        Move("finalise", gettext_noop("Make final"), ("verified",), "final", "ranking.publish"),
        Move(
            "withdraw-final",
            gettext_noop("Withdraw the final marks"),
            ("final",),
            "verified",
            "ranking.publish",
            needs_reason=True,
        ),
    ],
)
# The unit may write its self-scores in these states.
FILLABLE = ("not-begun", "in-work", "returned")
