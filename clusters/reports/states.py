"""The life of a summary report."""

from emulation.core.errors import gettext_noop
from emulation.core.workflow import Move, State, Workflow

REPORT = Workflow(
    "report",
    states=[
        State("draft", gettext_noop("draft"), "work"),
        State("adopted", gettext_noop("adopted"), "done"),
    ],
    moves=[
        Move("adopt", gettext_noop("Adopt"), ("draft",), "adopted", "reports.adopt"),
        Move(
            "reopen",
            gettext_noop("Reopen as a draft"),
            ("adopted",),
            "draft",
            "reports.adopt",
            needs_reason=True,
        ),
    ],
)
