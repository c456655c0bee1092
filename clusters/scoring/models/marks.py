"""Sheets and marks: what each source gave for each criterion, by whom and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.criteria.models import Criterion
from clusters.cycles.models import Membership
from clusters.organisation.models import Unit
from clusters.scoring.querysets import MarkQuerySet, SheetQuerySet
from clusters.scoring.states import SHEET
from emulation.core.fields import PointsField, ProseField
from emulation.core.models import Public


class Source(models.TextChoices):
    """Who a mark comes from. Totals never mix sources."""

    SELF = "self", _("self-score")
    INSPECTION = "inspection", _("cross-inspection")
    VERIFIED = "verified", _("verified")
    FINAL = "final", _("final")


class Sheet(Public):
    """The scoring sheet of a member for a year."""

    membership = models.OneToOneField(
        Membership, models.CASCADE, related_name="sheet", verbose_name=_("membership")
    )
    state = models.CharField(_("state"), max_length=20, default="not-begun")
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    return_reason = ProseField(_("reason of the return"), blank=True)
    return_until = models.DateField(_("to be sent again by"), null=True, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("scoring sheet")
        verbose_name_plural = _("scoring sheets")
        ordering = ["membership"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(SHEET.states)), name="sheet_state_known")
        ]

    def __str__(self) -> str:
        return str(self.membership)


class Mark(models.Model):
    """The points one source gave one criterion of one sheet.

    Empty points mean that nothing was given (a cleared mark keeps its row); a missing mark is never a zero.
    `not_arisen` is asked for by the unit (self) and decided by who verifies: with full points, or without
    points and out of the denominator, as the table says. A trigger holds the points within the criterion's
    own bounds.
    """

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="marks", verbose_name=_("sheet"))
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="marks", verbose_name=_("criterion")
    )
    source = models.CharField(_("source"), max_length=12, choices=Source.choices)
    points = PointsField(_("points"), null=True, blank=True)
    not_arisen = models.BooleanField(_("the task did not arise"), default=False)
    inputs = models.JSONField(_("inputs"), default=dict, blank=True)
    explanation = models.JSONField(_("explanation"), default=dict, blank=True)
    reason = ProseField(_("reason"), blank=True)
    evidence = ProseField(_("evidence"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("typed by"),
        help_text=_("Empty when the mark came from a loaded file."),
    )
    given_for = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on behalf of"),
        help_text=_("The unit whose paper was typed in."),
    )
    given_at = models.DateTimeField(_("when"))

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["sheet", "criterion__position", "source"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "source", "criterion"], name="mark_once"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="mark_source_known"),
            models.CheckConstraint(
                condition=Q(not_arisen=False) | ~Q(reason=""),
                name="mark_not_arisen_with_reason",
                violation_error_message=_("Say why the task did not arise."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.criterion} {self.source}: {self.points}"

    @property
    def is_answered(self) -> bool:
        """Whether the source said something: points (0 is an answer), or that the task did not arise."""
        return self.points is not None or self.not_arisen


class SheetTotal(models.Model):
    """What one source gave one sheet in sum, by the table the sheet is scored by now.

    The one writer is `scoring.services.totals`, under the lock of the sheet; `manage.py check_totals`
    computes them again and compares.
    """

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="totals", verbose_name=_("sheet"))
    source = models.CharField(_("source"), max_length=12, choices=Source.choices)
    points = PointsField(_("points"), help_text=_("All points, those on top of the total among them."))
    on_top = PointsField(_("points on top"))
    excluded = PointsField(
        _("out of the denominator"), help_text=_("Standard points of tasks that did not arise.")
    )
    answered = models.IntegerField(_("criteria answered"))
    at_full = models.IntegerField(_("criteria at full points"))

    class Meta:
        verbose_name = _("total of a sheet")
        verbose_name_plural = _("totals of sheets")
        ordering = ["sheet", "source"]
        constraints = [models.UniqueConstraint(fields=["sheet", "source"], name="sheet_total_once")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.source}: {self.points}"
