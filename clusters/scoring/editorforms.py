"""What is typed about who fills which sections, and in comments."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.criteria.models import Criterion
from clusters.cycles.models import Membership
from clusters.scoring.models import Visibility
from clusters.scoring.services.comments import LONGEST
from emulation.accounts.models import User
from emulation.core.forms import DayField
from emulation.core.text import search_key

NOBODY = _("Nobody is found under this name. Type the user name, for example “dau-moi”.")
# Listed when a name fits several people.
SHOWN = 5


def find_person(text: str, membership: Membership) -> User:
    """Find anybody active by user name; by name without accents those who acted for the unit or filled its sheets."""
    active = User.objects.filter(is_active=True)
    exact = active.filter(username__iexact=text.strip()).first()
    if exact is not None:
        return exact
    near = (
        active.filter(representations__unit=membership.unit_id)
        | active.filter(edited_sections__membership__unit=membership.unit_id)
    ).distinct()
    key = search_key(text)
    found = [one for one in near if key and key in search_key(one.full_name)]
    if len(found) > 1:
        names = ", ".join(f"{one.full_name} ({one.username})" for one in found[:SHOWN])
        said = gettext("Several people have this name; type the user name of one of them: %(names)s.")
        raise forms.ValidationError(said % {"names": names})
    if not found:
        raise forms.ValidationError(NOBODY)
    return found[0]


class EditorForm(forms.Form):
    """A person, the lines the person fills, and the days."""

    person = forms.CharField(
        label=_("Person"),
        max_length=150,
        help_text=_("The user name; or the name of somebody who filled a sheet of this unit before."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sections = forms.MultipleChoiceField(
        label=_("Fills"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A section stands for itself and everything below it."),
    )
    since = DayField(label=_("From"))
    until = DayField(label=_("To and including"), required=False, help_text=_("Empty: until it is ended."))

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        self.fields["since"].initial = timezone.localdate
        binding = getattr(membership.group, "binding", None)
        lines = Criterion.objects.filter(table=binding.table_id).order_by("position") if binding else []
        choices = [(line.code, f"{'– ' * line.level}{line.code} {line.name}") for line in lines]
        self.fields["sections"].choices = choices  # type: ignore[attr-defined]

    def clean_person(self) -> User:
        return find_person(self.cleaned_data["person"], self.membership)


class CommentForm(forms.Form):
    """What somebody says, about which line, and who reads it."""

    criterion = forms.ModelChoiceField(label=_("About"), queryset=Criterion.objects.none(), empty_label=None)
    visibility = forms.ChoiceField(label=_("Read by"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("Comment"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST)

    def __init__(self, *args: Any, lines: Any, readable: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = lines  # type: ignore[attr-defined]
        choices = [(value, label) for value, label in Visibility.choices if value in readable]
        self.fields["visibility"].choices = choices  # type: ignore[attr-defined]
        self.fields["visibility"].initial = choices[0][0] if choices else ""
