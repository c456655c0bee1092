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
    # What ranks is `total`; these tell how it came about.
    raw_total = PointsField(_("points in all"), null=True, blank=True)
    rescaled_total = PointsField(_("rescaled total"), null=True, blank=True)
    completion = PointsField(
        _("completion"), null=True, blank=True, help_text=_("Percent of the points that could be reached.")
    )
    ties = models.JSONField(_("what decided a tie"), default=list, blank=True)
    band = NameField(_("band"), max_length=40, blank=True)
    computed_band = NameField(_("computed band"), max_length=40, blank=True)
    band_reason = ProseField(_("reason of the band"), blank=True)
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


class TieKind(models.TextChoices):
    """What may decide between equal totals, in the order the cluster chose."""

    WITHOUT_BONUS = "without-bonus", _("total without points on top")
    SECTION = "section", _("points of a section")
    FULL_COUNT = "full-count", _("number of criteria at full points")
    INSPECTION = "inspection", _("total of the cross-inspection")
    VOTES = "votes", _("votes at the meeting")


class TieRule(models.Model):
    """One step of the ordered list that decides between equal totals; after the last one ranks are equal."""

    group = models.ForeignKey(
        MemberGroup, models.CASCADE, related_name="tie_rules", verbose_name=_("member group")
    )
    position = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("what decides"), max_length=20, choices=TieKind.choices)
    section = models.CharField(_("section"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("tie rule")
        verbose_name_plural = _("tie rules")
        ordering = ["group", "position"]
        constraints = [
            models.UniqueConstraint(fields=["group", "kind", "section"], name="tie_rule_once"),
            models.UniqueConstraint(fields=["group", "position"], name="tie_rule_position_once"),
            models.CheckConstraint(condition=Q(kind__in=TieKind.values), name="tie_rule_known"),
            models.CheckConstraint(
                condition=(Q(kind="section") & ~Q(section="")) | (~Q(kind="section") & Q(section="")),
                name="tie_rule_section_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.get_kind_display()} {self.section}".strip()


class VoteCount(models.Model):
    """How many votes a member got at the meeting, where votes decide between equal totals."""

    membership = models.OneToOneField(
        Membership, models.CASCADE, related_name="vote_count", verbose_name=_("member")
    )
    votes = models.PositiveIntegerField(_("votes"))
    note = NameField(_("stands in"), blank=True, help_text=_("For example the counting minutes."))

    class Meta:
        verbose_name = _("votes of a member")
        verbose_name_plural = _("votes of members")
        ordering = ["membership"]

    def __str__(self) -> str:
        return f"{self.membership}: {self.votes}"


class BandDecision(models.Model):
    """The band that was decided for a member where it is not the computed one, with the reason."""

    membership = models.OneToOneField(
        Membership, models.CASCADE, related_name="band_decision", verbose_name=_("member")
    )
    band = NameField(_("band"), max_length=40)
    reason = ProseField(_("reason"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    decided_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("decided band")
        verbose_name_plural = _("decided bands")
        ordering = ["membership"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(band=""), name="band_decision_with_reason")
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.band}"
