"""Movements in the console: looked at; they are written on the pages of their year."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clusters.movements.models import Movement, Result
from emulation.core.admin_lists import ReadOnlyAdmin, ReadOnlyInline


class ResultInline(ReadOnlyInline):
    model = Result
    fields = ["content", "unit", "by", "amount", "measure"]


@admin.register(Movement)
class MovementAdmin(ReadOnlyAdmin):
    reads = "cycles.overview"
    list_display = ["name", "cycle", "kind", "launched_by", "starts_on", "ends_on"]
    list_filter = ["kind", "cycle__year"]
    list_select_related = ["cycle__cluster"]
    search_fields = ["cycle__cluster__search_key__contains"]
    search_help_text = _("By cluster, with or without accents.")
    ordering = ["-cycle__year", "cycle", "position", "pk"]
    inlines = [ResultInline]
