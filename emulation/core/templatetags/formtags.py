"""Tags that draw forms: labels above, help under them, errors in a summary and beside each field."""

from typing import Any

from django import forms, template

register = template.Library()


def _kind(field: forms.BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "set" if field.use_fieldset else "plain"


def _row(form: forms.BaseForm, field: forms.BoundField) -> dict[str, Any]:
    return {
        "field": field,
        "kind": _kind(field),
        # The article of the law a field rests on, where the form names one.
        "law": getattr(form, "laws", {}).get(field.name, ""),
        "optional": not field.field.required,
    }


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """Draw the error summary, the hidden and the visible fields. `form.laws` may give articles by field."""
    return {"form": form, "rows": [_row(form, field) for field in form.visible_fields()]}


@register.inclusion_tag("components/field.html")
def form_field(field: forms.BoundField) -> dict[str, Any]:
    """Draw one field with its label, help and errors, for forms laid out by hand."""
    return _row(field.form, field)


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """List every error of a form at its top, each linking to its field."""
    return {"form": form, "summary": _summary(form)}


def _summary(form: forms.BaseForm) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or field.auto_id
        lines.extend({"text": text, "target": target, "label": field.label} for text in field.errors)
    return lines
