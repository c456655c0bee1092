"""What waits in scoring: the own sheet to fill and send, sent sheets to verify."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext, ngettext

from clusters.cycles.models import Cycle, Leadership, Membership, PhaseWindow
from clusters.cycles.parts import own_units
from clusters.scoring.editing import in_office
from clusters.scoring.models import Sheet
from clusters.scoring.states import FILLABLE
from clusters.scoring.views.base import scores_url, sheet_url
from emulation.accounts.roles import is_standing_body
from emulation.core.worklist import WorkItem, provider


def _open(phase: str, cycle: str) -> Any:
    return PhaseWindow.objects.filter(
        cycle=OuterRef(cycle), phase=phase, opened_at__isnull=False, closed_at__isnull=True
    )


@provider
def own_sheets(user: Any) -> Iterable[WorkItem]:
    """The sheets of own units, and those of which the person fills sections, while self-scoring is open. One query."""
    units = own_units(user)
    phase = _open("self-scoring", "cycle")
    edited = in_office().filter(membership=OuterRef("pk"), user=user.pk)
    members = (
        Membership.objects.filter(Q(unit__in=units) | Exists(edited), until__isnull=True)
        .filter(Q(sheet__isnull=True) | Q(sheet__state__in=FILLABLE))
        .filter(Exists(phase), group__binding__isnull=False)
        .select_related("unit", "cycle__cluster", "sheet")
        .annotate(planned=Subquery(phase.values("planned_until")[:1]))
        .in_order()
    )
    for member in members:
        sheet: Sheet | None = getattr(member, "sheet", None)
        returned = sheet is not None and sheet.state == "returned"
        if member.unit_id not in units:
            words = gettext("Fill your sections of the sheet of %(unit)s")
        elif returned:
            words = gettext("Correct the returned sheet of %(unit)s")
        else:
            words = gettext("Score yourselves: %(unit)s")
        yield WorkItem(
            words % {"unit": member.unit.name},
            str(member.cycle),
            sheet_url(member.cycle, member),
            sheet.return_until
            if returned and sheet and sheet.return_until
            else getattr(member, "planned", None),
        )


@provider
def sent_sheets(user: Any) -> Iterator[WorkItem]:
    """Sent sheets of years the person runs while verification is open; those of own units are not among them. One query."""
    units = own_units(user)
    runs = Q(pk__in=())
    if is_standing_body(user):
        runs = Q()
    elif units:
        runs = Q(
            Exists(
                Leadership.objects.filter(
                    cluster=OuterRef("cluster_id"), year=OuterRef("year"), unit__in=units, until__isnull=True
                )
            )
        )
    else:
        return
    phase = _open("verification", "pk")
    cycles = (
        Cycle.objects.filter(runs, Exists(phase))
        .select_related("cluster")
        .annotate(
            planned=Subquery(phase.values("planned_until")[:1]),
            waiting=Count(
                "memberships",
                filter=Q(memberships__sheet__state="submitted", memberships__until__isnull=True)
                & ~Q(memberships__unit__in=units),
            ),
        )
        .filter(waiting__gt=0)
        .order_by(F("planned").asc(nulls_last=True), "cluster__position", "pk")
    )
    for cycle in cycles:
        words = ngettext("Verify %(count)s sent sheet", "Verify %(count)s sent sheets", cycle.waiting)
        yield WorkItem(
            words % {"count": cycle.waiting}, str(cycle), scores_url(cycle, source="verified"), cycle.planned
        )
