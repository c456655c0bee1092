"""Every change of an emulation year, its members, leaders and windows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.cycles import history
from clusters.cycles.models import Cycle, Leadership, LeadershipRole, MemberGroup, Membership, PhaseWindow
from clusters.cycles.rules import HIGHEST_DEPUTIES, PHASE_LABELS
from clusters.organisation.models import Cluster, Unit
from emulation.audit.services import record
from emulation.core.errors import Conflict, Refused, RefusedRows, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require


@dataclass(frozen=True)
class YearPlan:
    """The dates of a new year; empty dates mean the calendar year."""

    year: int
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None

    @property
    def dates(self) -> tuple[dt.date, dt.date]:
        """First and last day."""
        return self.starts_on or dt.date(self.year, 1, 1), self.ends_on or dt.date(self.year, 12, 31)


def _copy_members(source: Cycle, target: Cycle) -> None:
    groups = {
        old.pk: MemberGroup.objects.create(cycle=target, code=old.code, name=old.name, position=old.position)
        for old in source.groups.all()
    }
    Membership.objects.bulk_create(
        Membership(cycle=target, unit=old.unit, group=groups[old.group_id], position=old.position)
        for old in source.memberships.filter(
            until__isnull=True, unit__dissolved_on__isnull=True
        ).select_related("unit")
    )


def _open_one(cluster: Cluster, plan: YearPlan, actor: Any) -> Cycle:
    if Cycle.objects.filter(cluster=cluster, year=plan.year).exists():
        raise Refused(gettext_noop("The year %(year)s is open already."), place=str(cluster), year=plan.year)
    starts_on, ends_on = plan.dates
    if ends_on <= starts_on:
        raise Refused(gettext_noop("The year ends before it starts."), field="ends_on")
    cycle = Cycle.objects.create(cluster=cluster, year=plan.year, starts_on=starts_on, ends_on=ends_on)
    before = cluster.cycles.filter(year__lt=plan.year).order_by("-year").first()
    if before is None:
        MemberGroup.objects.create(cycle=cycle, code="chung", name="Các đơn vị thành viên")
    else:
        _copy_members(before, cycle)
    PhaseWindow.objects.bulk_create(PhaseWindow(cycle=cycle, phase=phase) for phase in PHASE_LABELS)
    PhaseWindow.objects.filter(cycle=cycle, phase="draft").update(opened_at=timezone.now(), opened_by=actor)
    record(
        history.YEAR_OPENED,
        cycle,
        chain=cycle.chain,
        actor=actor,
        data={"members": cycle.memberships.count()},
    )
    return cycle


@transaction.atomic
def open_years(*, clusters: Iterable[Cluster], plan: YearPlan, actor: Any) -> list[Cycle]:
    """Open a year for many clusters at once, all or none, with the members of each cluster's last year.

    Locks the clusters in the order of their keys. Refuses, with the rows in the way, where the year exists.
    """
    require(actor, "cycles.manage")
    wanted = sorted(clusters, key=lambda cluster: cluster.pk)
    rows = list(Cluster.objects.select_for_update().filter(pk__in=[one.pk for one in wanted]).order_by("pk"))
    opened, refused = [], []
    for cluster in rows:
        try:
            opened.append(_open_one(cluster, plan, actor))
        except Refused as error:
            refused.append(Refused(error.message, place=str(cluster), **error.values))
    if refused:
        raise RefusedRows(
            gettext_noop("Nothing was opened: %(count)s clusters stand in the way."),
            refused,
            count=len(refused),
        )
    return opened


def _window(cycle: Cycle, phase: str) -> PhaseWindow:
    if phase not in PHASE_LABELS:
        raise Refused(gettext_noop("There is no phase “%(phase)s”."), phase=phase)
    locked(cycle)
    window, _made = PhaseWindow.objects.select_for_update().get_or_create(cycle=cycle, phase=phase)
    return window


@transaction.atomic
def open_phase(
    *, cycle: Cycle, phase: str, actor: Any, until: dt.date | None = None, reason: str = ""
) -> PhaseWindow:
    """Open a phase's window, or open a closed one again, which needs a reason. Locks the cycle."""
    window = _window(cycle, phase)
    require(actor, "cycles.windows", cycle)
    if window.is_open:
        raise Conflict(gettext_noop("The phase is open already."), current=window)
    if window.closed_at and not reason.strip():
        raise Refused(gettext_noop("Say why the phase is opened again."), field="reason")
    if until and window.planned_from and until < window.planned_from:
        raise Refused(gettext_noop("The phase is planned to end before it starts."), field="until")
    window.opened_at, window.opened_by = timezone.now(), actor
    window.closed_at = window.closed_by = None
    window.planned_until = until or window.planned_until
    window.save(update_fields=["opened_at", "opened_by", "closed_at", "closed_by", "planned_until"])
    data = {"phase": phase, "until": until}
    record(history.PHASE_OPENED, cycle, chain=cycle.chain, actor=actor, data=data, reason=reason)
    return window


@transaction.atomic
def close_phase(*, cycle: Cycle, phase: str, actor: Any, reason: str = "") -> PhaseWindow:
    """Close a phase's window. Locks the cycle."""
    window = _window(cycle, phase)
    require(actor, "cycles.windows", cycle)
    if not window.is_open:
        raise Conflict(gettext_noop("The phase is not open."), current=window)
    window.closed_at, window.closed_by = timezone.now(), actor
    window.save(update_fields=["closed_at", "closed_by"])
    record(history.PHASE_CLOSED, cycle, chain=cycle.chain, actor=actor, data={"phase": phase}, reason=reason)
    return window


@transaction.atomic
def plan_phase(
    *, cycle: Cycle, phase: str, planned_from: dt.date | None, planned_until: dt.date | None, actor: Any
) -> PhaseWindow:
    """Set the planned dates of a phase. Locks the cycle."""
    window = _window(cycle, phase)
    require(actor, "cycles.windows", cycle)
    if planned_from and planned_until and planned_until < planned_from:
        raise Refused(gettext_noop("The phase is planned to end before it starts."), field="planned_until")
    window.planned_from, window.planned_until = planned_from, planned_until
    window.save(update_fields=["planned_from", "planned_until"])
    data = {"phase": phase, "from": planned_from, "until": planned_until}
    record(history.PHASE_PLANNED, cycle, chain=cycle.chain, actor=actor, data=data)
    return window


@transaction.atomic
def add_group(*, cycle: Cycle, code: str, name: str, actor: Any) -> MemberGroup:
    """Add a kind of member to a year, after the others. Locks the cycle; refuses a code that is taken."""
    require(actor, "cycles.manage")
    cycle = locked(cycle, "cluster")
    if not name.strip():
        raise Refused(gettext_noop("Name the group."), field="name")
    if cycle.groups.filter(code=code).exists():
        raise Refused(gettext_noop("The year has a group with this code already."), field="code")
    group = MemberGroup.objects.create(cycle=cycle, code=code, name=name, position=cycle.groups.count() + 1)
    data = {"group": group.name, "code": code}
    record(history.GROUP_ADDED, cycle, chain=cycle.chain, actor=actor, data=data)
    return group


@transaction.atomic
def add_member(
    *, cycle: Cycle, unit: Unit, group: MemberGroup, actor: Any, position: int = 0, reason: str = ""
) -> Membership:
    """Make a unit a member of a year. After the pledge is closed a reason (the decision) is needed."""
    require(actor, "cycles.manage")
    cycle = locked(cycle)
    if group.cycle_id != cycle.pk:
        raise Refused(gettext_noop("The group belongs to another year."), field="group")
    if cycle.memberships.filter(unit=unit).exists():
        raise Refused(gettext_noop("The unit is a member of this year already."), field="unit")
    pledge = cycle.windows.filter(phase="pledge", closed_at__isnull=False).exists()
    if pledge and not reason.strip():
        raise Refused(
            gettext_noop("The pledge is signed: name the decision that changes the members."), field="reason"
        )
    member = Membership.objects.create(cycle=cycle, unit=unit, group=group, position=position)
    data = {"unit": unit.name, "code": unit.code, "group": group.code}
    record(history.MEMBER_ADDED, cycle, chain=cycle.chain, actor=actor, data=data, reason=reason)
    return member


@transaction.atomic
def change_membership(
    *, membership: Membership, actor: Any, stands: bool, until: dt.date | None = None, reason: str = ""
) -> Membership:
    """Record that a member does not stand for awards, or leaves. Needs a reason."""
    require(actor, "cycles.manage")
    membership = locked(membership, "cycle", "unit")
    if not reason.strip():
        raise Refused(gettext_noop("Give a reason."), field="reason")
    before = {"stands": membership.stands, "until": membership.until}
    membership.stands, membership.until = stands, until
    membership.save(update_fields=["stands", "until"])
    data = {"unit": membership.unit.name, "before": before, "after": {"stands": stands, "until": until}}
    cycle = membership.cycle
    record(history.MEMBER_CHANGED, cycle, chain=cycle.chain, actor=actor, data=data, reason=reason)
    return membership


@transaction.atomic
def place_member(
    *, membership: Membership, actor: Any, group: MemberGroup, position: int, reason: str = ""
) -> Membership:
    """Put a member into another group, or at another place of the official order.

    Refuses another group without a reason, and once the member has marks: another table gave them.
    """
    require(actor, "cycles.manage")
    membership = locked(membership, "cycle", "unit", "group")
    if group.cycle_id != membership.cycle_id:
        raise Refused(gettext_noop("The group belongs to another year."), field="group")
    if group.pk != membership.group_id:
        if not reason.strip():
            raise Refused(gettext_noop("Give a reason."), field="reason")
        if Membership.objects.filter(pk=membership.pk, sheet__marks__points__isnull=False).exists():
            raise Refused(
                gettext_noop("The member has marks by the table of its group; it stays there."), field="group"
            )
    before = {"group": membership.group.code, "position": membership.position}
    membership.group, membership.position = group, position
    membership.save(update_fields=["group", "position"])
    data = {
        "unit": membership.unit.name,
        "before": before,
        "after": {"group": group.code, "position": position},
    }
    cycle = membership.cycle
    record(history.MEMBER_CHANGED, cycle, chain=cycle.chain, actor=actor, data=data, reason=reason)
    return membership


@dataclass(frozen=True)
class Appointment:
    """Who leads a cluster for a year, by which decision."""

    role: str
    unit: Unit | None
    person: str = ""
    office: str = ""
    how: str = ""
    decision_number: str = ""
    decided_on: dt.date | None = None


@transaction.atomic
def appoint(*, cluster: Cluster, year: int, appointment: Appointment, actor: Any) -> Leadership:
    """Record the head or a deputy of a cluster for a year; a new head ends the old one's term.

    Locks the cluster. Refuses a unit that leads already, and a third deputy.
    """
    require(actor, "cycles.manage")
    cluster = locked(cluster)
    today = timezone.localdate()
    in_office = cluster.leaderships.filter(year=year, until__isnull=True)
    if appointment.unit and in_office.filter(unit=appointment.unit).exists():
        raise Refused(gettext_noop("The unit is head or deputy of this year already."), field="unit")
    if appointment.role == LeadershipRole.HEAD:
        in_office.filter(role=LeadershipRole.HEAD).update(until=today)
    elif in_office.filter(role=LeadershipRole.DEPUTY).count() >= HIGHEST_DEPUTIES:
        raise Refused(gettext_noop("A cluster has at most two deputies."), field="role")
    leader = Leadership.objects.create(
        cluster=cluster,
        year=year,
        role=appointment.role,
        unit=appointment.unit,
        person=appointment.person,
        office=appointment.office,
        how=appointment.how,
        decision_number=appointment.decision_number,
        decided_on=appointment.decided_on,
        position=in_office.count(),
    )
    cycle = Cycle.objects.filter(cluster=cluster, year=year).first()
    data = {"role": appointment.role, "year": year, "unit": appointment.unit.name if appointment.unit else ""}
    chain = cycle.chain if cycle else f"cluster:{cluster.public_id}"
    record(history.LEADER_APPOINTED, cycle or cluster, chain=chain, actor=actor, data=data)
    return leader
