"""Editing in the console, told in the log like everything else."""

from typing import Any

from django.db import models, transaction
from django.forms import BaseModelForm, ModelChoiceField
from django.http import HttpRequest, HttpResponse

from emulation.audit.services import Record, record_many
from emulation.audit.verbs import verb
from emulation.core.admin_lists import ListAdmin
from emulation.core.errors import gettext_noop

PLATFORM = "platform"

ADDED = verb("console.added", gettext_noop("entered in the console"))
CHANGED = verb("console.changed", gettext_noop("changed in the console"))
DELETED = verb("console.deleted", gettext_noop("deleted in the console"))

Changes = dict[str, dict[str, Any]]


class RecordedAdmin(ListAdmin):
    """A model that is edited in the console: what was changed, from what to what, stands in the log.

    `unrecorded` names fields whose values are personal: that they changed is logged, not what they hold.
    """

    unrecorded: tuple[str, ...] = ()

    def chain_of(self, obj: models.Model) -> str:
        """Return the chain of the log the object belongs to."""
        return str(getattr(obj, "chain", PLATFORM))

    def subject_of(self, obj: Any) -> models.Model:
        """Return what the log names; another object where the name itself would be personal."""
        return obj

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        request.console_changes = self._changes(form, formsets or [])  # type: ignore[attr-defined]
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request: HttpRequest, obj: Any, *_message: Any) -> Any:
        self._record(ADDED, request, [obj], getattr(request, "console_changes", {}))

    def log_change(self, request: HttpRequest, obj: Any, *_message: Any) -> Any:
        changes = getattr(request, "console_changes", {})
        if changes:
            self._record(CHANGED, request, [obj], changes)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        self._record(DELETED, request, list(queryset), {})

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().changelist_view(request, *args, **kwargs)
        # Deleting the chosen rows and telling it in the log is one act.
        with transaction.atomic():
            return super().changelist_view(request, *args, **kwargs)

    def _record(self, verb_name: str, request: HttpRequest, objects: list[Any], changes: Changes) -> None:
        data = {"fields": ", ".join(changes), "changes": changes} if changes else {}
        chains: dict[str, list[Record]] = {}
        for obj in objects:
            chains.setdefault(self.chain_of(obj), []).append(Record(verb_name, self.subject_of(obj), data))
        for chain, records in sorted(chains.items()):
            record_many(records, chain=chain, actor=request.user)

    def _changes(self, form: Any, formsets: Any) -> Changes:
        changes = self._changed_fields(form)
        for formset in formsets:
            name = str(formset.model._meta.model_name)  # noqa: SLF001 - the public name of a model
            for one in formset.initial_forms:
                if one in formset.deleted_forms:
                    changes[f"{name} {one.instance.pk}"] = {"before": str(one.instance), "after": None}
                elif one.has_changed():
                    changes[f"{name} {one.instance.pk}"] = self._changed_fields(one)
            for number, one in enumerate(formset.extra_forms, start=1):
                if one.has_changed() and one not in formset.deleted_forms:
                    changes[f"{name} +{number}"] = self._changed_fields(one)
        return changes

    def _changed_fields(self, form: BaseModelForm[Any]) -> Changes:
        changes: Changes = {}
        for name in form.changed_data:
            if name == "DELETE":
                continue
            if name in self.unrecorded:
                changes[name] = {}
                continue
            before = _label(form.fields[name], form.initial.get(name))
            changes[name] = {
                "before": before,
                "after": _label(form.fields[name], form.cleaned_data.get(name)),
            }
        return changes


def _label(field: Any, value: Any) -> Any:
    """Return a value as the log keeps it; the name of a chosen row instead of its key."""
    if isinstance(field, ModelChoiceField) and value is not None and not isinstance(value, models.Model):
        value = field.queryset.filter(pk=value).first() if field.queryset is not None else value
    return str(value) if isinstance(value, models.Model) else value
