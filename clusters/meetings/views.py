"""The meetings of a year: the facts of the day, read by all who see it, recorded by those who run it."""

from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.changes import fingerprint
from clusters.cycles.editing import EditPage
from clusters.cycles.lineforms import units_of_year
from clusters.cycles.pages import CyclePage
from clusters.meetings.content import MeetingContent, content_of
from clusters.meetings.forms import MeetingForm
from clusters.meetings.models import Attendance, Meeting
from clusters.meetings.services import add_meeting, remove_meeting, save_meeting
from emulation.core.page import Action, Link
from emulation.core.permissions import can
from emulation.core.templatetags.ui import day
from emulation.core.views import ActionPage, TemplatePage


def whole(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Load meetings with everything recorded of them."""
    return rows.prefetch_related(
        Prefetch("attendances", Attendance.objects.select_related("unit")), "agenda", "speeches"
    )


def who(row: Attendance) -> str:
    """Say who was present: person, office, unit or body; an office that names the unit names it once."""
    unit = row.unit.name if row.unit and row.unit.name not in row.office else ""
    return ", ".join(part for part in (row.person, row.office, unit, row.body) if part)


def drawn(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting with who was present, by part, in the order they were written."""
    rows = list(meeting.attendances.all())
    first = {row.role: place for place, row in reversed(list(enumerate(rows)))}
    rows.sort(key=lambda row: first[row.role])
    parts = [
        {"label": people[0].get_role_display(), "people": [(who(row), row.note) for row in people]}
        for people in (list(group) for _role, group in groupby(rows, key=lambda row: row.role))
    ]
    return {"meeting": meeting, "parts": parts}


class MeetingPage(CyclePage, TemplatePage):
    """Every meeting of the year with its facts."""

    template_name = "clusters/meetings/meeting.html"
    title = _("Meetings of the year")
    lead = _("The facts of the day: who chaired, who came, what was dealt with, what was asked.")
    tab = "meeting"
    help_topic = "meeting"

    @cached_property
    def may_edit(self) -> bool:
        return bool(can(self.request.user, "meetings.edit", self.cycle))

    def get_primary(self) -> Action | None:
        if not self.may_edit:
            return None
        return Action(_("Record a meeting"), self.address("meeting-add"), icon="plus")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meetings = whole(self.cycle.meetings.order_by("-held_on"))
        return super().get_context_data(
            meetings=[drawn(meeting) for meeting in meetings], may_edit=self.may_edit, **kwargs
        )


class MeetingEdit(CyclePage):
    """A page that writes the record of a meeting."""

    tab = "meeting"
    permission = "meetings.edit"

    def get_further_crumbs(self) -> list[Link]:
        return [Link(gettext("Meetings of the year"), self.address("meeting")), Link(str(self.get_title()))]

    def get_cancel_url(self) -> str:
        return self.address("meeting")

    def get_success_url(self) -> str:
        return self.address("meeting")


class AddMeeting(MeetingEdit, EditPage):
    """Record a meeting that was held."""

    title = _("Record a meeting")
    form_class = MeetingForm
    button = _("Record the meeting")
    success = _("The meeting is recorded.")

    def get_version(self) -> str:
        return ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "line_kwargs": {"units": units_of_year(self.cycle, [])}}

    def act(self, form: Any) -> Meeting:
        return add_meeting(cycle=self.cycle, actor=self.request.user, content=form.content())


class OneMeeting(MeetingEdit):
    """A page about one meeting of the year."""

    kwargs: dict[str, Any]

    @cached_property
    def meeting(self) -> Meeting:
        meeting = whole(self.cycle.meetings.filter(public_id=self.kwargs["public_id"])).first()
        if meeting is None:
            raise Http404
        meeting.cycle = self.cycle
        return meeting

    def get_lead(self) -> str:
        return f"{self.meeting.get_kind_display()}, {day(self.meeting.held_on)}"


class EditMeeting(OneMeeting, EditPage):
    """Write the record of a meeting."""

    title = _("Edit the record of the meeting")
    form_class = MeetingForm
    button = _("Save the record")
    success = _("The record is saved.")
    now_template = "clusters/meetings/facts.html"

    @cached_property
    def content(self) -> MeetingContent:
        return content_of(self.meeting)

    def get_version(self) -> str:
        fresh = Meeting.objects.filter(pk=self.meeting.pk).first()
        return fingerprint(content_of(fresh).as_data()) if fresh else ""

    def get_now(self) -> dict[str, Any]:
        fresh = whole(Meeting.objects.filter(pk=self.meeting.pk)).first()
        return {"item": drawn(fresh)} if fresh else {}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **MeetingForm.initial_of(self.content)}

    def get_form_kwargs(self) -> dict[str, Any]:
        named = [line.unit for line in self.content.present if line.unit]
        return {
            **super().get_form_kwargs(),
            "line_initial": MeetingForm.lines_of(self.content),
            "line_kwargs": {"units": units_of_year(self.cycle, named)},
        }

    def act(self, form: Any) -> Meeting:
        return save_meeting(
            meeting=self.meeting,
            actor=self.request.user,
            seen=form.cleaned_data["version"],
            content=form.content(),
        )


class RemoveMeeting(OneMeeting, ActionPage):
    """Remove a record that was entered by mistake."""

    template_name = "clusters/cycle_action.html"
    title = _("Remove the record of the meeting")
    needs_reason = True
    button = _("Remove the record")
    success = _("The record is removed.")

    def get_seen(self) -> str:
        return fingerprint(content_of(self.meeting).as_data())

    def get_consequences(self) -> list[Any]:
        return [_("The record disappears from the year; the log keeps that it was there, and why it went.")]

    def act(self, form: Any) -> None:
        remove_meeting(meeting=self.meeting, actor=self.request.user, reason=form.cleaned_data["reason"])
