"""Criteria tables in the console: drafts are edited and imported, frozen ones only looked at."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.criteria.forms import BindingForm, LineForm, LineFormSet, TableForm
from clusters.criteria.models import CriteriaBinding, CriteriaTable, Criterion, TableState
from clusters.criteria.resources import CriteriaResource
from clusters.criteria.services import freeze, save_lines
from emulation.audit.console import RecordedAdmin
from emulation.core.admin_exchange import ExchangeMixin
from emulation.core.admin_lists import POINTS_AS_TEXT, ListAdmin
from emulation.core.errors import Refused, RefusedRows
from emulation.core.exchange_forms import ConfirmForm, ImportFileForm
from emulation.core.forms import say
from emulation.core.permissions import can


def _drafts() -> Any:
    return CriteriaTable.objects.filter(state=TableState.DRAFT)


class TableFileForm(ImportFileForm):
    """Also asks which draft a file without table codes is meant for."""

    table = forms.ModelChoiceField(
        queryset=CriteriaTable.objects.none(),
        required=False,
        label=_("Criteria table"),
        help_text=_("For a file that does not name the table in a column of its own."),
    )
    field_order = ["import_file", "table"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].queryset = _drafts()


class TableConfirmForm(ConfirmForm):
    """Hands the chosen draft on."""

    table = forms.ModelChoiceField(
        queryset=CriteriaTable.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].queryset = _drafts()


class LineInline(admin.TabularInline[Criterion, CriteriaTable]):
    """The lines of a table; those of a draft can be edited by who may issue tables."""

    model = Criterion
    form = LineForm
    formset = LineFormSet  # type: ignore[assignment]  # the formset knows its own form
    fields = (
        "position", "code", "parent_code", "name", "kind", "minimum", "maximum", "ceiling", "on_top",
        "rule", "verified_by", "replaces_code", "note",
    )  # fmt: skip
    raw_id_fields = ("verified_by",)
    formfield_overrides = POINTS_AS_TEXT
    ordering = ("position",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("parent", "verified_by", "replaces")

    def _may(self, request: HttpRequest, table: Any) -> bool:
        return table is not None and not table.is_frozen and bool(can(request.user, "criteria.manage", table))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A table that is only looked at shows the stored fields, not the form's."""
        if self._may(request, obj):
            return self.fields
        return (
            "position", "code", "parent", "name", "kind", "minimum", "maximum", "ceiling", "on_top",
            "parameters", "replaces",
        )  # fmt: skip


@admin.register(CriteriaTable)
class CriteriaTableAdmin(ExchangeMixin, RecordedAdmin):
    reads = "cycles.overview"
    writes = deletes = imports = "criteria.manage"
    resource_classes = [CriteriaResource]
    import_form_class = TableFileForm
    confirm_form_class = TableConfirmForm
    list_display = ["name", "code", "version", "scale", "state", "decision_number", "is_partial"]
    list_filter = ["state", "is_partial"]
    search_fields = ["code__icontains"]
    search_help_text = _("By code.")
    ordering = ["code", "version"]
    form = TableForm
    fields = [
        "code", "version", "name", "scale", "not_arisen", "ranked_by", "inner_places", "bands", "previous",
        "issued_by", "decision_number", "decided_on", "is_partial", "note", "state", "frozen_at",
    ]  # fmt: skip
    readonly_fields = ["state", "frozen_at"]
    inlines = [LineInline]
    actions = ["freeze_tables"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or not obj.is_frozen) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or not obj.is_frozen) and super().has_delete_permission(request, obj)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Lines need a table that exists."""
        return self.inlines if obj is not None else []

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        formset.save()
        if isinstance(formset, LineFormSet) and formset.draft is not None:
            save_lines(table=form.instance, draft=formset.draft, actor=request.user)

    # --- Import into the chosen draft -----------------------------------------------------------

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form")
        chosen = (
            form.cleaned_data.get("table") if form is not None and hasattr(form, "cleaned_data") else None
        )
        return {"chosen": chosen}

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {}

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if isinstance(import_form, TableFileForm):
            initial["table"] = import_form.cleaned_data.get("table")
        return initial

    # --- Freezing -------------------------------------------------------------------------------

    @admin.action(description=_("Freeze the chosen tables"), permissions=["change"])
    def freeze_tables(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask first: a frozen table never changes again."""
        tables = list(queryset.filter(state=TableState.DRAFT).order_by("code", "version"))
        if not tables:
            self.message_user(request, gettext("These tables are frozen already."), messages.INFO)
            return None
        if "confirmed" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": gettext("Freeze criteria tables"),
                "opts": self.opts,
                "rows": tables,
                "action": "freeze_tables",
                "sentence": gettext("A frozen table never changes again; a correction is a new version."),
                "button": gettext("Freeze"),
            }
            return TemplateResponse(request, "admin/confirm_act.html", context)
        try:
            with transaction.atomic():
                for table in tables:
                    freeze(table=table, actor=request.user)
        except Refused as error:
            for row in error.rows if isinstance(error, RefusedRows) else [error]:
                place = f"{table.code} v{table.version}" + (f", {row.place}" if row.place else "")
                self.message_user(request, f"{place}: {say(row)}", messages.ERROR)
            return None
        self.message_user(request, gettext("Frozen: %(count)s.") % {"count": len(tables)}, messages.SUCCESS)
        return None


@admin.register(CriteriaBinding)
class BindingAdmin(ListAdmin):
    """Which group is scored by which table, through the service, which also logs it."""

    reads = "cycles.overview"
    writes = "criteria.manage"
    form = BindingForm
    list_display = ["cycle", "group", "table", "bound_on"]
    list_select_related = ["group__cycle__cluster", "table"]
    search_fields = ["group__cycle__cluster__search_key__contains"]
    search_help_text = _("By cluster, with or without accents.")
    ordering = ["-group__cycle__year", "group__cycle", "group__position", "pk"]
    raw_id_fields = ["group"]

    @admin.display(description=_("emulation year"))
    def cycle(self, binding: CriteriaBinding) -> str:
        return str(binding.group.cycle)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["group"] if obj is not None else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"actor": request.user})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = form.act().pk
