"""Reading the windows of a year."""

from collections.abc import Iterable

from clusters.cycles.models import Cycle, PhaseWindow
from emulation.core.fixed import FixedQuery

WINDOWS: FixedQuery[PhaseWindow] = FixedQuery(
    lambda cycle: PhaseWindow.objects.filter(cycle=cycle).order_by()
)


def keep_windows(cycle: Cycle, windows: Iterable[PhaseWindow]) -> None:
    """Keep windows that were read together with their year."""
    cycle.__dict__["_windows_by_phase"] = {window.phase: window for window in windows}


def windows_of(cycle: Cycle) -> dict[str, PhaseWindow]:
    """Return the windows of a year by phase; kept on the cycle object."""
    kept: dict[str, PhaseWindow] | None = cycle.__dict__.get("_windows_by_phase")
    if kept is None:
        kept = {window.phase: window for window in WINDOWS(cycle.pk)}
        for window in kept.values():
            window.cycle = cycle
        cycle.__dict__["_windows_by_phase"] = kept
    return kept


def is_open(cycle: Cycle, phase: str) -> bool:
    """Tell whether a phase is open now."""
    window = windows_of(cycle).get(phase)
    return window is not None and window.is_open


def is_closed(cycle: Cycle, phase: str) -> bool:
    """Tell whether a person closed the phase; one that was never opened is not closed."""
    window = windows_of(cycle).get(phase)
    return window is not None and window.state == "closed"
