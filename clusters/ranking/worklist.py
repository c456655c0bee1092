"""What waits about rankings: for the standing body, once all sheets of a group are verified."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext

from clusters.cycles.models import MemberGroup, PhaseWindow
from clusters.ranking.models import Publication, Standing
from emulation.accounts.roles import is_standing_body
from emulation.core.worklist import WorkItem, provider


def _in_force(standing: str) -> Exists:
    return Exists(
        Publication.objects.filter(group=OuterRef("pk"), standing=standing, withdrawn_at__isnull=True)
    )


@provider
def rankings(user: Any) -> Iterator[WorkItem]:
    """Groups with every sheet verified whose next ranking is not published. One query.

    The provisional ranking comes first; the final one waits until the meeting has been opened.
    """
    if not is_standing_body(user):
        return
    members = Q(memberships__until__isnull=True)
    meeting = PhaseWindow.objects.filter(cycle=OuterRef("cycle"), phase="meeting", opened_at__isnull=False)
    planned = PhaseWindow.objects.filter(cycle=OuterRef("cycle"), phase="provisional")
    groups = (
        MemberGroup.objects.filter(binding__isnull=False)
        .annotate(
            members=Count("memberships", filter=members, distinct=True),
            verified=Count(
                "memberships", filter=members & Q(memberships__sheet__state="verified"), distinct=True
            ),
            has_provisional=_in_force(Standing.PROVISIONAL),
            has_final=_in_force(Standing.FINAL),
            met=Exists(meeting),
            until=Subquery(planned.values("planned_until")[:1]),
        )
        .filter(members__gt=0, has_final=False)
        .select_related("cycle__cluster")
        .order_by("-cycle__year", "cycle__cluster__position", "position", "pk")
    )
    for group in groups:
        if group.verified < group.members or (group.has_provisional and not group.met):
            continue
        words = (
            gettext("Publish the final ranking: %(group)s")
            if group.has_provisional
            else gettext("Publish the provisional ranking: %(group)s")
        )
        url = reverse("clusters:ranking", args=[group.cycle.cluster.code, group.cycle.year])
        until = None if group.has_provisional else group.until
        yield WorkItem(words % {"group": group.name}, str(group.cycle), url, until)
