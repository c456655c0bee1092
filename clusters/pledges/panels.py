"""What pledges put on other pages."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.cycles.columns import Cell, column
from clusters.cycles.models import Membership
from clusters.cycles.tabs import cycle_tab
from clusters.pledges.models import Pledge, Signatory

cycle_tab("pledge", _("Pledge"), "clusters:pledge", order=20)


@column("board", _("Pledge"), order=10)
def signed(_user: Any, memberships: Sequence[Membership]) -> dict[int, Cell]:
    """Whether each member's block of the year's pledge is signed, and when. Two queries."""
    cycles = {row.cycle_id for row in memberships}
    pledges = {(row.cycle_id, row.group_id): row for row in Pledge.objects.filter(cycle__in=cycles)}
    blocks = {
        (row.pledge_id, row.unit_id): row
        for row in Signatory.objects.filter(pledge__in=[one.pk for one in pledges.values()]).order_by("-role")
    }
    cells = {}
    for row in memberships:
        pledge = pledges.get((row.cycle_id, row.group_id)) or pledges.get((row.cycle_id, None))
        if pledge is None:
            cells[row.pk] = Cell(_("no pledge yet"), "none")
            continue
        block = blocks.get((pledge.pk, row.unit_id))
        if block is None:
            cells[row.pk] = Cell(_("does not sign"), "none")
        elif pledge.state == "signed":
            cells[row.pk] = Cell(_("signed"), "done", on=block.signed_on or pledge.signed_on)
        else:
            cells[row.pk] = Cell(_("draft"), "work")
    return cells
