"""The summary report as work: narrative sections with their history, and what the units contribute."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import Cycle, Membership
from emulation.core.fields import ProseField
from emulation.core.models import Public


class ReportState(models.TextChoices):
    DRAFT = "draft", _("draft")
    ADOPTED = "adopted", _("adopted")


class SectionKind(models.TextChoices):
    RESULTS = "results", _("Results")
    WEAKNESSES = "weaknesses", _("Weaknesses")
    DIRECTIONS = "directions", _("Directions")
    PROPOSALS = "proposals", _("Proposals")


class SummaryReport(Public):
    """The narrative part of a year's summary report; the figures are computed beside it."""

    cycle = models.OneToOneField(
        Cycle, models.CASCADE, related_name="report", verbose_name=_("emulation year")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState.choices, default=ReportState.DRAFT
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)

    class Meta:
        verbose_name = _("summary report")
        verbose_name_plural = _("summary reports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(adopted_on__isnull=False),
                name="report_adopted_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.cycle)


class ReportSection(models.Model):
    """One narrative section as it stands; every version is kept in its revisions."""

    report = models.ForeignKey(
        SummaryReport, models.CASCADE, related_name="sections", verbose_name=_("report")
    )
    kind = models.CharField(_("section"), max_length=20, choices=SectionKind.choices)
    text = ProseField(_("text"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("section of a report")
        verbose_name_plural = _("sections of reports")
        ordering = ["report", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="report_section_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class SectionRevision(models.Model):
    """A version of a section: the text, who wrote it, when."""

    section = models.ForeignKey(ReportSection, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField(_("version"))
    text = ProseField(_("text"), blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    written_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("version of a section")
        verbose_name_plural = _("versions of sections")
        ordering = ["section", "-version"]
        constraints = [models.UniqueConstraint(fields=["section", "version"], name="section_revision_once")]

    def __str__(self) -> str:
        return f"{self.section} {self.version}"


class Contribution(models.Model):
    """What a member gives to a section of the report: its own results, weaknesses, proposals."""

    membership = models.ForeignKey(
        Membership, models.CASCADE, related_name="contributions", verbose_name=_("member")
    )
    kind = models.CharField(_("section"), max_length=20, choices=SectionKind.choices)
    text = ProseField(_("text"))
    version = models.PositiveIntegerField(default=1, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    written_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["membership", "kind"]
        constraints = [models.UniqueConstraint(fields=["membership", "kind"], name="contribution_once")]

    def __str__(self) -> str:
        return f"{self.membership}: {self.get_kind_display()}"
