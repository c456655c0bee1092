"""The life of a pledge."""

from emulation.core.errors import gettext_noop
from emulation.core.workflow import Move, State, Workflow

PLEDGE = Workflow(
    "pledge",
    states=[
        State("draft", gettext_noop("draft"), "work"),
        State("signed", gettext_noop("signed"), "done"),
    ],
    moves=[
        Move("sign", gettext_noop("Record as signed"), ("draft",), "signed", "pledges.edit"),
        Move(
            "reopen",
            gettext_noop("Reopen as a draft"),
            ("signed",),
            "draft",
            "pledges.reopen",
            needs_reason=True,
        ),
    ],
)
