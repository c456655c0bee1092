"""Forms of criteria tables: the lines of a draft judged as a whole, and the binding of a table to a group."""

from typing import Any

from django import forms
from django.db import transaction
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from clusters.criteria.models import CriteriaBinding, CriteriaTable, Criterion
from clusters.criteria.rules.kinds import KINDS
from clusters.criteria.rules.table import Line, problems
from clusters.criteria.services import Draft, Extras, bind
from emulation.core.errors import Refused
from emulation.core.forms import say
from emulation.core.resources.widgets import RuleWidget


def _kinds() -> list[tuple[str, Any]]:
    return [(kind, _(rule.label)) for kind, rule in KINDS.items()]


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

    class Meta:
        model = Criterion
        fields = ("position", "code", "name", "minimum", "maximum", "on_top", "verified_by", "note")
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
            on_top=data["on_top"],
            parameters=data["rule"],
        )

    def extras(self) -> Extras:
        """Return what the line carries beside its rule."""
        return Extras(self.cleaned_data["note"], self.cleaned_data["verified_by"])


class LineFormSet(BaseInlineFormSet[Criterion, CriteriaTable, LineForm]):
    """All lines of a draft. They are written by the service, which judges them again."""

    draft: Draft | None = None

    def validate_unique(self) -> None:
        """Judged by `clean` with everything else."""

    def clean(self) -> None:
        """Refuse, line by line, a table that does not hold together; nothing is asked while no line changes."""
        if any(self.errors) or not self.has_changed():
            return
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [form for form in kept if form not in self.deleted_forms]
        kept.sort(key=lambda form: form.cleaned_data["position"])
        lines = [form.line() for form in kept]
        forms_by_code = {line.code: form for line, form in zip(lines, kept, strict=True)}
        whole = []
        for problem in problems(lines, self.instance.scale):
            if problem.place in forms_by_code:
                forms_by_code[problem.place].add_error(None, say(problem))
            else:
                whole.append(say(problem))
        if whole:
            raise forms.ValidationError(whole)
        extras = {line.code: form.extras() for line, form in zip(lines, kept, strict=True)}
        self.draft = Draft(lines, extras)

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
