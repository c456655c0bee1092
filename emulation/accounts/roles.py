"""Which roles of the installation a person holds today: one query a request."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from emulation.accounts.models import Role, RoleGrant


def roles_of(user: Any) -> frozenset[str]:
    """Return the role names that hold today; kept on the user object for the rest of the request."""
    kept: frozenset[str] | None = getattr(user, "_roles_today", None)
    if kept is None:
        today = timezone.localdate()
        kept = frozenset(
            RoleGrant.objects.filter(
                Q(until__isnull=True) | Q(until__gte=today), user_id=user.pk, since__lte=today
            )
            .order_by()
            .values_list("role", flat=True)
        )
        user._roles_today = kept  # noqa: SLF001
    return kept


def is_standing_body(user: Any) -> bool:
    """Tell whether the person works for the standing body."""
    return Role.STANDING_BODY in roles_of(user)


def is_administrator(user: Any) -> bool:
    """Tell whether the person administers the system."""
    return user.is_superuser or Role.ADMINISTRATOR in roles_of(user)


def sees_everything(user: Any) -> bool:
    """Tell whether the person may read every cycle: standing body, viewers, administrators."""
    return bool(roles_of(user)) or user.is_superuser
