"""What is typed about years, phases, members and leaders."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import Cycle, LeadershipRole, MemberGroup
from clusters.organisation.models import Unit
from emulation.core.forms import DayField
from emulation.core.views import ActionForm


class OpenPhaseForm(ActionForm):
    """Until when the phase is meant to stay open."""

    until = DayField(
        label=_("Planned to end on"),
        required=False,
        help_text=_("Shown as the deadline; nothing closes by itself."),
    )
    field_order = ("until", "reason")


class PlanPhaseForm(ActionForm):
    """The planned days of a phase."""

    planned_from = DayField(label=_("Planned from"), required=False)
    planned_until = DayField(label=_("Planned until"), required=False)


class YearForm(forms.Form):
    """Which year is to be opened."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class OpenYearsForm(ActionForm):
    """The dates of the year; empty means the calendar year."""

    starts_on = DayField(label=_("Starts on"), required=False, help_text=_("Empty: 1 January."))
    ends_on = DayField(label=_("Ends on"), required=False, help_text=_("Empty: 31 December."))

    def dates(self) -> tuple[dt.date | None, dt.date | None]:
        """Return the two days that were typed."""
        return self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]


class MemberForm(forms.Form):
    """A unit that becomes a member."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    group = forms.ModelChoiceField(label=_("Group"), queryset=MemberGroup.objects.none())
    reason = forms.CharField(
        label=_("By which decision"),
        required=False,
        max_length=500,
        help_text=_("Needed once the phase “Pledge” is closed."),
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = cycle.memberships.values("unit")
        self.fields["unit"].queryset = Unit.objects.filter(dissolved_on__isnull=True).exclude(pk__in=members)  # type: ignore[attr-defined]
        self.fields["group"].queryset = cycle.groups.all()  # type: ignore[attr-defined]
        self.fields["group"].empty_label = None  # type: ignore[attr-defined]


class ChangeMemberForm(ActionForm):
    """Whether a member stands for awards, and since when it is a member no longer."""

    stands = forms.BooleanField(
        label=_("Stands for awards"),
        required=False,
        help_text=_("A unit that does not stand still votes and is ranked."),
    )
    until = DayField(label=_("Member until"), required=False, help_text=_("Empty while it is a member."))
    field_order = ("stands", "until", "reason")


class GroupForm(forms.Form):
    """A kind of member with its own table, ranking and pledge."""

    name = forms.CharField(label=_("Name of the group"), max_length=300)
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("Small letters, figures and dashes, for example so-tu-phap."),
    )


class AppointmentForm(forms.Form):
    """Who leads, and by which decision."""

    year = forms.TypedChoiceField(label=_("For the year"), coerce=int)
    role = forms.ChoiceField(label=_("As"), choices=LeadershipRole.choices, widget=forms.RadioSelect)
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("Empty when the decision is known and the unit is not."),
    )
    person = forms.CharField(label=_("Who acts for it"), required=False, max_length=150)
    office = forms.CharField(label=_("Office"), required=False, max_length=300)
    how = forms.CharField(
        label=_("How decided"), required=False, max_length=300, help_text=_("For example “in rotation”.")
    )
    decision_number = forms.CharField(label=_("Decision number"), required=False, max_length=100)
    decided_on = DayField(label=_("Decided on"), required=False)

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [cycle.year, cycle.year + 1]
        self.fields["year"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.filter(memberships__cycle=cycle).distinct()  # type: ignore[attr-defined]
