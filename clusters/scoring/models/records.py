"""What stands beside the marks: who fills which section, evidence, comments, corrections."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.criteria.models import Criterion
from clusters.cycles.models import Membership
from clusters.scoring.models.marks import Sheet
from emulation.accounts.models import Dated
from emulation.core.fields import NameField, PointsField, ProseField
from emulation.core.models import Public


class SectionEditor(Dated):
    """A person fills a section of a member's sheet, from a day to a day."""

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="editors", verbose_name=_("membership")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="edited_sections", verbose_name=_("person")
    )
    section = models.CharField(
        _("section"), max_length=40, help_text=_("The code of the line; it and all below it.")
    )

    class Meta:
        verbose_name = _("editor of a section")
        verbose_name_plural = _("editors of sections")
        ordering = ["membership", "section", "user"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="section_editor_dates_in_order",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.UniqueConstraint(
                fields=["membership", "user", "section"],
                condition=Q(until__isnull=True),
                name="section_editor_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.section}"


class EvidenceKind(models.TextChoices):
    PDF = "pdf", "PDF"
    PICTURE = "picture", _("picture")
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"


class Evidence(Public):
    """A file that proves what a unit says about a criterion. Withdrawn ones stay as a record."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="evidence", verbose_name=_("sheet"))
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="evidence", verbose_name=_("criterion")
    )
    title = NameField(_("what it is"))
    number = NameField(_("document number"), max_length=100, blank=True)
    dated = models.DateField(_("of"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind.choices)
    # A path under STORAGE_ROOT made by the system; the name the person gave is only shown.
    path = models.CharField(max_length=200, editable=False)
    file_name = NameField(_("file name"))
    size = models.PositiveBigIntegerField(_("size"))
    digest = models.CharField("SHA-256", max_length=64)
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("when"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        ordering = ["sheet", "criterion", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EvidenceKind.values), name="evidence_kind_known")
        ]

    def __str__(self) -> str:
        return self.title


class Visibility(models.TextChoices):
    """Who reads a comment."""

    TEAM = "team", _("those who verify")
    UNIT = "unit", _("the unit and those who verify")
    PUBLIC = "public", _("everyone who reads the sheet")


class Comment(Public):
    """What somebody says about a criterion of a sheet. Withdrawn ones stay as a record."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="comments", verbose_name=_("sheet"))
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="comments", verbose_name=_("criterion")
    )
    visibility = models.CharField(_("read by"), max_length=10, choices=Visibility.choices)
    text = ProseField(_("comment"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    said_at = models.DateTimeField(_("when"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["sheet", "criterion", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="comment_visibility_known"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Ground(models.TextChoices):
    """Why a final mark was changed."""

    CORRECTION = "correction", _("correction")
    APPEAL = "appeal", _("appeal")


class Correction(Public):
    """A final mark was changed after the close: old, new, why, who. Append-only."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="corrections", verbose_name=_("sheet"))
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="corrections", verbose_name=_("criterion")
    )
    old_points = PointsField(_("points before"), null=True)
    new_points = PointsField(_("points after"), null=True)
    reason = ProseField(_("reason"))
    ground = models.CharField(_("ground"), max_length=12, choices=Ground.choices, default=Ground.CORRECTION)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_with_reason"),
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="correction_ground_known"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.old_points} → {self.new_points}"
