"""What waits about pledges: for head and deputies, while the phase is open."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext

from clusters.cycles.models import Cycle
from clusters.cycles.parts import own_units
from emulation.core.worklist import WorkItem, provider


@provider
def pledges(user: Any) -> Iterator[WorkItem]:
    """Years whose pledge has not been begun, or is still a draft. One query."""
    if not own_units(user):
        return
    cycles = (
        Cycle.objects.led_by(user)
        .in_phase("pledge")
        .select_related("cluster")
        .annotate(
            begun=Count("pledges", distinct=True),
            drafts=Count("pledges", filter=Q(pledges__state="draft"), distinct=True),
        )
        .order_by("-year", "cluster__position", "pk")
    )
    for cycle in cycles:
        if cycle.begun and not cycle.drafts:
            continue
        what = gettext("Have the pledge signed") if cycle.begun else gettext("Begin the pledge")
        url = reverse("clusters:pledge", args=[cycle.cluster.code, cycle.year])
        yield WorkItem(what, str(cycle), url, getattr(cycle, "until", None))
