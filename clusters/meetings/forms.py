"""What is typed about a meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.cycles.editing import VersionedForm
from clusters.cycles.lineforms import UnitChoice, WithUnits, area, unified
from clusters.meetings.content import MeetingContent, Present, Spoken
from clusters.meetings.models import AttendanceRole, Manner, MeetingKind
from clusters.meetings.services import FIELDS
from emulation.core.forms import DayField
from emulation.core.lines import LineTable


class PresentForm(WithUnits):
    """One person or body that was present."""

    role = forms.ChoiceField(label=_("Part"), choices=AttendanceRole.choices, initial=AttendanceRole.GUEST)
    person = forms.CharField(label=_("Person"), required=False, max_length=150)
    office = forms.CharField(label=_("Office"), required=False, max_length=300)
    unit = UnitChoice(label=_("Unit"), required=False)
    body = forms.CharField(label=_("Other body"), required=False, max_length=300)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)


class AgendaForm(WithUnits):
    """One point of the order of the day."""

    text = forms.CharField(label=_("Point of the agenda"), widget=area())


class SpeechForm(WithUnits):
    """What somebody asked for, and the answer."""

    person = forms.CharField(label=_("Who spoke"), required=False, max_length=150)
    office = forms.CharField(label=_("Office"), required=False, max_length=300)
    body = forms.CharField(label=_("Speaks for"), required=False, max_length=300)
    asks = forms.CharField(label=_("Asks for"), widget=area())
    answered_by = forms.CharField(label=_("Answered by"), required=False, max_length=150)
    answered_office = forms.CharField(label=_("Office of who answered"), required=False, max_length=300)
    answer = forms.CharField(label=_("Answer"), required=False, widget=area())


class MeetingForm(VersionedForm):
    """The facts of the day."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind.choices, initial=MeetingKind.YEAR_END)
    held_on = DayField(label=_("Held on"))
    place = forms.CharField(label=_("Place"), required=False, max_length=300)
    manner = forms.ChoiceField(
        label=_("Manner of selection"),
        choices=Manner.choices,
        initial=Manner.UNKNOWN,
        help_text=_("How the meeting chose whom to nominate."),
    )
    counts_published = forms.BooleanField(label=_("The counts of votes were published"), required=False)
    scores_published = forms.BooleanField(label=_("The scores were published"), required=False)
    submitted_to = forms.CharField(label=_("Submitted to"), required=False, max_length=300)
    note = forms.CharField(label=_("Note"), required=False, widget=area(3))
    tables = {
        "present": LineTable(_("Present and guests"), PresentForm, blank=3),
        "agenda": LineTable(_("Order of the day"), AgendaForm),
        "speeches": LineTable(_("Speeches and proposals"), SpeechForm, blank=1),
    }

    def content(self) -> MeetingContent:
        """Return what was typed."""
        data = unified(self.cleaned_data)
        lines = {name: [unified(line) for line in self.lines[name].cleaned_lines()] for name in self.tables}
        return MeetingContent(
            **{name: data[name] for name in FIELDS},
            present=[Present(**line) for line in lines["present"]],
            agenda=[line["text"] for line in lines["agenda"]],
            speeches=[Spoken(**line) for line in lines["speeches"]],
        )

    @staticmethod
    def initial_of(content: MeetingContent) -> dict[str, Any]:
        """Return the initial values of the fields."""
        return {name: getattr(content, name) for name in FIELDS}

    @staticmethod
    def lines_of(content: MeetingContent) -> dict[str, list[dict[str, Any]]]:
        """Return the initial values of the lines."""
        return {
            "present": [vars(line) for line in content.present],
            "agenda": [{"text": text} for text in content.agenda],
            "speeches": [vars(line) for line in content.speeches],
        }
