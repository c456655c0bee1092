"""The phases of a year as steps of the stepper."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from clusters.cycles.models import Cycle, PhaseWindow
from clusters.cycles.permissions import runs
from clusters.cycles.rules import PHASES
from clusters.cycles.windows import windows_of
from emulation.core.page import Step

TONES = {"waiting": "none", "open": "work", "closed": "done"}


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localtime(moment).date() if moment else None


def dates_of(window: PhaseWindow) -> tuple[dt.date | None, dt.date | None]:
    """Return from when until when a phase goes: the days it was opened and closed, else the planned ones.

    A plan that had run out when the phase was opened says nothing about its end.
    """
    since = _day(window.opened_at) or window.planned_from
    until = _day(window.closed_at) or window.planned_until
    return since, None if since and until and until < since else until


def steps_of(cycle: Cycle, user: Any) -> list[Step]:
    """Return a step for each phase, in the usual order; those who run the year get links."""
    windows = windows_of(cycle)
    manages = bool(runs(user, cycle))
    steps = []
    for phase in PHASES:
        window = windows.get(phase.name) or PhaseWindow(cycle=cycle, phase=phase.name)
        since, until = dates_of(window)
        url = reverse("clusters:phases", args=[cycle.cluster.code, cycle.year]) if manages else ""
        steps.append(
            Step(
                label=phase.label,
                tone=TONES[window.state],
                since=since,
                until=until,
                is_open=window.is_open,
                url=f"{url}#{phase.name}" if url else "",
            )
        )
    return steps
