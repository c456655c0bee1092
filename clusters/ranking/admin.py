"""Published rankings in the console: looked at; they are published and withdrawn on the ranking page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from clusters.ranking.models import Publication, RankedRow
from emulation.core.admin_lists import ReadOnlyAdmin, ReadOnlyInline


class RowInline(ReadOnlyInline):
    model = RankedRow
    fields = [
        "rank",
        "unit_name",
        "total",
        "raw_total",
        "rescaled_total",
        "completion",
        "answered",
        "asked",
        "band",
        "computed_band",
        "band_reason",
    ]


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    reads = "cycles.overview"
    list_display = ["cycle", "group", "standing", "published_at", "withdrawn_at"]
    list_filter = ["standing", "group__cycle__year"]
    list_select_related = ["group__cycle__cluster"]
    search_fields = ["group__cycle__cluster__search_key__contains"]
    search_help_text = _("By cluster, with or without accents.")
    ordering = ["-group__cycle__year", "group__cycle", "group__position", "published_at", "pk"]
    inlines = [RowInline]

    @admin.display(description=_("emulation year"))
    def cycle(self, publication: Publication) -> str:
        return str(publication.group.cycle)
