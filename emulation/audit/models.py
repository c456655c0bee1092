"""The log: append-only, one hash chain per cycle, outliving the objects and people it speaks of."""

import uuid
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(RuntimeError):
    """Somebody tried to change or delete what may only be added to."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **_kwargs: Any) -> NoReturn:
        raise AppendOnly("log entries are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("log entries are never deleted")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnly("log entries are never changed")


class Chain(models.Model):
    """The end of one chain; its row is the lock that gives entries their sequence."""

    key = models.CharField(max_length=100, unique=True)
    sequence = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.key} #{self.sequence}"


class Entry(models.Model):
    """One thing that was done. Names are frozen text; no foreign key leads to what it speaks of."""

    chain = models.CharField(_("chain"), max_length=100)
    sequence = models.BigIntegerField(_("number"))
    at = models.DateTimeField(_("when"))
    verb = models.CharField(_("what"), max_length=80, db_index=True)
    subject_kind = models.CharField(_("kind of object"), max_length=80)
    subject_id = models.CharField(_("object's id"), max_length=64)
    subject_label = models.CharField(_("object"), max_length=500)
    action = models.UUIDField(_("action"), default=uuid.uuid4, db_index=True)
    data = models.JSONField(_("details"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    personal_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["chain", "sequence"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="entry_sequence_once")]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="entry_subject")]

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise AppendOnly("log entries are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnly("log entries are never deleted")


class Personal(models.Model):
    """Who did it. Only a salted hash of this row is chained, so that it can be erased by law."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="personal")
    salt = models.CharField(max_length=32)
    actor_id = models.CharField(_("person's id"), max_length=64, blank=True, db_index=True)
    actor_name = models.CharField(_("who"), max_length=300, blank=True)
    actor_role = models.CharField(_("acting as"), max_length=300, blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=300, blank=True)
    address = models.CharField(_("address"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("person in the log")
        verbose_name_plural = _("people in the log")

    def __str__(self) -> str:
        return self.actor_name
