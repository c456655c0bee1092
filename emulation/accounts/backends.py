"""Local accounts: who somebody is, read together with the roles that hold today."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef

from emulation.accounts.models import Role, User
from emulation.accounts.roles import keep_roles, today


class People(ModelBackend):
    """Passwords as Django keeps them; the person of a request comes with today's roles in one query."""

    def get_user(self, user_id: Any) -> User | None:
        grants = today().filter(user=OuterRef("pk"))
        held = {f"holds_{number}": Exists(grants.filter(role=role)) for number, role in enumerate(Role)}
        user = User.objects.filter(pk=user_id).annotate(**held).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        keep_roles(user, (role for number, role in enumerate(Role) if getattr(user, f"holds_{number}")))
        return user
