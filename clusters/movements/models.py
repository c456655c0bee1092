"""Movements (phong trào thi đua) of a year and what they and the units brought about."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import Cycle
from clusters.organisation.models import Unit
from emulation.core.fields import NameField, ProseField


class MovementKind(models.TextChoices):
    YEARLY = "yearly", _("yearly")
    THEMED = "themed", _("themed")
    AD_HOC = "ad-hoc", _("ad hoc")


class Movement(models.Model):
    """A campaign of a year: who launched it, for how long, to what end."""

    cycle = models.ForeignKey(
        Cycle, models.CASCADE, related_name="movements", verbose_name=_("emulation year")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    name = NameField(_("name"), max_length=500)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=MovementKind.choices,
        blank=True,
        help_text=_("Empty when not known."),
    )
    launched_by = NameField(_("launched by"), blank=True)
    aim = ProseField(_("aim"), blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        ordering = ["cycle", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "name"], name="movement_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="movement_dates_in_order",
                violation_error_message=_("The movement ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Result(models.Model):
    """What was done, with its figure; within a movement or outside any. `by` names those who are no member."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="results", verbose_name=_("emulation year"))
    movement = models.ForeignKey(
        Movement, models.CASCADE, null=True, blank=True, related_name="results", verbose_name=_("movement")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="results", verbose_name=_("unit")
    )
    by = NameField(
        _("by others"), blank=True, help_text=_("Who did it, when it is not a unit of the register.")
    )
    content = ProseField(_("what was done"))
    amount = models.DecimalField(_("figure"), max_digits=18, decimal_places=2, null=True, blank=True)
    measure = NameField(_("unit of measure"), max_length=60, blank=True)
    at_least = models.BooleanField(_("more than"), default=False, help_text=_("The source says “more than”."))

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["cycle", "movement", "position", "pk"]

    def __str__(self) -> str:
        return self.content
