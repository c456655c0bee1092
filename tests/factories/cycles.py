"""Emulation years with members, leaders and windows."""

import datetime as dt

from django.utils import timezone

from clusters.cycles.models import Cycle, Leadership, LeadershipRole, MemberGroup, Membership, PhaseWindow
from tests.factories.organisation import make_cluster, make_unit


def make_cycle(cluster=None, year=2026, members=0, **fields):
    fields.setdefault("starts_on", dt.date(year, 1, 1))
    fields.setdefault("ends_on", dt.date(year, 12, 31))
    cycle = Cycle.objects.create(cluster=cluster or make_cluster(), year=year, **fields)
    MemberGroup.objects.create(cycle=cycle, code="chung", name="Các đơn vị thành viên")
    add_members(cycle, members)
    return cycle


def add_members(cycle, number=1, group=None, units=None):
    """Add members to a year's group (its first one); returns the memberships in order."""
    group = group or cycle.groups.first()
    before = cycle.memberships.count()
    return [
        Membership.objects.create(cycle=cycle, unit=unit, group=group, position=before + place)
        for place, unit in enumerate(units or [make_unit() for _ in range(number)], start=1)
    ]


def make_leader(cycle, unit, role=LeadershipRole.HEAD, **fields):
    return Leadership.objects.create(
        cluster=cycle.cluster, year=fields.pop("year", cycle.year), role=role, unit=unit, **fields
    )


def open_windows(cycle, *phases):
    now = timezone.now()
    for phase in phases:
        PhaseWindow.objects.update_or_create(
            cycle=cycle, phase=phase, defaults={"opened_at": now, "closed_at": None}
        )
    cycle.__dict__.pop("_windows_by_phase", None)


def close_windows(cycle, *phases):
    now = timezone.now()
    for phase in phases:
        PhaseWindow.objects.update_or_create(
            cycle=cycle, phase=phase, defaults={"opened_at": now, "closed_at": now}
        )
    cycle.__dict__.pop("_windows_by_phase", None)
