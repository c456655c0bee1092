"""Which part a person plays in an emulation year: the facts behind every right."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from clusters.cycles.models import Cycle, Leadership, LeadershipRole, Membership
from clusters.cycles.querysets import units_of
from emulation.accounts.roles import is_standing_body, sees_everything


@dataclass(frozen=True)
class Parts:
    """What a person is in a year. `units` are the ids of the units the person acts for."""

    units: frozenset[int]
    member_units: frozenset[int]
    heads: bool
    deputises: bool
    standing_body: bool
    reads_all: bool

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
        return self.reads_all or self.leads or bool(self.member_units)


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
    for cycle in wanted:
        roles = led[cycle.cluster_id, cycle.year]
        kept[cycle.pk] = Parts(
            units=units,
            member_units=frozenset(member[cycle.pk]),
            heads=LeadershipRole.HEAD in roles,
            deputises=LeadershipRole.DEPUTY in roles,
            standing_body=is_standing_body(user),
            reads_all=sees_everything(user),
        )


def parts_in(cycle: Cycle, user: Any) -> Parts:
    """Return the person's parts in a year; kept on the user for the rest of the request."""
    kept: dict[int, Parts] = user.__dict__.setdefault("_parts", {})
    if cycle.pk not in kept:
        units = own_units(user)
        led = (
            dict(
                Leadership.objects.of(cycle).filter(unit__in=units).order_by().values_list("role", "unit_id")
            )
            if units
            else {}
        )
        member = (
            frozenset(
                Membership.objects.filter(cycle=cycle, unit__in=units)
                .order_by()
                .values_list("unit_id", flat=True)
            )
            if units
            else frozenset()
        )
        kept[cycle.pk] = Parts(
            units=units,
            member_units=member,
            heads=LeadershipRole.HEAD in led,
            deputises=LeadershipRole.DEPUTY in led,
            standing_body=is_standing_body(user),
            reads_all=sees_everything(user),
        )
    return kept[cycle.pk]
