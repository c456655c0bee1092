"""Summary reports in the console: looked at; they are written and adopted on their own page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clusters.reports.models import ReportSection, SummaryReport
from emulation.core.admin_lists import ReadOnlyAdmin, ReadOnlyInline


class SectionInline(ReadOnlyInline):
    model = ReportSection
    fields = ["kind", "text", "version"]


@admin.register(SummaryReport)
class SummaryReportAdmin(ReadOnlyAdmin):
    reads = "cycles.overview"
    list_display = ["cycle", "state", "adopted_on"]
    list_filter = ["state", "cycle__year"]
    list_select_related = ["cycle__cluster"]
    search_fields = ["cycle__cluster__search_key__contains"]
    search_help_text = _("By cluster, with or without accents.")
    ordering = ["-cycle__year", "cycle", "pk"]
    inlines = [SectionInline]
