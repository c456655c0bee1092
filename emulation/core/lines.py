"""Forms with tables of lines under them (targets, agenda, results …), usable without JavaScript.

The page shows the lines there are and some empty ones; the button “More lines” sends everything typed and
gets it back with more. Emptied lines fall away; a number beside each line orders them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME, BaseFormSet, formset_factory
from django.forms.utils import ErrorDict, ErrorList
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MORE = 3
MOST = 200


@dataclass(frozen=True)
class LineTable:
    """One table of lines: its heading, what one line asks for, how many empty lines it offers."""

    label: Any
    form: type[forms.Form]
    blank: int = 2
    help_text: Any = ""


class BaseLines(BaseFormSet):  # type: ignore[type-arg]
    """Lines in order. A line in which nothing stands counts as taken out."""

    label: Any = ""
    help_text: Any = ""

    def _should_delete_form(self, form: forms.BaseForm) -> bool:
        return bool(super()._should_delete_form(form)) or self.is_blank(form)  # type: ignore[misc]

    def is_blank(self, form: forms.BaseForm) -> bool:
        """Tell whether nothing stands in a line but what an empty line offers."""
        for name, field in form.fields.items():
            if name in (ORDERING_FIELD_NAME, DELETION_FIELD_NAME):
                continue
            typed = form[name].data
            if field.has_changed(field.initial, typed):
                return False
        return True

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        super().add_fields(form, index)
        order = form.fields[ORDERING_FIELD_NAME]
        order.label = _("No.")
        order.widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "line-order"})
        form.fields[DELETION_FIELD_NAME].label = _("Take out")

    def line_fields(self) -> list[Any]:
        """Return the fields of a line, for the head of the table."""
        return [
            field
            for field in self.empty_form.visible_fields()
            if field.name not in (ORDERING_FIELD_NAME, DELETION_FIELD_NAME)
        ]

    def drawn(self) -> list[dict[str, Any]]:
        """Return the lines as the page draws them."""
        return [
            {
                "form": form,
                "order": form[ORDERING_FIELD_NAME],
                "delete": form[DELETION_FIELD_NAME],
                "fields": [
                    field
                    for field in form.visible_fields()
                    if field.name not in (ORDERING_FIELD_NAME, DELETION_FIELD_NAME)
                ],
            }
            for form in self.forms
        ]

    def cleaned_lines(self) -> list[dict[str, Any]]:
        """Return what stands in the lines, in order, without those taken out."""
        lines = []
        for form in self.ordered_forms:
            data = dict(form.cleaned_data)
            data.pop(ORDERING_FIELD_NAME, None)
            data.pop(DELETION_FIELD_NAME, None)
            lines.append(data)
        return lines

    def unjudged(self) -> None:
        """Show what was typed without looking for errors."""
        self._errors: list[Any] = [ErrorDict() for _form in self.forms]
        self._non_form_errors = ErrorList()
        for form in self.forms:
            form._errors = ErrorDict()  # noqa: SLF001


class LinedForm(forms.Form):
    """A form with tables of lines: give `tables`, and `line_initial` as {table: list of initial values}.

    `line_kwargs` goes to every line's form.
    """

    tables: Mapping[str, LineTable] = {}

    def __init__(
        self,
        *args: Any,
        line_initial: Mapping[str, list[dict[str, Any]]] | None = None,
        line_kwargs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._line_initial = line_initial or {}
        self._line_kwargs = line_kwargs or {}
        self.lines: dict[str, Any] = {name: self._formset(name) for name in self.tables}

    def _formset(self, name: str) -> Any:
        table = self.tables[name]
        factory = formset_factory(
            table.form,
            formset=BaseLines,
            extra=table.blank,
            can_order=True,
            can_delete=True,
            max_num=MOST,
            absolute_max=MOST,
        )
        lines = factory(
            self.data if self.is_bound else None,
            initial=self._line_initial.get(name, []),
            prefix=name,
            form_kwargs=self._line_kwargs,
        )
        lines.label, lines.help_text = table.label, table.help_text  # type: ignore[attr-defined]
        return lines

    def is_valid(self) -> bool:
        valid = super().is_valid()
        for lines in self.lines.values():
            if not lines.is_valid():
                valid = False
                self._tell(lines)
        return valid

    def _tell(self, lines: Any) -> None:
        for error in lines.non_form_errors():
            self.add_error(None, f"{lines.label}: {error}")
        for number, form in enumerate(lines.forms, start=1):
            if lines._should_delete_form(form):  # noqa: SLF001
                continue
            for field, errors in form.errors.items():
                label = form.fields[field].label if field in form.fields else ""
                where = gettext("%(table)s, line %(n)s") % {"table": lines.label, "n": number}
                for error in errors:
                    self.add_error(None, f"{where}, {label}: {error}" if label else f"{where}: {error}")

    def with_more(self, name: str) -> "LinedForm":
        """Offer more empty lines in one table; what was typed stays, and is not judged yet."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        key = f"{name}-TOTAL_FORMS"
        text = str(data.get(key, ""))
        shown = min(MOST, int(text)) if text.isascii() and text.isdigit() else 0
        data[key] = str(min(MOST, shown + MORE))
        # A line that was never on the page begins as an empty one does, not as its first choices.
        for number in range(shown, shown + MORE):
            for field, offers in self.tables[name].form.base_fields.items():
                if offers.initial is not None:
                    data[f"{name}-{number}-{field}"] = offers.initial
        self.data = data
        self.lines = {one: self._formset(one) for one in self.tables}
        self._errors = ErrorDict()
        for lines in self.lines.values():
            lines.unjudged()
        return self
