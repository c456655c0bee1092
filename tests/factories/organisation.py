"""Units, clusters, and people who act for units."""

import datetime as dt
import itertools

from clusters.organisation.models import (
    Capacity,
    Cluster,
    ClusterKind,
    Level,
    Representation,
    Unit,
    UnitKind,
)
from emulation.accounts.models import User

_numbers = itertools.count(1)


def make_unit(name="", **fields):
    number = next(_numbers)
    fields.setdefault("code", f"don-vi-{number}")
    fields.setdefault("kind", UnitKind.MINISTRY_UNIT)
    fields.setdefault("position", number)
    return Unit.objects.create(name=name or f"Đơn vị {number}", **fields)


def make_cluster(name="", **fields):
    number = next(_numbers)
    fields.setdefault("code", f"cum-{number}")
    fields.setdefault("kind", ClusterKind.CLUSTER)
    fields.setdefault("level", Level.MINISTRY)
    if "owner" not in fields:
        fields["owner"] = make_unit(f"Bộ {number}", kind=UnitKind.CENTRAL)
    return Cluster.objects.create(name=name or f"Cụm thi đua số {number}", **fields)


def make_user(username="", **fields):
    username = username or f"nguoi-{next(_numbers)}"
    fields.setdefault("full_name", f"Người dùng {username}")
    return User.objects.create_user(username, "mat-khau-thu", **fields)


def make_representation(user, unit, capacity=Capacity.CONTACT, **fields):
    fields.setdefault("since", dt.date(2020, 1, 1))
    return Representation.objects.create(user=user, unit=unit, capacity=capacity, **fields)
