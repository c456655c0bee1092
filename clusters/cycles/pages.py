"""What every page of a year shares: it is found by cluster and year, and framed by phases and tabs."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Case, F, When
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import Cycle, PhaseWindow
from clusters.cycles.parts import Parts, parts_in
from clusters.cycles.steps import steps_of
from clusters.cycles.tabs import tabs_for
from clusters.cycles.windows import keep_windows
from emulation.core.page import Action, Link
from emulation.core.permissions import can
from emulation.core.views import Page
from emulation.documents.kinds import kind

WINDOW = (
    "id",
    "phase",
    "planned_from",
    "planned_until",
    "opened_at",
    "closed_at",
    "opened_by_id",
    "closed_by_id",
)


def visible_cycle(user: Any, code: str, year: int) -> Cycle:
    """Return the year of an address with its windows, or 404 when the person may not know of it.

    One query, which also brings the other years of the cluster that the person may see (`years_beside`).
    """
    here = {f"window_{name}": Case(When(year=year, then=F(f"windows__{name}"))) for name in WINDOW}
    rows = list(
        Cycle.objects.visible_to(user)
        .filter(cluster__code=code)
        .select_related("cluster__owner")
        .annotate(**here)
        .distinct()
        .order_by("-year")
    )
    found = [row for row in rows if row.year == year]
    if not found:
        raise Http404
    cycle = found[0]
    windows = ({name: getattr(row, f"window_{name}") for name in WINDOW} for row in found)
    keep_windows(cycle, [PhaseWindow(cycle=cycle, **one) for one in windows if one["id"] is not None])
    cycle.__dict__["_years_beside"] = list(dict.fromkeys(row.year for row in rows))
    return cycle


def years_beside(cycle: Cycle, user: Any) -> list[int]:
    """Return the years of the same cluster that the person may see, the latest first."""
    kept: list[int] | None = cycle.__dict__.get("_years_beside")
    if kept is None:
        years = Cycle.objects.visible_to(user).filter(cluster=cycle.cluster_id)
        kept = list(years.order_by("-year").values_list("year", flat=True))
    return kept


class CyclePage(Page):
    """Mix into a page whose address begins with cluster code and year. Set `tab` to the key of its tab.

    Templates extend `clusters/cycle_base.html`, forms `clusters/cycle_form.html`, acts
    `clusters/cycle_action.html`. The right of `permission` is asked about `get_subject()`, the year.
    """

    permission = "cycles.see"
    tab = ""
    kwargs: dict[str, Any]

    @cached_property
    def cycle(self) -> Cycle:
        return visible_cycle(self.request.user, self.kwargs["code"], self.kwargs["year"])

    @cached_property
    def parts(self) -> Parts:
        return parts_in(self.cycle, self.request.user)

    def get_subject(self) -> Any:
        return self.cycle

    def address(self, name: str, *args: Any) -> str:
        """Return the address of another page of this year."""
        namespace = "" if ":" in name else "clusters:"
        return reverse(f"{namespace}{name}", args=[self.cycle.cluster.code, self.cycle.year, *args])

    def print_action(self, key: str) -> Action | None:
        """Return the print button of a kind of document for those who may print it."""
        if not can(self.request.user, kind(key).permission, self.cycle):
            return None
        return Action(_("Print"), self.address("paper", key), icon="print")

    def get_crumbs(self) -> Iterable[Link]:
        cycle = self.cycle
        return [
            Link(gettext("Clusters"), reverse("clusters:cycles")),
            Link(cycle.cluster.name, f"{reverse('clusters:cycles')}?cluster={cycle.cluster.code}"),
            Link(str(cycle.year), "" if self.tab == "overview" else self.address("cycle")),
            *self.get_further_crumbs(),
        ]

    def get_further_crumbs(self) -> Iterable[Link]:
        """Return what follows the year in the breadcrumb."""
        return [Link(self.get_title())] if self.tab != "overview" else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, cycle = self.request.user, self.cycle
        return super().get_context_data(
            **{
                "cycle": cycle,
                "parts": self.parts,
                "steps": steps_of(cycle, user),
                "tabs": tabs_for(user, cycle, self.tab),
                "years": [
                    (year, reverse("clusters:cycle", args=[cycle.cluster.code, year]))
                    for year in years_beside(cycle, user)
                ],
                "sample_data": cycle.is_sample,
                **kwargs,
            }
        )
