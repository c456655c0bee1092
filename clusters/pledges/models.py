"""The pledge (giao ước thi đua): what the members promise and who signs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import Cycle, MemberGroup
from clusters.organisation.models import Unit
from emulation.core.fields import NameField, ProseField
from emulation.core.models import Public


class PledgeState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SIGNED = "signed", _("signed")


class Pledge(Public):
    """The pledge of a year, or of one member group where groups sign apart."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="pledges", verbose_name=_("emulation year"))
    group = models.ForeignKey(
        MemberGroup, models.CASCADE, null=True, blank=True, related_name="pledges", verbose_name=_("group")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PledgeState.choices, default=PledgeState.DRAFT
    )
    theme = ProseField(_("theme"), blank=True)
    goals = ProseField(_("common goals"), blank=True)
    commitment = ProseField(_("commitment"), blank=True)
    place = NameField(_("place"), blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        ordering = ["cycle", "group__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "group"], name="pledge_once_a_group"),
            models.UniqueConstraint(fields=["cycle"], condition=Q(group__isnull=True), name="pledge_once"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False),
                name="pledge_signed_on_a_day",
                violation_error_message=_("Say on which day the pledge was signed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}" + (f" – {self.group}" if self.group else "")


class PledgeTarget(models.Model):
    """A target with its quantity and unit of measure."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="targets", verbose_name=_("pledge"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    content = ProseField(_("target"))
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=2, null=True, blank=True)
    measure = NameField(_("unit of measure"), max_length=60, blank=True)
    note = NameField(_("note"), blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["pledge", "position", "pk"]

    def __str__(self) -> str:
        return self.content


class PledgeTitle(models.Model):
    """What a unit will compete for, as frozen text."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="titles", verbose_name=_("pledge"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="pledged_titles", verbose_name=_("unit"))
    title = NameField(_("emulation title"))

    class Meta:
        verbose_name = _("registered title")
        verbose_name_plural = _("registered titles")
        ordering = ["pledge", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["pledge", "unit", "title"], name="pledge_title_once")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.title}"


class SignatoryRole(models.TextChoices):
    HEAD = "head", _("head")
    MEMBER = "member", _("member")
    WITNESS = "witness", _("witness")


class Signatory(models.Model):
    """A signature block: for which unit, by whom, in what office; the person may not be known."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="signatories", verbose_name=_("pledge"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    role = models.CharField(
        _("signs as"), max_length=10, choices=SignatoryRole.choices, default=SignatoryRole.MEMBER
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="signed_pledges", verbose_name=_("unit"))
    person = NameField(_("who signs"), max_length=150, blank=True)
    office = NameField(_("office"), blank=True)
    authority = NameField(
        _("authority"),
        max_length=20,
        blank=True,
        help_text=_("KT., TL., TUQ. where somebody signs for the head."),
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["pledge", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["pledge", "unit", "role"], name="signatory_once")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.person or '…'}"
