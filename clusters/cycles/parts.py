"""Which part a person plays in an emulation year: the facts behind every right."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from clusters.cycles.guests import guest_years
from clusters.cycles.models import Cycle, Leadership, LeadershipRole, Membership
from clusters.cycles.querysets import units_of, units_on
from emulation.accounts.roles import is_standing_body, sees_everything
from emulation.core.fixed import FixedQuery


@dataclass(frozen=True)
class Parts:
    """What a person is in a year. `units` are the ids of the units the person acts for."""

    units: frozenset[int]
    member_units: frozenset[int]
    heads: bool
    deputises: bool
    standing_body: bool
    reads_all: bool
    # Has a part that only a higher slice knows of, such as filling a section of a sheet.
    guest: bool = False

    @property
    def leads(self) -> bool:
        """Head or deputy."""
        return self.heads or self.deputises

    @property
    def runs(self) -> bool:
        """Head, deputy or standing body: those who run the year."""
        return self.leads or self.standing_body

    @property
    def sees(self) -> bool:
        """Whether the year is visible at all."""
        return self.reads_all or self.leads or bool(self.member_units) or self.guest


def _units_and_parts(user: int, day: dt.date, cluster: int, year: int, cycle: int) -> Any:
    unit = OuterRef("unit_id")
    leads = Leadership.objects.filter(cluster=cluster, year=year, until__isnull=True, unit=unit)
    role = leads.order_by("-role", "position", "pk").values("role")[:1]
    member = Membership.objects.filter(cycle=cycle, unit=unit)
    return units_on(user, day).values_list("unit_id", Subquery(role), Exists(member))


# Every page of a year and every save asks for it.
UNITS_AND_PARTS: FixedQuery[tuple[int, str | None, bool]] = FixedQuery(_units_and_parts)


def own_units(user: Any) -> frozenset[int]:
    """Return the ids of the units the person acts for today; kept on the user for the rest of the request."""
    kept: frozenset[int] | None = getattr(user, "_own_units", None)
    if kept is None:
        kept = frozenset(row["unit_id"] for row in units_of(user))
        user._own_units = kept  # noqa: SLF001
    return kept


def prepare_parts(user: Any, cycles: Iterable[Cycle]) -> None:
    """Find the person's parts in many years at once, in two queries, so that `parts_in` asks no more."""
    units, kept = own_units(user), user.__dict__.setdefault("_parts", {})
    wanted = [cycle for cycle in cycles if cycle.pk not in kept]
    led: dict[tuple[int, int], set[str]] = defaultdict(set)
    member: dict[int, set[int]] = defaultdict(set)
    if units and wanted:
        leads = Leadership.objects.filter(unit__in=units, until__isnull=True)
        for cluster, year, role in leads.order_by().values_list("cluster_id", "year", "role"):
            led[cluster, year].add(role)
        rows = Membership.objects.filter(cycle__in=wanted, unit__in=units).order_by()
        for cycle_id, unit_id in rows.values_list("cycle_id", "unit_id"):
            member[cycle_id].add(unit_id)
    strangers = [cycle for cycle in wanted if not member[cycle.pk] and not led[cycle.cluster_id, cycle.year]]
    guests = set() if sees_everything(user) else guest_years(user, strangers)
    for cycle in wanted:
        roles = led[cycle.cluster_id, cycle.year]
        kept[cycle.pk] = Parts(
            units=units,
            member_units=frozenset(member[cycle.pk]),
            heads=LeadershipRole.HEAD in roles,
            deputises=LeadershipRole.DEPUTY in roles,
            standing_body=is_standing_body(user),
            reads_all=sees_everything(user),
            guest=cycle.pk in guests,
        )


def parts_in(cycle: Cycle, user: Any) -> Parts:
    """Return the person's parts in a year, in one query; kept on the user for the rest of the request."""
    kept: dict[int, Parts] = user.__dict__.setdefault("_parts", {})
    if cycle.pk not in kept:
        today, year = timezone.localdate(), (cycle.cluster_id, int(cycle.year), cycle.pk)
        rows = UNITS_AND_PARTS(user.pk, today, *year) if user.pk else []
        found = {unit: (role, is_member) for unit, role, is_member in rows}
        units = user._own_units = frozenset(found)  # noqa: SLF001 - kept like `own_units` keeps them
        led = {role for role, _is_member in found.values() if role}
        members = frozenset(unit for unit, (_role, is_member) in found.items() if is_member)
        kept[cycle.pk] = Parts(
            units=units,
            member_units=members,
            heads=LeadershipRole.HEAD in led,
            deputises=LeadershipRole.DEPUTY in led,
            standing_body=is_standing_body(user),
            reads_all=sees_everything(user),
            guest=not (led or members or sees_everything(user)) and bool(guest_years(user, [cycle])),
        )
    return kept[cycle.pk]
