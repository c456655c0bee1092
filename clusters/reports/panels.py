"""What the summary report puts on other pages, and the figures beside it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.columns import Cell, column
from clusters.cycles.models import Cycle, Leadership, Membership
from clusters.cycles.tabs import cycle_tab
from clusters.ranking.models import RankedRow, Standing
from clusters.reports.models import Contribution, SectionKind
from emulation.core.panels import panel

cycle_tab("report", _("Report"), "clusters:report", order=70)


@column("board", _("Contribution to the report"), order=50)
def contributed(_user: Any, memberships: Sequence[Membership]) -> dict[int, Cell]:
    """How many sections each member contributed to, and when last. One query."""
    sections = len(SectionKind)
    found: dict[int, list[Contribution]] = {}
    for row in (
        Contribution.objects.filter(membership__in=memberships).exclude(text="").order_by("written_at")
    ):
        found.setdefault(row.membership_id, []).append(row)
    cells = {}
    for member in memberships:
        rows = found.get(member.pk, [])
        if not rows:
            cells[member.pk] = Cell(_("nothing yet"), "none")
        else:
            words = gettext("%(k)s of %(n)s sections") % {"k": len(rows), "n": sections}
            cells[member.pk] = Cell(words, "sent", on=rows[-1].written_at)
    return cells


@panel("report.figures", order=10, template="clusters/reports/figures.html")
def figures(_user: Any, cycle: Cycle) -> dict[str, Any]:
    """Members, leaders, results and the ranking as published, as the report will print them."""
    rows = list(
        RankedRow.objects.filter(
            publication__group__cycle=cycle, publication__withdrawn_at__isnull=True, rank__isnull=False
        )
        .select_related("publication__group")
        .order_by("publication__group__position", "publication__standing", "position")
    )
    # “final” sorts before “provisional”: of each group the first publication counts.
    chosen: dict[int, int] = {}
    for row in rows:
        chosen.setdefault(row.publication.group_id, row.publication_id)
    ranked = [row for row in rows if chosen[row.publication.group_id] == row.publication_id]
    following = Leadership.objects.filter(
        cluster=cycle.cluster_id, year=cycle.year + 1, until__isnull=True
    ).select_related("unit")
    return {
        "figures_members": cycle.memberships.filter(until__isnull=True).count(),
        "figures_movements": cycle.movements.count(),
        "figures_results": cycle.results.count(),
        "figures_ranked": ranked,
        "figures_provisional": any(row.publication.standing == Standing.PROVISIONAL for row in ranked),
        "figures_following": list(following.order_by("-role", "position", "pk")),
    }
