"""What scoring puts on other pages: its tab, who has sent the sheet, the state of a unit's sheets."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.criteria.models import Criterion
from clusters.cycles.columns import Cell, column
from clusters.cycles.models import Cycle, Membership
from clusters.cycles.parts import parts_in
from clusters.cycles.tabs import cycle_tab
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.states import SHEET
from clusters.scoring.views.base import sheet_url
from emulation.core.panels import panel
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


@column("board", _("Verified"), order=45)
def verified_on_board(user: Any, members: Sequence[Membership]) -> dict[int, Cell]:
    """How many criteria of each sheet are verified, for those who run or read the year. Two queries."""
    asked = dict(
        Criterion.objects.exclude(kind="group")
        .filter(table__bindings__group__in={member.group_id for member in members})
        .order_by()
        .values_list("table__bindings__group")
        .annotate(count=Count("pk"))
    )
    given = dict(
        Mark.objects.given()
        .filter(source=Source.VERIFIED, sheet__membership__in=[member.pk for member in members])
        .order_by()
        .values_list("sheet__membership")
        .annotate(count=Count("pk"))
    )
    cells = {}
    for member in members:
        wanted, done = asked.get(member.group_id, 0), given.get(member.pk, 0)
        parts = parts_in(member.cycle, user)
        if wanted and (parts.runs or parts.reads_all):
            tone = "done" if done == wanted else "work" if done else "none"
            cells[member.pk] = Cell(gettext("%(k)s of %(n)s") % {"k": done, "n": wanted}, tone)
    return cells


@column("overview", _("Sheets sent"), order=30)
@column("home", _("Sheets sent"), order=30)
def sent(_user: Any, cycles: Sequence[Cycle]) -> dict[int, Cell]:
    """How many members of each year have sent their sheet. Two queries."""
    counts = dict(
        Sheet.objects.filter(
            membership__cycle__in=cycles,
            membership__until__isnull=True,
            state__in=("submitted", "verified", "final"),
        )
        .order_by()
        .values_list("membership__cycle")
        .annotate(count=Count("pk"))
    )
    totals = dict(
        Membership.objects.filter(cycle__in=cycles, until__isnull=True)
        .order_by()
        .values_list("cycle")
        .annotate(count=Count("pk"))
    )
    return {
        cycle.pk: Cell(
            gettext("%(k)s of %(n)s") % {"k": counts.get(cycle.pk, 0), "n": totals[cycle.pk]},
            "done" if counts.get(cycle.pk, 0) == totals[cycle.pk] else "work",
        )
        for cycle in cycles
        if totals.get(cycle.pk)
    }


@panel("help", order=30, template="clusters/scoring/help.html")
def help_text(_user: Any, _subject: Any) -> dict[str, Any]:
    """How points are given."""
    return {}
