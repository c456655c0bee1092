"""Which roles of the installation a person holds today: read with the person, or in one query."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from emulation.accounts.models import Role, RoleGrant


def holding_on(day: dt.date) -> QuerySet[RoleGrant]:
    """Return the grants that hold on a day, of everybody."""
    return RoleGrant.objects.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day).order_by()


def keep_roles(user: Any, roles: Iterable[str]) -> frozenset[str]:
    """Keep on the person, for the rest of the request, which roles hold today."""
    kept: frozenset[str] = frozenset(roles)
    user._roles_today = kept  # noqa: SLF001
    return kept


def roles_of(user: Any) -> frozenset[str]:
    """Return the role names that hold today."""
    kept: frozenset[str] | None = getattr(user, "_roles_today", None)
    return (
        kept
        if kept is not None
        else keep_roles(
            user, holding_on(timezone.localdate()).filter(user=user.pk).values_list("role", flat=True)
        )
    )


def is_standing_body(user: Any) -> bool:
    """Tell whether the person works for the standing body."""
    return Role.STANDING_BODY in roles_of(user)


def is_administrator(user: Any) -> bool:
    """Tell whether the person administers the system."""
    return user.is_superuser or Role.ADMINISTRATOR in roles_of(user)


def sees_everything(user: Any) -> bool:
    """Tell whether the person may read every cycle: standing body, viewers, administrators."""
    return bool(roles_of(user)) or user.is_superuser
