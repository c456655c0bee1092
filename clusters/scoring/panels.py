"""What scoring puts on other pages: its tab, who has sent the sheet, the state of a unit's sheets."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.cycles.columns import Cell, column
from clusters.cycles.models import Membership
from clusters.cycles.tabs import cycle_tab
from clusters.scoring.models import Sheet
from clusters.scoring.states import SHEET
from clusters.scoring.views.base import sheet_url
from emulation.core.permissions import can

cycle_tab("scores", _("Scores"), "clusters:scores", order=30)


@column("board", _("Scoring sheet"), order=40)
def sheets_on_board(user: Any, members: Sequence[Membership]) -> dict[int, Cell]:
    """Whether each member has sent its sheet, and when; a link where the person may read it."""
    return _cells(user, members)


@column("unit.years", _("Scoring sheet"), order=40)
def sheets_of_unit(user: Any, members: Sequence[Membership]) -> dict[int, Cell]:
    """The state of the unit's sheet in each of its years."""
    return _cells(user, members)


def _cells(user: Any, members: Sequence[Membership]) -> dict[int, Cell]:
    sheets = {
        sheet.membership_id: sheet
        for sheet in Sheet.objects.filter(membership__in=[member.pk for member in members])
    }
    cells = {}
    for member in members:
        sheet = sheets.get(member.pk) or Sheet(membership=member)
        sheet.membership = member
        state = SHEET.states[sheet.state]
        url = sheet_url(member.cycle, member) if can(user, "scoring.see", sheet) else ""
        cells[member.pk] = Cell(state.label, state.tone, on=sheet.submitted_at, url=url)
    return cells
