"""Sheets and marks in the console: looked at, taken out to Excel and brought in again by the one writer."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.scoring.models import Mark, Sheet
from clusters.scoring.resources import MarkResource
from clusters.scoring.states import SHEET
from emulation.core.admin_exchange import ExchangeMixin
from emulation.core.admin_lists import ReadOnlyAdmin


@admin.register(Sheet)
class SheetAdmin(ReadOnlyAdmin):
    reads = "cycles.overview"
    list_display = ["unit", "cycle", "state_label", "submitted_at"]
    list_filter = ["membership__cycle__year", "state"]
    list_select_related = ["membership__unit", "membership__cycle__cluster"]
    search_fields = [
        "membership__unit__search_key__contains",
        "membership__cycle__cluster__search_key__contains",
    ]
    search_help_text = _("By unit or cluster, with or without accents.")
    ordering = ["-membership__cycle__year", "membership__cycle", "membership__position", "pk"]

    @admin.display(description=_("unit"))
    def unit(self, sheet: Sheet) -> str:
        return str(sheet.membership.unit)

    @admin.display(description=_("emulation year"))
    def cycle(self, sheet: Sheet) -> str:
        return str(sheet.membership.cycle)

    @admin.display(description=_("state"))
    def state_label(self, sheet: Sheet) -> str:
        return gettext(SHEET.states[sheet.state].label)


@admin.register(Mark)
class MarkAdmin(ExchangeMixin, ReadOnlyAdmin):
    """Marks. Whether an import may write one is decided mark by mark, for the person who imports."""

    resource_classes = [MarkResource]
    reads = imports = "cycles.overview"
    list_display = ["unit", "cycle", "criterion_code", "source", "points", "given_by", "given_at"]
    list_filter = ["source", "sheet__membership__cycle__year"]
    list_select_related = [
        "sheet__membership__unit",
        "sheet__membership__cycle__cluster",
        "criterion",
        "given_by",
    ]
    search_fields = [
        "sheet__membership__unit__search_key__contains",
        "sheet__membership__cycle__cluster__search_key__contains",
    ]
    search_help_text = _("By unit or cluster, with or without accents.")
    ordering = [
        "-sheet__membership__cycle__year",
        "sheet__membership__cycle",
        "sheet__membership__position",
        "sheet",
        "criterion__position",
        "source",
    ]

    @admin.display(description=_("unit"))
    def unit(self, mark: Mark) -> str:
        return str(mark.sheet.membership.unit)

    @admin.display(description=_("emulation year"))
    def cycle(self, mark: Mark) -> str:
        return str(mark.sheet.membership.cycle)

    @admin.display(description=_("criterion"))
    def criterion_code(self, mark: Mark) -> str:
        return mark.criterion.code
