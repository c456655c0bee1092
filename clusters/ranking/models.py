"""Published rankings, frozen as they were announced."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import MemberGroup, Membership
from emulation.core.fields import NameField, PointsField, ProseField
from emulation.core.models import Public


class Standing(models.TextChoices):
    PROVISIONAL = "provisional", _("provisional")
    FINAL = "final", _("final")


class Publication(Public):
    """A ranking of a member group as published. A wrong one is withdrawn with a reason and stays readable."""

    group = models.ForeignKey(
        MemberGroup, models.PROTECT, related_name="publications", verbose_name=_("member group")
    )
    standing = models.CharField(_("standing"), max_length=12, choices=Standing.choices)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawal_reason = ProseField(_("reason of the withdrawal"), blank=True)

    class Meta:
        verbose_name = _("published ranking")
        verbose_name_plural = _("published rankings")
        ordering = ["group", "published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "standing"],
                condition=Q(withdrawn_at__isnull=True),
                name="publication_one_in_force",
                violation_error_message=_("This ranking is published already."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | (Q(withdrawn_at__gte=F("published_at")) & ~Q(withdrawal_reason="")),
                name="publication_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group.cycle} – {self.group}: {self.get_standing_display()}"


class RankedRow(models.Model):
    """One line of a published ranking, with the name as it was. An incomplete sheet has no total and no rank."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="rows")
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="ranked_rows", verbose_name=_("member")
    )
    position = models.PositiveSmallIntegerField(_("line"))
    unit_name = NameField(_("unit"))
    total = PointsField(_("total"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    answered = models.PositiveIntegerField(_("criteria with points"))
    asked = models.PositiveIntegerField(_("criteria in all"))
    band = NameField(_("band"), max_length=40, blank=True)
    sections = models.JSONField(_("totals of the sections"), default=dict)

    class Meta:
        verbose_name = _("line of a ranking")
        verbose_name_plural = _("lines of rankings")
        ordering = ["publication", "position"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "membership"], name="ranked_row_once"),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(total__isnull=False, answered=F("asked")),
                name="ranked_row_complete_when_ranked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank or '–'} {self.unit_name}"
