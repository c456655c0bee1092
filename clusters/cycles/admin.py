"""Emulation years in the console: their facts can be corrected, the rest is changed on the pages of the year."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import Cycle, Leadership, MemberGroup, Membership, PhaseWindow
from clusters.cycles.resources import MembershipResource
from clusters.cycles.rules import PHASE_LABELS
from emulation.audit.console import RecordedAdmin
from emulation.core.admin_exchange import ExchangeMixin
from emulation.core.admin_lists import ReadOnlyAdmin, ReadOnlyInline


class GroupInline(ReadOnlyInline):
    model = MemberGroup
    fields = ["code", "name", "position"]


class WindowInline(ReadOnlyInline):
    model = PhaseWindow
    fields = ["phase_label", "planned_from", "planned_until", "opened_at", "closed_at"]
    readonly_fields = ["phase_label"]

    @admin.display(description=_("phase"))
    def phase_label(self, window: PhaseWindow) -> str:
        return gettext(PHASE_LABELS.get(window.phase, window.phase))


class MembershipInline(ReadOnlyInline):
    model = Membership
    fields = ["unit", "group", "position", "stands", "since", "until"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("unit", "group", "cycle__cluster")


@admin.register(Cycle)
class CycleAdmin(RecordedAdmin):
    reads = "cycles.overview"
    writes = "cycles.manage"
    list_display = ["cluster", "year", "starts_on", "ends_on", "is_sample"]
    list_filter = ["year", "is_sample"]
    list_select_related = ["cluster"]
    search_fields = ["cluster__search_key__contains"]
    search_help_text = _("By cluster, with or without accents.")
    ordering = ["-year", "cluster__position", "cluster__order_key", "pk"]
    fields = ["cluster", "year", "starts_on", "ends_on", "note", "is_sample"]
    readonly_fields = ["cluster", "year", "is_sample"]
    inlines = [GroupInline, WindowInline, MembershipInline]

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(ExchangeMixin, ReadOnlyAdmin):
    reads = "cycles.overview"
    imports = "cycles.manage"
    resource_classes = [MembershipResource]
    list_display = ["unit", "cycle", "group", "position", "stands", "until"]
    list_filter = ["cycle__year", "stands"]
    list_select_related = ["unit", "cycle__cluster", "group"]
    search_fields = ["unit__search_key__contains", "cycle__cluster__search_key__contains"]
    search_help_text = _("By unit or cluster, with or without accents.")
    ordering = ["-cycle__year", "cycle__cluster__position", "cycle", "group__position", "position", "pk"]


@admin.register(Leadership)
class LeadershipAdmin(ReadOnlyAdmin):
    reads = "cycles.overview"
    list_display = ["cluster", "year", "role", "unit", "person", "decision_number", "until"]
    list_filter = ["year", "role"]
    list_select_related = ["cluster", "unit"]
    search_fields = ["cluster__search_key__contains", "unit__search_key__contains"]
    search_help_text = _("By cluster or unit, with or without accents.")
    ordering = ["-year", "cluster__position", "cluster__order_key", "-role", "position", "pk"]
