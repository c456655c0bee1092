"""What is typed about a ranking: what decides ties, votes, a band."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.cycles.editing import VersionedForm
from clusters.cycles.lineforms import area
from clusters.cycles.models import Membership
from clusters.ranking.models import BandDecision, TieKind, VoteCount
from clusters.ranking.services import TieStep
from clusters.ranking.telling import step_name
from emulation.core.lines import LineTable

Choices = list[tuple[str, str]]


class StepForm(forms.Form):
    """One step of the list; its choices are those of the table of the group."""

    what = forms.ChoiceField(label=_("What decides"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]


class TiesForm(VersionedForm):
    """The ordered list that decides between equal totals."""

    tables = {
        "steps": LineTable(
            _("In this order"),
            StepForm,
            help_text=_(
                "Of two equal totals the one with the higher figure is in front. After the last line ranks are equal."
            ),
        )
    }

    def steps(self) -> list[TieStep]:
        """Return what was chosen, in order."""
        found = []
        for line in self.lines["steps"].cleaned_lines():
            kind, _colon, section = line["what"].partition(":")
            found.append(TieStep(kind, section))
        return found

    @staticmethod
    def chosen(kind: str, section: str) -> str:
        """Write a step as its choice."""
        return f"{kind}:{section}" if section else kind

    @classmethod
    def choices(cls, sections: Iterable[tuple[str, str]], kept: Iterable[tuple[str, str]] = ()) -> Choices:
        """List what may decide: each kind, and each section (code, name) of the table.

        A section that is `kept` in the list though the table no longer has it stays readable.
        """
        found: Choices = []
        known = list(sections)
        known += [(code, "") for _kind, code in kept if code and code not in dict(known)]
        for kind in TieKind:
            if kind == TieKind.SECTION:
                found += [
                    (cls.chosen(kind, code), step_name(kind.value, code, name)[:120]) for code, name in known
                ]
            else:
                found.append((kind.value, str(kind.label)))
        return found


class VotesForm(VersionedForm):
    """The votes each member of a group got, and where they stand."""

    note = forms.CharField(
        label=_("The votes stand in"),
        required=False,
        max_length=300,
        help_text=_("For example the counting minutes, with number and date."),
    )

    def __init__(self, *args: Any, members: list[tuple[Membership, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for member, name in members:
            self.fields[f"votes_{member.pk}"] = forms.IntegerField(
                label=name,
                required=False,
                min_value=0,
                max_value=1_000_000,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )

    def votes(self) -> dict[int, int | None]:
        """Return the counts by membership; an empty field is no count."""
        return {member.pk: self.cleaned_data[f"votes_{member.pk}"] for member, _name in self.members}

    @staticmethod
    def initial_of(rows: list[VoteCount]) -> dict[str, Any]:
        """Return what stands written down."""
        note = rows[0].note if rows else ""
        return {"note": note, **{f"votes_{row.membership_id}": row.votes for row in rows}}


class BandForm(VersionedForm):
    """Another band than the computed one, with the reason."""

    band = forms.ChoiceField(label=_("Decided band"))
    reason = forms.CharField(label=_("Reason"), widget=area(3), max_length=2000)

    def __init__(self, *args: Any, bands: list[str], computed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["band"].choices = [("", "—"), *((one, one) for one in bands if one != computed)]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(decision: BandDecision | None) -> dict[str, Any]:
        """Return what is decided."""
        return {"band": decision.band, "reason": decision.reason} if decision else {}
