"""Titles and commendations that can be awarded, as dated data."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from emulation.core.fields import NameField, ProseField
from emulation.core.models import Named, Public


class AwardKind(models.TextChoices):
    TITLE = "title", _("emulation title")
    COMMENDATION = "commendation", _("commendation")


class Subject(models.TextChoices):
    COLLECTIVE = "collective", _("collective")
    INDIVIDUAL = "individual", _("individual")
    BOTH = "both", _("collective or individual")


class AwardLevel(models.TextChoices):
    STATE = "state", _("State level")
    GOVERNMENT = "government", _("Government")
    MINISTRY = "ministry", _("ministry, sector or province")
    BASE = "base", _("unit")


class Award(Public, Named):
    """A title or commendation. An amount may be empty; `is_unconfirmed` marks what no text confirms."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = NameField(_("name"))
    kind = models.CharField(_("kind"), max_length=20, choices=AwardKind.choices)
    subject = models.CharField(_("for"), max_length=20, choices=Subject.choices, default=Subject.COLLECTIVE)
    level = models.CharField(_("level"), max_length=20, choices=AwardLevel.choices)
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The highest award first.")
    )
    decided_by = NameField(_("decided by"), blank=True)
    coefficient = models.DecimalField(
        _("money"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Times the base salary (mức lương cơ sở); empty when not known."),
    )
    legal_source = NameField(_("legal source"), blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    is_unconfirmed = models.BooleanField(_("unconfirmed"), default=False)
    note = ProseField(_("note"), blank=True)

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["position", "order_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="award_dates_in_order",
                violation_error_message=_("The last day comes before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def search_text(self) -> str:
        aliases = " ".join(alias.text for alias in self.aliases.all()) if self.pk else ""
        return f"{self.name} {self.code} {aliases}"


class AwardAlias(models.Model):
    """Another spelling of an award's name."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="aliases", verbose_name=_("award"))
    text = NameField(_("other spelling"), unique=True)

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")

    def __str__(self) -> str:
        return self.text
