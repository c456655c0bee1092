"""What happened in a year, told from the log."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.pages import CyclePage
from emulation.audit.models import Entry
from emulation.audit.services import SYSTEM
from emulation.audit.telling import tell
from emulation.core.templatetags.ui import moment
from emulation.core.views import Column, Filter, ListPage

CHAPTERS = {
    "cycles": _("Year, members, phases"),
    "pledges": _("Pledge"),
    "movements": _("Movements"),
    "scoring": _("Scores"),
    "ranking": _("Ranking"),
    "meetings": _("Meetings"),
    "nominations": _("Nominations"),
    "reports": _("Summary report"),
}


def who(entry: Entry) -> str:
    """Say who did it, in what part, and for whom; nothing when the name was erased by law."""
    personal = entry.personal
    name = gettext("the system") if personal.actor_name == SYSTEM else personal.actor_name
    if personal.actor_role:
        name = f"{name} ({personal.actor_role})"
    if personal.on_behalf_of:
        name = f"{name} – {gettext('on behalf of')} {personal.on_behalf_of}"
    return name


class HistoryPage(CyclePage, ListPage):
    """The log of a year, the newest first."""

    template_name = "clusters/cycles/history.html"
    title = _("Log")
    lead = _("Everything that was changed in this year, by whom and why. Nothing here can be changed.")
    tab = "history"
    permission = "cycles.history"
    order = ("-sequence",)
    empty_text = _("Nothing has been logged in this year yet.")
    help_topic = "history"
    columns = [
        Column(_("When"), lambda entry: moment(entry.at), kind="day"),
        Column(_("Who"), who),
        Column(_("What"), tell),
        Column(_("Reason"), "reason"),
    ]

    def get_queryset_base(self) -> QuerySet[Entry]:
        return Entry.objects.filter(chain=self.cycle.chain).select_related("personal")

    def get_filters(self) -> list[Filter]:
        def of_chapter(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
            return rows.filter(verb__startswith=f"{value}.")

        return [Filter("chapter", _("Chapter"), lambda: list(CHAPTERS.items()), of_chapter)]
