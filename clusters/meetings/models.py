"""The conferences of a year (hội nghị sơ kết, tổng kết): the facts of the day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import Cycle
from clusters.organisation.models import Unit
from emulation.core.fields import NameField, ProseField
from emulation.core.models import Public


class MeetingKind(models.TextChoices):
    YEAR_END = "year-end", _("year-end review")
    MID_YEAR = "mid-year", _("mid-year review")


class Manner(models.TextChoices):
    """How the meeting chose whom to nominate."""

    BALLOT = "ballot", _("ballot")
    AGREEMENT = "agreement", _("open agreement")
    UNKNOWN = "unknown", _("not stated")


class Meeting(Public):
    """A conference of a year; it may be held before the year ends or long after."""

    cycle = models.ForeignKey(
        Cycle, models.CASCADE, related_name="meetings", verbose_name=_("emulation year")
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=MeetingKind.choices, default=MeetingKind.YEAR_END
    )
    held_on = models.DateField(_("held on"))
    place = NameField(_("place"), blank=True)
    manner = models.CharField(
        _("manner of selection"), max_length=10, choices=Manner.choices, default=Manner.UNKNOWN
    )
    counts_published = models.BooleanField(_("counts published"), default=False)
    scores_published = models.BooleanField(_("scores published"), default=False)
    submitted_to = NameField(_("submitted to"), blank=True)
    note = ProseField(_("note"), blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["cycle", "held_on"]
        constraints = [models.UniqueConstraint(fields=["cycle", "kind", "held_on"], name="meeting_once")]

    def __str__(self) -> str:
        return f"{self.cycle}, {self.held_on:%d/%m/%Y}"


class AttendanceRole(models.TextChoices):
    CHAIR = "chair", _("chair")
    LEADER = "leader", _("attended and directed")
    STANDING_BODY = "standing-body", _("standing body")
    PRESENTER = "presenter", _("presented the report")
    GUEST = "guest", _("guest")
    ACCEPTED = "accepted", _("accepted the task")
    LAUNCHED = "launched", _("launched the next year")
    SIGNED = "signed", _("signed the next pledge")


class Attendance(models.Model):
    """Somebody at the meeting, or a body invited to it, in one part."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="attendances", verbose_name=_("meeting")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    role = models.CharField(_("part"), max_length=20, choices=AttendanceRole.choices)
    person = NameField(_("person"), max_length=150, blank=True)
    office = NameField(_("office"), blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    body = NameField(_("other body"), blank=True, help_text=_("A body that is not in the register."))
    note = NameField(_("note"), blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.person or str(self.unit or self.body)


class AgendaItem(models.Model):
    """One point of the order of the day."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name=_("meeting"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    text = ProseField(_("point"))

    class Meta:
        verbose_name = _("point of the agenda")
        verbose_name_plural = _("points of the agenda")
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Speech(models.Model):
    """What somebody asked for at the meeting, and who answered."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="speeches", verbose_name=_("meeting"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    person = NameField(_("who spoke"), max_length=150, blank=True)
    office = NameField(_("office"), blank=True)
    body = NameField(_("speaks for"), blank=True)
    asks = ProseField(_("asks for"))
    answered_by = NameField(_("answered by"), max_length=150, blank=True)
    answered_office = NameField(_("office of who answered"), blank=True)
    answer = ProseField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("speech")
        verbose_name_plural = _("speeches")
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.person or self.body
