"""What rankings put on other pages."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.columns import Cell, column
from clusters.cycles.models import Cycle, Membership
from clusters.cycles.tabs import cycle_tab
from clusters.ranking.models import Publication, RankedRow, Standing
from emulation.core.numbers import points_text, round_points, short_points

cycle_tab("ranking", _("Ranking"), "clusters:ranking", order=40)


@column("unit.years", _("Rank as published"), order=30)
def ranks(_user: Any, memberships: Sequence[Membership]) -> dict[int, Cell]:
    """The rank of each year as published, final where there is one, else provisional. One query.

    Tables of different years have different points in all: beside the total stands what percent of them it is.
    """
    rows = (
        RankedRow.objects.filter(membership__in=memberships, publication__withdrawn_at__isnull=True)
        .select_related("publication__group__binding__table")
        .order_by("-publication__standing")
    )
    cells: dict[int, Cell] = {}
    # “provisional” sorts after “final”: the final row comes last and stays.
    for row in rows:
        provisional = row.publication.standing == Standing.PROVISIONAL
        said = [_of_the_maximum(row), gettext("PROVISIONAL") if provisional else ""]
        note = " · ".join(one for one in said if one)
        if row.rank:
            cells[row.membership_id] = Cell(gettext("rank %(rank)s") % {"rank": row.rank}, note=note)
        else:
            words = {"k": row.answered, "n": row.asked}
            cells[row.membership_id] = Cell(gettext("no rank, %(k)s of %(n)s") % words, note=note)
    return cells


def _scale(publication: Publication) -> Decimal | None:
    """Return the points in all of the table that scores the group."""
    binding = getattr(publication.group, "binding", None)
    return binding.table.scale if binding else None


def _percent(total: Decimal, scale: Decimal) -> str:
    return points_text(round_points(total * 100 / scale)) + " %"


def _of_the_maximum(row: RankedRow) -> str:
    scale = _scale(row.publication)
    if row.total is None or scale is None:
        return ""
    values = {"total": points_text(row.total), "scale": short_points(scale)}
    return f"{gettext('%(total)s of %(scale)s') % values}: {_percent(row.total, scale)}"


def _spread(publication: Any) -> str:
    """Say between which percents of the maximum the totals of a published ranking lie."""
    scale = _scale(publication)
    if scale is None or publication.most is None:
        return ""
    least, most = (_percent(total, scale) for total in (publication.least, publication.most))
    return most if least == most else f"{least.removesuffix(' %')}–{most}"


@column("overview", _("Ranking"), order=40)
def published(_user: Any, cycles: Sequence[Cycle]) -> dict[int, Cell]:
    """What is published in each year, by group where there are several. One query."""
    rows = (
        Publication.objects.filter(group__cycle__in=cycles, withdrawn_at__isnull=True)
        .select_related("group__binding__table")
        .annotate(least=Min("rows__total"), most=Max("rows__total"))
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
                note=": ".join(
                    one for one in (row.group.name if len(found) > 1 else "", _spread(row)) if one
                ),
            )
            for row in found
        ]
        cells[cycle.pk] = Cell(lines=lines) if lines else Cell(_("not published"), "none")
    return cells
