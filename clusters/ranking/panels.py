"""What rankings put on other pages."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.columns import Cell, column
from clusters.cycles.models import Cycle, Membership
from clusters.cycles.tabs import cycle_tab
from clusters.ranking.models import Publication, RankedRow, Standing

cycle_tab("ranking", _("Ranking"), "clusters:ranking", order=40)


@column("unit.years", _("Rank as published"), order=30)
def ranks(_user: Any, memberships: Sequence[Membership]) -> dict[int, Cell]:
    """The rank of each year as published: final where there is one, else provisional. One query."""
    rows = (
        RankedRow.objects.filter(membership__in=memberships, publication__withdrawn_at__isnull=True)
        .select_related("publication")
        .order_by("-publication__standing")
    )
    cells: dict[int, Cell] = {}
    # “provisional” sorts after “final”: the final row comes last and stays.
    for row in rows:
        provisional = row.publication.standing == Standing.PROVISIONAL
        note = gettext("PROVISIONAL") if provisional else ""
        if row.rank:
            cells[row.membership_id] = Cell(gettext("rank %(rank)s") % {"rank": row.rank}, note=note)
        else:
            words = {"k": row.answered, "n": row.asked}
            cells[row.membership_id] = Cell(gettext("no rank, %(k)s of %(n)s") % words, note=note)
    return cells


@column("overview", _("Ranking"), order=40)
def published(_user: Any, cycles: Sequence[Cycle]) -> dict[int, Cell]:
    """What is published in each year, by group where there are several. One query."""
    rows = (
        Publication.objects.filter(group__cycle__in=cycles, withdrawn_at__isnull=True)
        .select_related("group")
        .order_by("group__position", "-standing")
    )
    best: dict[int, dict[int, Publication]] = {}
    for row in rows:
        best.setdefault(row.group.cycle_id, {})[row.group_id] = row
    cells = {}
    for cycle in cycles:
        found = list(best.get(cycle.pk, {}).values())
        lines = [
            Cell(
                _("final") if row.standing == Standing.FINAL else _("provisional"),
                "done" if row.standing == Standing.FINAL else "sent",
                on=row.published_at,
                note=row.group.name if len(found) > 1 else "",
            )
            for row in found
        ]
        cells[cycle.pk] = Cell(lines=lines) if lines else Cell(_("not published"), "none")
    return cells
