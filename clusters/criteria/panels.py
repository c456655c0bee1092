"""What criteria tables say on the pages of a year."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.criteria.models import CriteriaBinding
from clusters.cycles.models import Cycle
from clusters.cycles.tabs import cycle_tab
from emulation.core.panels import panel

cycle_tab("criteria", _("Criteria"), "clusters:criteria", order=25)


@panel("help", order=25, template="clusters/criteria/help.html")
def help_text(_user: Any, _subject: Any) -> dict[str, Any]:
    """How tables are read, corrected and adopted."""
    return {}


@panel("cycle.notes", order=10, template="clusters/criteria/partial_note.html")
def partial_tables(_user: Any, cycle: Cycle) -> dict[str, Any] | None:
    """Say which groups are scored by a table of which only fragments are known. One query."""
    bindings = list(
        CriteriaBinding.objects.filter(group__cycle=cycle, table__is_partial=True)
        .select_related("group", "table")
        .order_by("group__position")
    )
    return {"partial_bindings": bindings} if bindings else None
