"""What nominations put on other pages."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.nominations.models import Nomination
from awards.nominations.states import NOMINATION
from clusters.cycles.columns import Cell, column
from clusters.cycles.models import Cycle, Membership
from clusters.cycles.tabs import cycle_tab
from emulation.core.panels import panel

cycle_tab("nominations", _("Nominations"), "awards:nominations", order=60)


def in_force() -> Any:
    """Return the nominations that were not withdrawn, in order."""
    return Nomination.objects.exclude(state="withdrawn").order_by("position", "pk")


@column("unit.years", _("Nominations"), order=50)
def of_unit(_user: Any, memberships: Sequence[Membership]) -> dict[int, Cell]:
    """What a unit was nominated for in each year. One query."""
    by_year: dict[tuple[int, int], list[Cell]] = {}
    rows = Nomination.objects.filter(
        cycle__in={row.cycle_id for row in memberships}, unit__in={row.unit_id for row in memberships}
    ).select_related("award")
    for row in rows.order_by("position", "pk"):
        note = gettext(NOMINATION.states[row.state].label) if row.state == "withdrawn" else ""
        by_year.setdefault((row.cycle_id, row.unit_id), []).append(Cell(row.award.name, note=note))
    return {
        row.pk: Cell(lines=by_year[row.cycle_id, row.unit_id])
        for row in memberships
        if (row.cycle_id, row.unit_id) in by_year
    }


@column("overview", _("Nominations"), order=60)
def counted(_user: Any, cycles: Sequence[Cycle]) -> dict[int, Cell]:
    """How many nominations each year has. One query."""
    counts = Counter(in_force().filter(cycle__in=cycles).values_list("cycle", flat=True))
    return {cycle.pk: Cell(str(counts[cycle.pk])) for cycle in cycles if counts[cycle.pk]}


@panel("report.figures", order=20, template="awards/nominations/figures.html")
def figures(_user: Any, cycle: Cycle) -> dict[str, Any]:
    """The nominations, as the report will print them."""
    return {"figures_nominations": list(in_force().filter(cycle=cycle).select_related("unit", "award"))}
