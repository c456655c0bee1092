"""The page of a year: who is in it, who leads it, who has sent what."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.columns import table_for
from clusters.cycles.models import Cycle, Leadership, Membership
from clusters.cycles.pages import CyclePage
from emulation.core.page import Action
from emulation.core.permissions import can
from emulation.core.templatetags.ui import day
from emulation.core.views import TemplatePage


@dataclass(frozen=True)
class Member:
    """A membership with what a page says of it: the name of that year, whom it leads as, whether it is own."""

    membership: Membership
    name: str
    leads_as: Leadership | None = None
    is_own: bool = False


def members_of(cycle: Cycle) -> list[Membership]:
    """Return the members of a year in order, with units, their names, and groups; the year is set on each."""
    rows = list(
        Membership.objects.filter(cycle=cycle)
        .select_related("unit", "group")
        .prefetch_related("unit__names")
        .in_order()
    )
    for row in rows:
        row.cycle = cycle
    return rows


class OverviewPage(CyclePage, TemplatePage):
    """Members × milestones by group, leaders of this and the next year, and the boxes of the slices."""

    template_name = "clusters/cycles/overview.html"
    tab = "overview"
    help_topic = "cycle"

    def get_title(self) -> str:
        return f"{self.cycle.cluster.name} – {self.cycle.year}"

    def get_lead(self) -> str:
        cycle = self.cycle
        words = {
            "owner": cycle.cluster.owner.name,
            "from": day(cycle.starts_on),
            "to": day(cycle.ends_on),
        }
        text = gettext("Organised by %(owner)s; the emulation year runs from %(from)s to %(to)s.") % words
        return f"{cycle.cluster.family}. {text}" if cycle.cluster.family else text

    def get_primary(self) -> Action | None:
        if not can(self.request.user, "cycles.windows", self.cycle):
            return None
        return Action(_("Open and close phases"), self.address("phases"), icon="calendar")

    def get_more(self) -> list[Action]:
        return [Action(_("Members and leaders"), self.address("members"), icon="list")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cycle = self.cycle
        members = members_of(cycle)
        leaders = list(Leadership.objects.of(cycle).select_related("unit"))
        following = list(
            Leadership.objects.filter(cluster=cycle.cluster_id, year=cycle.year + 1, until__isnull=True)
            .select_related("unit")
            .order_by("-role", "position", "pk")
        )
        roles = {leader.unit_id: leader for leader in leaders if leader.unit_id}
        table = table_for("board", self.request.user, members, drop_empty=True)
        drawn = [
            (
                Member(
                    member,
                    member.unit.name_on(cycle.ends_on),
                    roles.get(member.unit_id),
                    member.unit_id in self.parts.units,
                ),
                cells,
            )
            for member, cells in table.rows
        ]
        boards = [
            {"group": group, "rows": list(rows)}
            for group, rows in groupby(drawn, key=lambda row: row[0].membership.group)
        ]
        return super().get_context_data(
            heads=table.heads,
            boards=boards,
            leaders=leaders,
            following=following,
            member_count=sum(member.until is None for member in members),
            **kwargs,
        )
