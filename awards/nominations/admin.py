"""Nominations in the console: looked at; their states change on the pages of their year."""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.nominations.models import Nomination
from awards.nominations.states import NOMINATION
from emulation.core.admin_lists import ReadOnlyAdmin


@admin.register(Nomination)
class NominationAdmin(ReadOnlyAdmin):
    reads = "cycles.overview"
    list_display = ["unit", "award", "cycle", "origin", "state_label"]
    list_filter = ["state", "origin", "cycle__year"]
    list_select_related = ["unit", "award", "cycle__cluster"]
    search_fields = ["unit__search_key__contains", "cycle__cluster__search_key__contains"]
    search_help_text = _("By unit or cluster, with or without accents.")
    ordering = ["-cycle__year", "cycle", "position", "pk"]

    @admin.display(description=_("state"))
    def state_label(self, nomination: Nomination) -> str:
        return gettext(NOMINATION.states[nomination.state].label)
