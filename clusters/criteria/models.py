"""Versioned tables of criteria and which group is scored by which table."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import MemberGroup
from clusters.organisation.models import Unit
from emulation.core.fields import NameField, PointsField, ProseField
from emulation.core.models import Public


class TableState(models.TextChoices):
    DRAFT = "draft", _("draft")
    FROZEN = "frozen", _("frozen")


class NotArisen(models.TextChoices):
    """What becomes of a criterion whose task did not arise ("không phát sinh nhiệm vụ")."""

    NEVER = "never", _("not provided for")
    FULL = "full", _("full points")
    EXCLUDED = "excluded", _("out of the denominator")


class RankedBy(models.TextChoices):
    """Which total of a sheet ranks."""

    RAW = "raw", _("the points themselves")
    RESCALED = "rescaled", _("the total rescaled to the whole table")


class CriteriaTable(Public):
    """A table of criteria as issued, in one version. Frozen at the first mark; then it never changes."""

    code = models.SlugField(_("code"), max_length=80)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    name = NameField(_("name"), max_length=500)
    scale = PointsField(_("points in all"), help_text=_("Without bonuses on top of the total."))
    state = models.CharField(_("state"), max_length=10, choices=TableState.choices, default=TableState.DRAFT)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True, editable=False)
    # Words of a frozen table may be corrected, its rules never: what is kept in memory is known by this number.
    wording = models.PositiveIntegerField(_("corrections of its words"), default=0, editable=False)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name=_("corrects")
    )
    issued_by = NameField(_("issued by"), blank=True)
    decision_number = NameField(_("decision number"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    is_partial = models.BooleanField(
        _("partial"),
        default=False,
        help_text=_("Only fragments of the issued table are known; the rest completes it."),
    )
    not_arisen = models.CharField(
        _("tasks that did not arise"), max_length=10, choices=NotArisen.choices, default=NotArisen.NEVER
    )
    ranked_by = models.CharField(
        _("ranked by"), max_length=10, choices=RankedBy.choices, default=RankedBy.RAW
    )
    inner_places = models.PositiveSmallIntegerField(
        _("decimals inside a rule"),
        null=True,
        blank=True,
        help_text=_("2 to 4; empty: fractions stay exact and only the points are rounded."),
    )
    bands = models.JSONField(_("bands"), default=list, blank=True)
    note = ProseField(_("note"), blank=True)

    class Meta:
        verbose_name = _("criteria table")
        verbose_name_plural = _("criteria tables")
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="criteria_table_version_once"),
            models.CheckConstraint(
                condition=Q(scale__gt=Decimal(0)),
                name="criteria_table_scale_positive",
                violation_error_message=_("The points in all are above zero."),
            ),
            models.CheckConstraint(
                condition=~Q(state="frozen") | Q(frozen_at__isnull=False), name="criteria_table_frozen_when"
            ),
            models.CheckConstraint(
                condition=Q(inner_places__isnull=True) | Q(inner_places__range=(2, 4)),
                name="criteria_table_inner_places",
                violation_error_message=_("Inside a rule there are two to four decimals."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code} v{self.version})"

    @property
    def is_frozen(self) -> bool:
        return self.state == TableState.FROZEN

    @property
    def chain(self) -> str:
        """The key of the table's chain in the log."""
        return f"criteria:{self.public_id}"


class Criterion(models.Model):
    """One line of a table: a group of lines, or a leaf that takes marks."""

    table = models.ForeignKey(
        CriteriaTable, models.CASCADE, related_name="criteria", verbose_name=_("criteria table")
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    code = models.CharField(_("code"), max_length=40)
    name = ProseField(_("name"))
    position = models.PositiveIntegerField(_("order"), help_text=_("From top to bottom of the whole table."))
    level = models.PositiveSmallIntegerField(_("depth"), default=0, editable=False)
    kind = models.CharField(_("kind of rule"), max_length=30)
    minimum = PointsField(_("least points"), default=Decimal("0.00"))
    maximum = PointsField(_("standard points"))
    ceiling = PointsField(
        _("most points"),
        null=True,
        blank=True,
        help_text=_("Where the rule may give more than the standard points; else empty."),
    )
    on_top = models.BooleanField(
        _("on top"), default=False, help_text=_("A bonus outside the sum of its section.")
    )
    parameters = models.JSONField(_("rule"), default=dict, blank=True)
    verified_by = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verifies",
        verbose_name=_("verified by"),
        help_text=_("The body of the field, where it is not the head or the standing body."),
    )
    replaces = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("stands for"),
        help_text=_("The line of the version before, or of last year's table, that this one continues."),
    )
    note = ProseField(_("note"), blank=True, help_text=_("For example where the line was published."))

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["table", "position"]
        constraints = [
            models.UniqueConstraint(fields=["table", "code"], name="criterion_code_once"),
            models.UniqueConstraint(fields=["table", "position"], name="criterion_position_once"),
            models.CheckConstraint(
                condition=Q(maximum__gte=F("minimum")),
                name="criterion_bounds_in_order",
                violation_error_message=_("The standard points are below the least points."),
            ),
            models.CheckConstraint(
                condition=Q(ceiling__isnull=True) | Q(ceiling__gte=F("maximum")),
                name="criterion_ceiling_above",
                violation_error_message=_("The most points are below the standard points."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_leaf(self) -> bool:
        """Whether the line takes marks."""
        return self.kind != "group"


class CriteriaBinding(models.Model):
    """A member group is scored by a table."""

    group = models.OneToOneField(
        MemberGroup, models.CASCADE, related_name="binding", verbose_name=_("member group")
    )
    table = models.ForeignKey(
        CriteriaTable, models.PROTECT, related_name="bindings", verbose_name=_("criteria table")
    )
    bound_on = models.DateField(_("bound on"), null=True, blank=True)

    class Meta:
        verbose_name = _("table of a group")
        verbose_name_plural = _("tables of groups")

    def __str__(self) -> str:
        return f"{self.group}: {self.table}"
