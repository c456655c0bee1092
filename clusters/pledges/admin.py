"""Pledges in the console: looked at; they are written and signed on their own page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clusters.pledges.models import Pledge, PledgeTarget, PledgeTitle, Signatory
from emulation.core.admin_lists import ReadOnlyAdmin, ReadOnlyInline


class TargetInline(ReadOnlyInline):
    model = PledgeTarget
    fields = ["content", "quantity", "measure", "note"]


class TitleInline(ReadOnlyInline):
    model = PledgeTitle
    fields = ["unit", "title"]


class SignatoryInline(ReadOnlyInline):
    model = Signatory
    fields = ["role", "unit", "person", "office", "signed_on"]


@admin.register(Pledge)
class PledgeAdmin(ReadOnlyAdmin):
    reads = "cycles.overview"
    list_display = ["cycle", "group", "state", "signed_on"]
    list_filter = ["state", "cycle__year"]
    list_select_related = ["cycle__cluster", "group"]
    search_fields = ["cycle__cluster__search_key__contains"]
    search_help_text = _("By cluster, with or without accents.")
    ordering = ["-cycle__year", "cycle", "group__position", "pk"]
    inlines = [TargetInline, TitleInline, SignatoryInline]
