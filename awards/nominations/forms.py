"""What is typed about nominations."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.catalogue.models import Award, Subject
from awards.nominations.models import Origin
from awards.nominations.services import LONGEST_REASON, Grounds
from clusters.cycles.editing import VersionedForm
from clusters.cycles.models import Cycle
from clusters.organisation.models import Unit
from emulation.core.views import ActionForm


def count_field(label: Any) -> forms.IntegerField:
    """Make a field for a number of votes."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class GroundsForm(VersionedForm):
    """What a nomination rests on."""

    origin = forms.ChoiceField(label=_("Rests on"), choices=Origin.choices, initial=Origin.BALLOT)
    votes_for = count_field(_("Votes for"))
    votes_of = count_field(_("Of how many votes"))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def grounds(self) -> Grounds:
        """Return what was typed."""
        data = self.cleaned_data
        return Grounds(
            data["origin"], data["votes_for"], data["votes_of"], data["note"].replace("\r\n", "\n")
        )


class NominateForm(GroundsForm):
    """A member for an award."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        help_text=_("Only members that stand for awards can be nominated."),
    )
    award = forms.ModelChoiceField(label=_("Award"), queryset=Award.objects.none())
    field_order = ("version", "unit", "award", "origin", "votes_for", "votes_of", "note")

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = cycle.memberships.filter(stands=True, until__isnull=True).values("unit")
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=standing)  # type: ignore[attr-defined]
        in_time = Q(valid_from__isnull=True) | Q(valid_from__lte=cycle.ends_on)
        in_time &= Q(valid_to__isnull=True) | Q(valid_to__gte=cycle.starts_on)
        awards = Award.objects.filter(in_time).exclude(subject=Subject.INDIVIDUAL)
        self.fields["award"].queryset = awards  # type: ignore[attr-defined]


class StepForm(ActionForm):
    """The reason of a step, as long as the register can hold it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reason" in self.fields:
            self.fields["reason"] = forms.CharField(
                label=_("Reason"),
                required=self.fields["reason"].required,
                max_length=LONGEST_REASON,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
