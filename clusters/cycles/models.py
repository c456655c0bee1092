"""The emulation year of a cluster: members, leaders, and the windows of its phases."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.cycles.querysets import CycleQuerySet, LeadershipQuerySet, MembershipQuerySet
from clusters.cycles.rules import PHASES
from clusters.organisation.models import Cluster, Unit
from emulation.core.fields import NameField, ProseField
from emulation.core.models import Public


class Cycle(Public):
    """Cluster × year: the aggregate nearly everything hangs on. It may start and end outside the calendar year."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="cycles", verbose_name=_("cluster"))
    year = models.PositiveSmallIntegerField(_("year"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    note = ProseField(_("note"), blank=True)
    is_sample = models.BooleanField(
        _("sample data"), default=False, help_text=_("Its scores are samples; every page and print says so.")
    )

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("emulation year")
        verbose_name_plural = _("emulation years")
        ordering = ["-year", "cluster__position", "cluster__order_key"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "year"], name="cycle_once_a_year"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="cycle_dates_in_order",
                violation_error_message=_("The year ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster} – {self.year}"

    @property
    def chain(self) -> str:
        """The key of the year's chain in the log."""
        return f"cycle:{self.public_id}"


class MemberGroup(models.Model):
    """A kind of member with its own table, ranking, quota and pledge; most years have just one."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="groups", verbose_name=_("emulation year"))
    code = models.SlugField(_("code"), max_length=40)
    name = NameField(_("name"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("member group")
        verbose_name_plural = _("member groups")
        ordering = ["cycle", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["cycle", "code"], name="member_group_once")]

    def __str__(self) -> str:
        return self.name


class Membership(Public):
    """A unit is a member of a cluster for a year, at most once."""

    cycle = models.ForeignKey(
        Cycle, models.CASCADE, related_name="memberships", verbose_name=_("emulation year")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    group = models.ForeignKey(
        MemberGroup, models.PROTECT, related_name="memberships", verbose_name=_("group")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("to and including"), null=True, blank=True)
    stands = models.BooleanField(
        _("stands for awards"),
        default=True,
        help_text=_("A unit that does not stand still votes and is ranked."),
    )
    note = NameField(_("note"), blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["cycle", "group__position", "position", "unit__position", "unit__order_key"]
        constraints = [
            # One row per unit and year: two memberships of one unit in one year cannot overlap.
            models.UniqueConstraint(
                fields=["cycle", "unit"],
                name="membership_once",
                violation_error_message=_("The unit is a member of this year already."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="membership_dates_in_order",
                violation_error_message=_("The last day comes before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} ({self.cycle})"


class LeadershipRole(models.TextChoices):
    HEAD = "head", _("head")
    DEPUTY = "deputy", _("deputy head")


class Leadership(models.Model):
    """A unit heads a cluster for a year, or is deputy; a person acts for it.

    It hangs on cluster and year, not on the cycle: the next head is decided before the next year is opened.
    """

    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="leaderships", verbose_name=_("cluster")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    role = models.CharField(_("role"), max_length=10, choices=LeadershipRole.choices)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leaderships",
        verbose_name=_("unit"),
        help_text=_("Empty when the decision is known and the unit is not."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    person = NameField(_("who acts for it"), max_length=150, blank=True)
    office = NameField(_("office"), blank=True)
    title = NameField(_("called"), max_length=100, blank=True, help_text=_("For example “Cụm trưởng”."))
    how = NameField(_("how decided"), blank=True)
    decision_number = NameField(_("decision number"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("to and including"), null=True, blank=True)
    note = NameField(_("note"), blank=True)

    objects = LeadershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("leadership")
        verbose_name_plural = _("leaderships")
        ordering = ["cluster", "year", "-role", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "year"],
                condition=Q(role="head", until__isnull=True),
                name="leadership_one_head",
                violation_error_message=_("The cluster has a head for this year already."),
            ),
            models.UniqueConstraint(
                fields=["cluster", "year", "unit"],
                condition=Q(until__isnull=True),
                name="leadership_unit_once",
                violation_error_message=_("The unit is head or deputy of this year already."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="leadership_dates_in_order",
                violation_error_message=_("The last day comes before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.year}: {self.unit or '…'}"


class PhaseWindow(models.Model):
    """When a phase is planned and when a person opened and closed it. Rights and locks read windows."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="windows", verbose_name=_("emulation year"))
    phase = models.CharField(_("phase"), max_length=20)
    planned_from = models.DateField(_("planned from"), null=True, blank=True)
    planned_until = models.DateField(_("planned until"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["cycle", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "phase"], name="phase_window_once"),
            models.CheckConstraint(
                condition=Q(phase__in=[phase.name for phase in PHASES]), name="phase_known"
            ),
            models.CheckConstraint(
                condition=Q(planned_until__isnull=True)
                | Q(planned_from__isnull=True)
                | Q(planned_until__gte=F("planned_from")),
                name="phase_plan_in_order",
                violation_error_message=_("The phase is planned to end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="phase_closed_after_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.phase}"

    @property
    def is_open(self) -> bool:
        """Whether a person opened the window and nobody has closed it."""
        return self.opened_at is not None and self.closed_at is None

    @property
    def state(self) -> str:
        """`waiting`, `open` or `closed`."""
        if self.opened_at is None:
            return "waiting"
        return "closed" if self.closed_at else "open"
