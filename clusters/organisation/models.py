"""Lasting identities: bodies of the state, the clusters they compete in, and who acts for a body."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.organisation.querysets import ClusterQuerySet, UnitQuerySet
from emulation.accounts.models import Dated
from emulation.core.fields import NameField
from emulation.core.models import Named, Public
from emulation.core.text import search_key


class UnitKind(models.TextChoices):
    CENTRAL = "central", _("central body")
    MINISTRY_UNIT = "ministry-unit", _("unit of a ministry")
    PROVINCE = "province", _("people's committee of a province")
    PROVINCIAL_BODY = "provincial-body", _("body of a province")
    ENFORCEMENT = "enforcement", _("civil judgment enforcement office")
    OTHER = "other", _("other body")


class Unit(Public, Named):
    """A body of the state. It lasts while its names change."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = NameField(_("name"), help_text=_("The name today; earlier names keep their dates."))
    short_name = NameField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=UnitKind.choices, default=UnitKind.OTHER)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent body")
    )
    position = models.PositiveIntegerField(
        _("official order"), default=0, help_text=_("The agency's own order, before the alphabet.")
    )
    is_sample = models.BooleanField(
        _("sample"), default=False, help_text=_("Stands for a body that the source does not name.")
    )
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["position", "order_key", "pk"]

    def __str__(self) -> str:
        return self.name

    def search_text(self) -> str:
        return f"{self.name} {self.short_name} {self.code}"

    @property
    def column_name(self) -> str:
        """The name for narrow places such as the head of a grid."""
        return self.short_name or self.name

    def name_on(self, day: dt.date) -> str:
        """Return the name the body had on a day (its name today when no dated name covers the day)."""
        for dated in self.names.all():
            if (dated.valid_from is None or dated.valid_from <= day) and (
                dated.valid_to is None or day <= dated.valid_to
            ):
                return dated.name
        return self.name


class UnitName(models.Model):
    """A name a body had between two days; open ends are empty."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names", verbose_name=_("unit"))
    name = NameField(_("name"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("dated name")
        verbose_name_plural = _("dated names")
        ordering = ["unit", F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="unit_name_dates_in_order",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unit_name_starts_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_from__isnull=True), name="unit_name_first_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another spelling under which documents name the body."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name=_("unit"))
    text = NameField(_("other spelling"))
    search_key = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        ordering = ["unit", "text"]
        constraints = [models.UniqueConstraint(fields=["unit", "text"], name="unit_alias_once")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_key = search_key(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Succession(models.Model):
    """One body took over from another, many to one, on a day."""

    predecessor = models.ForeignKey(
        Unit, models.PROTECT, related_name="successions", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        Unit, models.PROTECT, related_name="inheritances", verbose_name=_("successor")
    )
    on = models.DateField(_("on"))
    decision = NameField(_("by decision"), blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_to_another",
                violation_error_message=_("A unit cannot succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class ClusterKind(models.TextChoices):
    CLUSTER = "cụm", _("cluster (cụm)")
    BLOCK = "khối", _("block (khối)")
    REGION = "khu vực", _("region (khu vực)")


class Level(models.TextChoices):
    NATIONAL = "national", _("national")
    MINISTRY = "ministry", _("ministry")
    PROVINCE = "province", _("province")


class Cluster(Public, Named):
    """A standing group of comparable units that compete for a year."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = NameField(_("name"))
    kind = models.CharField(_("kind"), max_length=10, choices=ClusterKind.choices)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    owner = models.ForeignKey(
        Unit, models.PROTECT, related_name="owned_clusters", verbose_name=_("organised by")
    )
    family = NameField(
        _("family"), blank=True, help_text=_("For example “Khối các đơn vị thuộc Bộ Tư pháp”.")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    position = models.PositiveIntegerField(_("official order"), default=0)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ["position", "order_key", "pk"]

    def __str__(self) -> str:
        return self.name

    def search_text(self) -> str:
        return f"{self.name} {self.family} {self.code}"


class Capacity(models.TextChoices):
    HEAD = "head", _("head of the unit")
    CONTACT = "contact", _("contact of the unit")


class Representation(Dated):
    """A person acts for a unit from a day to a day: the fact behind every right of a unit."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="representations", verbose_name=_("person")
    )
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="representations", verbose_name=_("unit"))
    capacity = models.CharField(
        _("capacity"), max_length=20, choices=Capacity.choices, default=Capacity.CONTACT
    )
    note = NameField(_("because of"), blank=True)

    class Meta:
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        ordering = ["unit", "user"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="representation_dates_in_order",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "capacity"],
                condition=Q(until__isnull=True),
                name="representation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.unit}"
