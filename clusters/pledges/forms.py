"""What is typed into a pledge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.cycles.editing import VersionedForm
from clusters.cycles.lineforms import UnitChoice, WithUnits, area, unified
from clusters.pledges.content import PledgeContent, Signer, Target, Title
from clusters.pledges.models import SignatoryRole
from emulation.core.forms import DayField, QuantityField
from emulation.core.lines import LineTable
from emulation.core.views import ActionForm


class TargetLine(WithUnits):
    """One target."""

    content = forms.CharField(label=_("Target"), widget=area())
    quantity = QuantityField(label=_("Quantity"), required=False)
    measure = forms.CharField(label=_("Unit of measure"), required=False, max_length=60)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)


class TitleLine(WithUnits):
    """One registered title."""

    unit = UnitChoice(label=_("Unit"))
    title = forms.CharField(label=_("Title"), max_length=300)


class SignatoryLine(WithUnits):
    """One signature block."""

    unit = UnitChoice(label=_("Unit"))
    role = forms.ChoiceField(label=_("Signs as"), choices=SignatoryRole.choices, initial=SignatoryRole.MEMBER)
    person = forms.CharField(label=_("Who signs"), required=False, max_length=150)
    office = forms.CharField(label=_("Office"), required=False, max_length=300)
    authority = forms.CharField(label=_("Authority"), required=False, max_length=20)
    signed_on = DayField(label=_("Signed on"), required=False)


class PledgeForm(VersionedForm):
    """Everything that stands in a pledge."""

    theme = forms.CharField(label=_("Theme"), required=False, widget=area())
    goals = forms.CharField(label=_("Common goals"), required=False, widget=area(4))
    commitment = forms.CharField(label=_("Commitment"), required=False, widget=area(3))
    place = forms.CharField(label=_("Place of signing"), required=False, max_length=300)
    tables = {
        "targets": LineTable(
            _("Targets"),
            TargetLine,
            help_text=_("The first is usually the assigned plan and the political tasks."),
        ),
        "titles": LineTable(_("Registered titles"), TitleLine),
        "signatories": LineTable(
            _("Signatories"),
            SignatoryLine,
            blank=1,
            help_text=_("Authority: KT., TL., TUQ. where one signs for another."),
        ),
    }

    def content(self) -> PledgeContent:
        """Return what was typed."""
        data = unified(self.cleaned_data)
        return PledgeContent(
            theme=data["theme"],
            goals=data["goals"],
            commitment=data["commitment"],
            place=data["place"],
            targets=[Target(**line) for line in self._lines("targets")],
            titles=[Title(**line) for line in self._lines("titles")],
            signatories=[Signer(**line) for line in self._lines("signatories")],
        )

    def _lines(self, name: str) -> list[dict[str, Any]]:
        return [unified(line) for line in self.lines[name].cleaned_lines()]

    @staticmethod
    def initial_of(content: PledgeContent) -> dict[str, Any]:
        """Return the initial values of the fields."""
        return {name: getattr(content, name) for name in ("theme", "goals", "commitment", "place")}

    @staticmethod
    def lines_of(content: PledgeContent) -> dict[str, list[dict[str, Any]]]:
        """Return the initial values of the lines."""
        return {
            name: [vars(line) for line in getattr(content, name)]
            for name in ("targets", "titles", "signatories")
        }


class SignForm(ActionForm):
    """On which day the pledge was signed."""

    signed_on = DayField(label=_("Signed on"), help_text=_("As on the paper."))
