"""The register of units and clusters, and who acts for whom, in the console."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clusters.organisation.models import Cluster, Representation, Succession, Unit, UnitAlias, UnitName
from clusters.organisation.resources import ClusterResource, UnitResource
from clusters.organisation.rules import is_own_ancestor
from emulation.audit.console import RecordedAdmin
from emulation.core.admin_exchange import ExchangeMixin
from emulation.core.admin_lists import EditedInline


class _NoCircles(forms.ModelForm[Any]):
    """Refuses parents that lead back to the row itself, as the import does."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        code, parent = cleaned.get("code"), cleaned.get("parent")
        if code and parent:
            rows = type(self.instance).objects.order_by().values_list("code", "parent__code")
            parents = {one: above or "" for one, above in rows} | {code: parent.code}
            if is_own_ancestor(code, parents):
                message = _("The line of parents leads back to “%(code)s” itself.")
                self.add_error("parent", ValidationError(message, params={"code": code}))
        return cleaned


class NameInline(EditedInline):
    model = UnitName


class AliasInline(EditedInline):
    model = UnitAlias


class SuccessionInline(EditedInline):
    model = Succession
    fk_name = "predecessor"
    autocomplete_fields = ["successor"]


@admin.register(Unit)
class UnitAdmin(ExchangeMixin, RecordedAdmin):
    reads = "cycles.overview"
    writes = deletes = imports = "organisation.manage"
    form = _NoCircles
    resource_classes = [UnitResource]
    list_display = ["name", "code", "kind", "parent", "position", "dissolved_on"]
    list_filter = ["kind", "is_sample"]
    list_select_related = ["parent"]
    search_fields = ["search_key__contains", "aliases__search_key__contains"]
    search_help_text = _("By name, code or another spelling, with or without accents.")
    ordering = ["position", "order_key", "pk"]
    autocomplete_fields = ["parent"]
    inlines = [NameInline, AliasInline, SuccessionInline]
    fields = ["code", "name", "short_name", "kind", "parent", "position", "dissolved_on", "is_sample"]


@admin.register(Cluster)
class ClusterAdmin(ExchangeMixin, RecordedAdmin):
    reads = "cycles.overview"
    writes = deletes = imports = "organisation.manage"
    form = _NoCircles
    resource_classes = [ClusterResource]
    list_display = ["name", "code", "kind", "level", "owner", "family", "position"]
    list_filter = ["kind", "level"]
    list_select_related = ["owner"]
    search_fields = ["search_key__contains"]
    search_help_text = _("By name, family or code, with or without accents.")
    ordering = ["position", "order_key", "pk"]
    autocomplete_fields = ["owner", "parent"]
    fields = ["code", "name", "kind", "level", "owner", "family", "parent", "position"]


@admin.register(Representation)
class RepresentationAdmin(RecordedAdmin):
    """Who acts for a unit: the fact behind every right of a unit, so every change is logged with the unit."""

    reads = writes = deletes = "organisation.manage"
    list_display = ["unit", "user", "capacity", "since", "until"]
    list_filter = ["capacity"]
    list_select_related = ["unit", "user"]
    search_fields = ["unit__search_key__contains"]
    search_help_text = _("By unit, with or without accents.")
    ordering = ["unit__position", "unit__order_key", "pk"]
    autocomplete_fields = ["unit"]
    unrecorded = ("user", "note")

    def subject_of(self, obj: Representation) -> Unit:
        return obj.unit
