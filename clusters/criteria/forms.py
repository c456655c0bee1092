"""Forms of criteria tables: the lines of a draft judged as a whole, and the binding of a table to a group."""

import json
from typing import Any

from django import forms
from django.db import transaction
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from clusters.criteria.models import CriteriaBinding, CriteriaTable, Criterion
from clusters.criteria.rules.bands import read_bands
from clusters.criteria.rules.kinds import KINDS
from clusters.criteria.rules.table import Line, problems
from clusters.criteria.services import Draft, Extras, bind, link_problems
from emulation.core.errors import Refused
from emulation.core.forms import say
from emulation.core.resources.widgets import RuleWidget


def _kinds() -> list[tuple[str, Any]]:
    return [(kind, _(rule.label)) for kind, rule in KINDS.items()]


class _Figures(json.JSONDecoder):
    """Reads JSON; decimals stay text: a rule never sees a float."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "parse_float": str})


class TableForm(forms.ModelForm[CriteriaTable]):
    """What a table says beside its lines. Bands are judged with the lines, by `LineFormSet`."""

    bands = forms.JSONField(
        label=_("bands"),
        required=False,
        decoder=_Figures,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        help_text=_("As JSON, from the best to the worst; empty where the table has none."),
    )

    class Meta:
        model = CriteriaTable
        fields = (
            "code", "version", "name", "scale", "not_arisen", "ranked_by", "inner_places", "bands", "previous",
            "issued_by", "decision_number", "decided_on", "is_partial", "note",
        )  # fmt: skip

    def clean_bands(self) -> list[Any]:
        """Read the bands as the rules do; an empty field means none."""
        bands: list[Any] = self.cleaned_data["bands"] or []
        try:
            read_bands(bands)
        except Refused as error:
            raise forms.ValidationError(say(error)) from error
        return bands


class LineForm(forms.ModelForm[Criterion]):
    """One line of a draft. The line above is named by its code, which may be new itself."""

    parent_code = forms.CharField(label=_("belongs to"), required=False, max_length=40)
    kind = forms.ChoiceField(label=_("kind of rule"), choices=_kinds)
    rule = forms.CharField(
        label=_("rule"),
        required=False,
        help_text=_("Parameters as JSON; empty where the kind needs none."),
        widget=forms.Textarea(attrs={"rows": 2, "cols": 18}),
    )

    replaces_code = forms.CharField(
        label=_("stands for"),
        required=False,
        max_length=40,
        help_text=_("The code of the line of the table before that this one continues."),
    )

    class Meta:
        model = Criterion
        fields = (
            "position",
            "code",
            "name",
            "minimum",
            "maximum",
            "ceiling",
            "on_top",
            "verified_by",
            "note",
        )
        widgets = {
            "name": forms.Textarea(attrs={"rows": 2, "cols": 30}),
            "note": forms.Textarea(attrs={"rows": 2, "cols": 12}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.pk:
            self.initial["parent_code"] = row.parent.code if row.parent else ""
            self.initial["rule"] = RuleWidget().render(row.parameters)
            self.initial["kind"] = row.kind
            self.initial["replaces_code"] = row.replaces.code if row.replaces else ""

    def clean_rule(self) -> dict[str, Any]:
        try:
            parameters: dict[str, Any] = RuleWidget().clean(self.cleaned_data["rule"])
        except Refused as error:
            raise forms.ValidationError(say(error)) from error
        return parameters

    def validate_unique(self) -> None:
        """The table is judged as a whole: two lines may change places in one act."""

    def validate_constraints(self) -> None:
        """The table is judged as a whole."""

    def line(self) -> Line:
        """Return the line as the rules know it."""
        data = self.cleaned_data
        return Line(
            code=data["code"].strip(),
            name=data["name"].strip(),
            kind=data["kind"],
            maximum=data["maximum"],
            parent=data["parent_code"].strip(),
            minimum=data["minimum"],
            ceiling=data["ceiling"],
            on_top=data["on_top"],
            parameters=data["rule"],
        )

    def extras(self) -> Extras:
        """Return what the line carries beside its rule; a new line without a word stands for its own code."""
        data = self.cleaned_data
        said = data["replaces_code"].strip()
        return Extras(data["note"], data["verified_by"], said if said or self.instance.pk else None)


class LineFormSet(BaseInlineFormSet[Criterion, CriteriaTable, LineForm]):
    """All lines of a draft. They are written by the service, which judges them again."""

    draft: Draft | None = None

    def validate_unique(self) -> None:
        """Judged by `clean` with everything else."""

    def clean(self) -> None:
        """Refuse, line by line, a table that does not hold together; nothing is asked while nothing changes."""
        if any(self.errors) or not (self.has_changed() or self._rests_on_changed()):
            return
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [form for form in kept if form not in self.deleted_forms]
        kept.sort(key=lambda form: form.cleaned_data["position"])
        lines = [form.line() for form in kept]
        forms_by_code = {line.code: form for line, form in zip(lines, kept, strict=True)}
        draft = Draft(lines, {code: form.extras() for code, form in forms_by_code.items()})
        found = problems(lines, self.instance.scale, read_bands(self.instance.bands))
        whole = []
        for problem in [*found, *link_problems(self.instance, draft)]:
            if problem.place in forms_by_code:
                field = "replaces_code" if problem.field == "replaces" else None
                forms_by_code[problem.place].add_error(field, say(problem))
            else:
                whole.append(f"{problem.place}: {say(problem)}" if problem.place else say(problem))
        if whole:
            raise forms.ValidationError(whole)
        if self.has_changed():
            self.draft = draft

    def _rests_on_changed(self) -> bool:
        """Whether the points or bands of a table with lines change in the same act."""
        stored = CriteriaTable.objects.filter(pk=self.instance.pk, criteria__isnull=False).first()
        return stored is not None and (stored.scale, stored.bands) != (
            self.instance.scale,
            self.instance.bands,
        )

    def save(self, commit: bool = True) -> list[Criterion]:  # noqa: ARG002
        """Leave the writing to the service; see the admin."""
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        return []


class BindingForm(forms.ModelForm[CriteriaBinding]):
    """Which group is scored by which table; the service is asked before anything is said to be saved."""

    actor: Any = None

    class Meta:
        model = CriteriaBinding
        fields = ("group", "table", "bound_on")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                with transaction.atomic():
                    self.act()
                    transaction.set_rollback(True)
            except Refused as error:
                field = error.field if error.field in self.fields else None
                self.add_error(field, say(error))
        return cleaned

    def act(self) -> CriteriaBinding:
        """Bind the table to the group."""
        group = self.cleaned_data.get("group") or self.instance.group
        return bind(
            group=group,
            table=self.cleaned_data["table"],
            actor=self.actor,
            bound_on=self.cleaned_data.get("bound_on"),
        )
