"""What was loaded from files, in the console: looked at only."""

from django.contrib import admin

from awards.exchange.models import LoadedCycle
from emulation.core.admin_lists import ReadOnlyAdmin


@admin.register(LoadedCycle)
class LoadedCycleAdmin(ReadOnlyAdmin):
    reads = "cycles.overview"
    list_display = ["cycle", "loaded_at", "digest"]
    list_select_related = ["cycle__cluster"]
    ordering = ["-loaded_at", "pk"]
    fields = ["cycle", "loaded_at", "digest"]
