"""What the pages of scoring share: the year of the address, its groups, the sheet of a unit."""

import json
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from clusters.criteria.models import CriteriaTable
from clusters.cycles.models import Cycle, MemberGroup, Membership
from clusters.cycles.pages import CyclePage
from clusters.cycles.parts import Parts
from clusters.scoring.models import Sheet
from clusters.scoring.ranks import knowing_deciders
from clusters.scoring.reading import sheet_of
from clusters.scoring.words import page_words


def groups_of(cycle: Cycle) -> list[MemberGroup]:
    """Return the groups of a year with their tables, in one query; all share the year given."""
    groups = list(
        knowing_deciders(cycle.groups.select_related("binding__table").order_by("position", "code"))
    )
    for group in groups:
        group.cycle = cycle
    return groups


def table_of(group: MemberGroup) -> CriteriaTable | None:
    """Return the table the group is scored by; None while nothing is bound."""
    binding = getattr(group, "binding", None)
    return binding.table if binding else None


def own_sheet_of(cycle: Cycle, parts: Parts) -> str:
    """Return the address of the sheet of the unit the person acts for; empty when there is none."""
    member = (
        Membership.objects.filter(cycle=cycle, unit__in=parts.member_units, until__isnull=True)
        .select_related("unit")
        .in_order()
        .first()
    )
    return sheet_url(cycle, member) if member else ""


def sheet_url(cycle: Cycle, member: Membership, move: str = "") -> str:
    """Return the address of a member's sheet, or of one of its moves."""
    name = f"clusters:sheet-{move}" if move else "clusters:sheet"
    return reverse(name, args=[cycle.cluster.code, cycle.year, member.unit.code])


def scores_url(
    cycle: Cycle, *, group: MemberGroup | None = None, source: str = "", show: str = "", page: int = 1
) -> str:
    """Return the address of the score page."""
    address = reverse("clusters:scores", args=[cycle.cluster.code, cycle.year])
    chosen = {
        "group": group.code if group else "",
        "source": source,
        "show": show,
        "page": page if page > 1 else "",
    }
    query = "&".join(f"{name}={value}" for name, value in chosen.items() if value)
    return f"{address}?{query}" if query else address


def page_number(request: HttpRequest) -> int:
    """Return the page of the address; 1 when it names none."""
    page = request.GET.get("page", "1")
    return int(page) if page.isascii() and page.isdigit() and 0 < int(page) < 1000 else 1


def script_facts(cycle: Cycle) -> dict[str, str]:
    """What the scripts need of the page: where they send to, and their sentences."""
    place = [cycle.cluster.code, cycle.year]
    return {
        "save_url": reverse("clusters:save-mark", args=place),
        "block_url": reverse("clusters:save-marks", args=place),
        "totals_url": reverse("clusters:score-totals", args=place),
        "detail_url": reverse("clusters:mark-detail", args=place),
        "words": json.dumps(page_words(), ensure_ascii=False),
    }


def member_sheet(cycle: Cycle, **member: Any) -> Sheet:
    """Return the sheet of one member with unit, group and table; 404 when there is no such member."""
    found = (
        Membership.objects.filter(cycle=cycle, **member)
        .select_related("unit", "group__binding__table", "sheet")
        .first()
    )
    if found is None:
        raise Http404
    found.cycle = found.group.cycle = cycle
    sheet = sheet_of(found)
    sheet.membership = found
    return sheet


class SheetPage(CyclePage):
    """A page of the sheet of one unit; it asks for a right to the sheet."""

    tab = "scores"

    @cached_property
    def sheet(self) -> Sheet:
        return member_sheet(self.cycle, unit__code=self.kwargs["unit"])

    @property
    def member(self) -> Membership:
        return self.sheet.membership

    def get_subject(self) -> Any:
        return self.sheet

    def unit_name(self) -> str:
        """The name the unit had at the end of the year."""
        return self.member.unit.name_on(self.cycle.ends_on)
