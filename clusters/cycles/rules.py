"""The phases of an emulation year, in their usual order of display. The order binds nobody."""

from dataclasses import dataclass

from emulation.core.errors import gettext_noop

HIGHEST_DEPUTIES = 2


@dataclass(frozen=True)
class Phase:
    """A phase with its label (msgid)."""

    name: str
    label: str


PHASES = (
    Phase("draft", gettext_noop("Preparation")),
    Phase("pledge", gettext_noop("Pledge")),
    Phase("registration", gettext_noop("Registration")),
    Phase("criteria", gettext_noop("Criteria")),
    Phase("mid-year", gettext_noop("Mid-year review")),
    Phase("self-scoring", gettext_noop("Self-scoring")),
    Phase("cross-inspection", gettext_noop("Cross-inspection")),
    Phase("verification", gettext_noop("Verification")),
    Phase("provisional", gettext_noop("Provisional ranking")),
    Phase("meeting", gettext_noop("Meeting")),
    Phase("nomination", gettext_noop("Nomination")),
    Phase("council", gettext_noop("Council")),
    Phase("decision", gettext_noop("Decision")),
)
PHASE_NAMES = tuple(phase.name for phase in PHASES)
PHASE_LABELS = {phase.name: phase.label for phase in PHASES}
