"""People who sign in, and the roles they hold for the whole installation, as dated facts."""

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.core.fields import NameField
from emulation.core.text import person_order_key


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        fields.setdefault("full_name", username)
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. One full name: Vietnamese names have no first and last half."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        _("user name"),
        max_length=150,
        unique=True,
        error_messages={"unique": _("This user name is taken.")},
    )
    full_name = NameField(_("full name"), max_length=150)
    order_key = models.CharField(max_length=600, editable=False, default="", db_index=True)
    email = models.EmailField(_("e-mail"), blank=True)
    office = NameField(_("office"), blank=True, help_text=_("For example “Chánh Văn phòng”."))
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may enter the console"), default=False)
    date_joined = models.DateTimeField(_("since"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["order_key"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.order_key = person_order_key(self.full_name)
        fields = kwargs.get("update_fields")
        if fields and "full_name" in fields:
            kwargs["update_fields"] = {*fields, "order_key"}
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name


class Dated(models.Model):
    """A fact that holds from a day up to and including another (open when `until` is empty)."""

    since = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(_("to and including"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the fact holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Role(models.TextChoices):
    """Roles for the whole installation. Rights in one cluster or unit are facts of those."""

    STANDING_BODY = "standing-body", _("standing body")
    VIEWER = "viewer", _("viewer")
    ADMINISTRATOR = "administrator", _("system administrator")


class RoleGrant(Dated):
    """A person holds a role of the installation for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_grants", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    note = NameField(_("because of"), blank=True, help_text=_("Decision or request that gave the role."))

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["user", "role"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="role_grant_dates_in_order",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(until__isnull=True),
                name="role_grant_open_once",
                violation_error_message=_("The person holds this role already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
