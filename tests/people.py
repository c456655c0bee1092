"""The cast: one person for each part, in one year of one cluster, by real facts.

The head and the deputy act for units that are members too; the contact acts for a third member; the
outsider acts for a unit of another cluster.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from clusters.cycles.models import Cycle, LeadershipRole
from clusters.organisation.models import Capacity, Unit
from emulation.accounts.models import Role, RoleGrant, User
from tests.factories.cycles import add_members, make_cycle, make_leader
from tests.factories.organisation import make_representation, make_unit, make_user

NAMES = ("standing_body", "head", "deputy", "contact", "viewer", "administrator", "outsider")


@dataclass
class Cast:
    cycle: Cycle
    head_unit: Unit
    deputy_unit: Unit
    contact_unit: Unit
    outside_cycle: Cycle
    outside_unit: Unit
    standing_body: User
    head: User
    deputy: User
    contact: User
    viewer: User
    administrator: User
    outsider: User

    @property
    def everyone(self) -> dict[str, User]:
        return {name: getattr(self, name) for name in NAMES}

    def fresh(self, name: str) -> User:
        """Read the person again: rights are kept on the object for one request."""
        return User.objects.get(pk=getattr(self, name).pk)


def _with_role(username: str, role: str, **fields: Any) -> User:
    user = make_user(username, **fields)
    RoleGrant.objects.create(user=user, role=role, since=dt.date(2020, 1, 1))
    return user


def make_cast(cycle: Cycle | None = None) -> Cast:
    """Make the seven people around a year (a new one with three members unless given)."""
    cycle = cycle or make_cycle()
    units = [make_unit(name) for name in ("Cục Kế hoạch", "Thanh tra", "Văn phòng")]
    add_members(cycle, units=units)
    head_unit, deputy_unit, contact_unit = units
    make_leader(cycle, head_unit)
    make_leader(cycle, deputy_unit, LeadershipRole.DEPUTY)
    outside_cycle = make_cycle(year=cycle.year, members=1)
    outside_unit = outside_cycle.memberships.get().unit
    people = {
        "head": make_user("truong-cum", full_name="Phan Văn Trưởng"),
        "deputy": make_user("pho-cum", full_name="Lê Thị Phó"),
        "contact": make_user("dau-moi", full_name="Trần Thị Mối"),
        "outsider": make_user("nguoi-ngoai", full_name="Đỗ Văn Ngoài"),
    }
    units_of = {
        "head": head_unit,
        "deputy": deputy_unit,
        "contact": contact_unit,
        "outsider": outside_unit,
    }
    for name, unit in units_of.items():
        make_representation(people[name], unit, Capacity.CONTACT if name == "contact" else Capacity.HEAD)
    return Cast(
        cycle=cycle,
        head_unit=head_unit,
        deputy_unit=deputy_unit,
        contact_unit=contact_unit,
        outside_cycle=outside_cycle,
        outside_unit=outside_unit,
        standing_body=_with_role("thuong-truc", Role.STANDING_BODY, full_name="Nguyễn Thị Trực"),
        viewer=_with_role("nguoi-xem", Role.VIEWER, full_name="Hoàng Văn Xem"),
        administrator=_with_role("quan-tri", Role.ADMINISTRATOR, full_name="Vũ Văn Trị", is_staff=True),
        **people,
    )
