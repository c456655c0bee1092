"""The life of a nomination, as far as the cluster carries it."""

from emulation.core.errors import gettext_noop
from emulation.core.workflow import Move, State, Workflow

NOMINATION = Workflow(
    "nomination",
    title="Nomination",
    states=[
        State("proposed", gettext_noop("proposed"), "work"),
        State("sent", gettext_noop("sent to the council"), "sent"),
        State("withdrawn", gettext_noop("withdrawn"), "back"),
    ],
    moves=[
        Move("send", gettext_noop("Send to the council"), ("proposed",), "sent", "nominations.manage"),
        Move(
            "withdraw",
            gettext_noop("Withdraw"),
            ("proposed", "sent"),
            "withdrawn",
            "nominations.manage",
            needs_reason=True,
        ),
        Move(
            "propose-again",
            gettext_noop("Propose again"),
            ("withdrawn",),
            "proposed",
            "nominations.manage",
            needs_reason=True,
        ),
    ],
)
