"""What waits about summary reports, from verification until the meeting is closed."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext

from clusters.cycles.models import Cycle, Membership
from clusters.cycles.parts import own_units
from clusters.reports.models import Contribution, ReportState
from emulation.core.worklist import WorkItem, provider

PHASES = ("verification", "provisional", "meeting")
UNADOPTED = Q(report__isnull=True) | Q(report__state=ReportState.DRAFT)


def _url(cycle: Cycle) -> str:
    return reverse("clusters:report", args=[cycle.cluster.code, cycle.year])


@provider
def drafts(user: Any) -> Iterator[WorkItem]:
    """Reports that head and deputies have still to write or to have adopted. One query."""
    if not own_units(user):
        return
    cycles = (
        Cycle.objects.led_by(user)
        .in_phase(*PHASES)
        .filter(UNADOPTED)
        .select_related("cluster", "report")
        .order_by("-year", "cluster__position", "pk")
    )
    for cycle in cycles:
        begun = getattr(cycle, "report", None) is not None
        what = gettext("Finish the summary report (draft)") if begun else gettext("Write the summary report")
        yield WorkItem(what, str(cycle), _url(cycle), getattr(cycle, "until", None))


@provider
def contributions(user: Any) -> Iterator[WorkItem]:
    """Years to whose report a unit of the person has contributed nothing yet. One query."""
    units = own_units(user)
    if not units:
        return
    given = Contribution.objects.filter(membership=OuterRef("pk")).exclude(text="")
    silent = Membership.objects.filter(
        ~Exists(given), cycle=OuterRef("pk"), unit__in=units, until__isnull=True
    )
    cycles = (
        Cycle.objects.filter(Exists(silent))
        .in_phase(*PHASES)
        .filter(UNADOPTED)
        .select_related("cluster")
        .order_by("-year", "cluster__position", "pk")
    )
    for cycle in cycles:
        yield WorkItem(
            gettext("Contribute to the summary report"),
            str(cycle),
            _url(cycle),
            getattr(cycle, "until", None),
        )
