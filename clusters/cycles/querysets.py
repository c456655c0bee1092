"""Reading words for emulation years."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from clusters.organisation.models import Representation, UnitName
from emulation.accounts.roles import sees_everything

if TYPE_CHECKING:
    from clusters.cycles.models import Cycle, Leadership, Membership  # noqa: F401


def units_of(user: Any, day: dt.date | None = None) -> models.QuerySet[Representation, Any]:
    """Return the ids of the units a person acts for on a day (today)."""
    return units_on(user.pk, day or timezone.localdate())


def units_on(user: int, day: dt.date) -> models.QuerySet[Representation, Any]:
    """Return the same by the person's key."""
    return (
        Representation.objects.filter(Q(until__isnull=True) | Q(until__gte=day), user=user, since__lte=day)
        .order_by()
        .values("unit_id")
    )


class CycleQuerySet(models.QuerySet["Cycle"]):
    def visible_to(self, user: Any) -> "CycleQuerySet":
        """Keep the years a person may know of: all for the standing body and viewers, else those of own units
        and those in which a higher slice gives the person a part.
        """
        if not user.is_authenticated:
            return self.none()
        if sees_everything(user):
            return self
        from clusters.cycles.guests import as_guest
        from clusters.cycles.models import Leadership, Membership

        own = units_of(user)
        member = Membership.objects.filter(cycle=OuterRef("pk"), unit__in=own)
        leads = Leadership.objects.filter(
            cluster=OuterRef("cluster_id"), year=OuterRef("year"), unit__in=own, until__isnull=True
        )
        return self.filter(Q(Exists(member) | Exists(leads)) | as_guest(user))

    def led_by(self, user: Any) -> "CycleQuerySet":
        """Keep the years that a unit of the person heads or is deputy of."""
        from clusters.cycles.models import Leadership

        return self.filter(
            Exists(
                Leadership.objects.filter(
                    cluster=OuterRef("cluster_id"),
                    year=OuterRef("year"),
                    unit__in=units_of(user),
                    until__isnull=True,
                )
            )
        )

    def in_phase(self, *phases: str) -> "CycleQuerySet":
        """Keep the years in which one of the phases is open; `until` is the earliest day planned for its end."""
        from clusters.cycles.models import PhaseWindow

        windows = PhaseWindow.objects.filter(
            cycle=OuterRef("pk"), phase__in=phases, opened_at__isnull=False, closed_at__isnull=True
        ).order_by(F("planned_until").asc(nulls_last=True))
        return self.filter(Exists(windows)).annotate(until=Subquery(windows.values("planned_until")[:1]))

    def at(self, code: str, year: int) -> "CycleQuerySet":
        """Keep the year of an address."""
        return self.filter(cluster__code=code, year=year)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_order(self) -> "MembershipQuerySet":
        """Sort by group, then by the official order."""
        return self.order_by("group__position", "position", "unit__position", "unit__order_key", "pk")

    def named_at_the_end(self) -> "MembershipQuerySet":
        """Give each the name its unit had at the end of the year as `name_then`; like `Unit.name_on`."""
        end = OuterRef("cycle__ends_on")
        names = (
            UnitName.objects.filter(
                Q(valid_from__isnull=True) | Q(valid_from__lte=end),
                Q(valid_to__isnull=True) | Q(valid_to__gte=end),
                unit=OuterRef("unit"),
            )
            .order_by(F("valid_from").asc(nulls_first=True))
            .values("name")[:1]
        )
        return self.annotate(name_then=Coalesce(Subquery(names), F("unit__name")))


class LeadershipQuerySet(models.QuerySet["Leadership"]):
    def of(self, cycle: "Cycle") -> "LeadershipQuerySet":
        """Keep the leaders of a year that are in office, the head first."""
        return self.filter(cluster=cycle.cluster_id, year=cycle.year, until__isnull=True).order_by(
            "-role", "position", "pk"
        )
