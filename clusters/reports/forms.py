"""What is typed into a summary report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.cycles.editing import VersionedForm
from emulation.core.forms import DayField
from emulation.core.views import ActionForm


class TextForm(VersionedForm):
    """The text of a section, or of a contribution to it."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("An empty line begins a new paragraph."),
    )


class AdoptForm(ActionForm):
    """On which day the report was adopted."""

    adopted_on = DayField(label=_("Adopted on"), help_text=_("Usually the day of the meeting."))
