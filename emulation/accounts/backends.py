"""Local accounts: who somebody is, read together with the roles that hold today."""

import datetime as dt
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from emulation.accounts.models import Role, User
from emulation.accounts.roles import holding_on, keep_roles
from emulation.core.fixed import FixedQuery


def _with_roles(user_id: int, day: dt.date) -> QuerySet[User]:
    grants = holding_on(day).filter(user=OuterRef("pk"))
    held = {f"holds_{number}": Exists(grants.filter(role=role)) for number, role in enumerate(Role)}
    return User.objects.filter(pk=user_id).annotate(**held).order_by()


# Every request of a person who is signed in asks for it.
PERSON: FixedQuery[User] = FixedQuery(_with_roles)


class People(ModelBackend):
    """Passwords as Django keeps them; the person of a request comes with today's roles in one query."""

    def get_user(self, user_id: Any) -> User | None:
        user = next(iter(PERSON(int(user_id), timezone.localdate())), None)
        if user is None or not self.user_can_authenticate(user):
            return None
        keep_roles(user, (role for number, role in enumerate(Role) if getattr(user, f"holds_{number}")))
        return user
