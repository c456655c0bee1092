"""What waits about nominations: for head and deputies, while the phase is open."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from clusters.cycles.models import Cycle
from clusters.cycles.parts import own_units
from emulation.core.worklist import WorkItem, provider


@provider
def nominations(user: Any) -> Iterator[WorkItem]:
    """Years with nominations to be sent, or with none yet. One query."""
    if not own_units(user):
        return
    cycles = (
        Cycle.objects.led_by(user)
        .in_phase("nomination")
        .select_related("cluster")
        .annotate(
            all_of_them=Count("nominations"),
            proposed=Count("nominations", filter=Q(nominations__state="proposed")),
        )
        .order_by("-year", "cluster__position", "pk")
    )
    for cycle in cycles:
        if cycle.all_of_them and not cycle.proposed:
            continue
        url = reverse("awards:nominations", args=[cycle.cluster.code, cycle.year])
        if cycle.proposed:
            words = ngettext(
                "Send %(n)s nomination to the council",
                "Send %(n)s nominations to the council",
                cycle.proposed,
            )
            yield WorkItem(words % {"n": cycle.proposed}, str(cycle), url, getattr(cycle, "until", None))
        else:
            yield WorkItem(
                gettext("Nominate units for awards"), str(cycle), url, getattr(cycle, "until", None)
            )
