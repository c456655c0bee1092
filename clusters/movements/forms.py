"""What is typed about movements and results."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.cycles.editing import VersionedForm
from clusters.cycles.lineforms import UnitChoice, WithUnits, area, unified
from clusters.movements.content import MovementContent, ResultLine
from clusters.movements.models import MovementKind
from emulation.core.forms import DayField, QuantityField
from emulation.core.lines import LineTable

FIELDS = ("name", "kind", "launched_by", "aim", "starts_on", "ends_on")


class ResultForm(WithUnits):
    """One result with its figure."""

    content = forms.CharField(label=_("What was done"), widget=area())
    amount = QuantityField(label=_("Figure"), required=False)
    measure = forms.CharField(label=_("Unit of measure"), required=False, max_length=60)
    at_least = forms.BooleanField(label=_("More than"), required=False)
    unit = UnitChoice(label=_("Unit"), required=False)
    by = forms.CharField(label=_("By others"), required=False, max_length=300)


RESULTS = LineTable(
    _("Results"), ResultForm, blank=3, help_text=_("“By others” names who is no unit of the register.")
)


def typed_results(form: VersionedForm) -> list[ResultLine]:
    """Return the results that were typed."""
    return [ResultLine(**unified(line)) for line in form.lines["results"].cleaned_lines()]


class MovementForm(VersionedForm):
    """A movement with its results."""

    name = forms.CharField(label=_("Name"), max_length=500, widget=area())
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("not known")), *MovementKind.choices]
    )
    launched_by = forms.CharField(label=_("Launched by"), required=False, max_length=300)
    aim = forms.CharField(label=_("Aim"), required=False, widget=area(3))
    starts_on = DayField(label=_("Begins on"), required=False)
    ends_on = DayField(label=_("Ends on"), required=False)
    tables = {"results": RESULTS}

    def content(self) -> MovementContent:
        """Return what was typed."""
        data = unified(self.cleaned_data)
        return MovementContent(**{name: data[name] for name in FIELDS}, results=typed_results(self))

    @staticmethod
    def initial_of(content: MovementContent) -> dict[str, Any]:
        """Return the initial values of the fields."""
        return {name: getattr(content, name) for name in FIELDS}


class OtherResultsForm(VersionedForm):
    """Results that belong to no movement."""

    tables = {"results": RESULTS}
