"""What emulation years put on other pages: tabs, my clusters at home, a unit's years, columns of overviews."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.columns import Cell, column, table_for
from clusters.cycles.models import Cycle, Leadership, LeadershipRole, Membership, PhaseWindow
from clusters.cycles.naming import called
from clusters.cycles.parts import own_units, prepare_parts
from clusters.cycles.tabs import cycle_tab
from clusters.cycles.views.lists import cycle_url, phase_chips, with_facts
from clusters.organisation.models import Unit
from emulation.accounts.roles import sees_everything
from emulation.core.panels import panel

# The rest is one click away, in the list of clusters.
SHOWN = 12

cycle_tab("overview", _("Overview"), "clusters:cycle", order=10)
cycle_tab("papers", _("Documents"), "clusters:papers", order=80)
cycle_tab("history", _("Log"), "clusters:history", order=90, right="cycles.history")


@panel("home.main", order=10, template="clusters/cycles/home_panel.html")
def my_clusters(user: Any, _subject: Any) -> dict[str, Any] | None:
    """The person's clusters as rows: those of own units; for the ministry those with an open phase first."""
    visible = with_facts(Cycle.objects.visible_to(user))
    if sees_everything(user):
        running = PhaseWindow.objects.filter(
            cycle=OuterRef("pk"), opened_at__isnull=False, closed_at__isnull=True
        )
        visible = visible.annotate(is_running=Exists(running)).order_by(
            "-is_running", "-year", "cluster__position", "cluster__order_key"
        )
    else:
        visible = visible.order_by("-year", "cluster__position", "cluster__order_key")
    cycles = list(visible[: SHOWN + 1])
    if not cycles:
        return None
    prepare_parts(user, cycles)
    table = table_for("home", user, cycles[:SHOWN])
    parts = _parts_of(user, cycles)
    rows = [
        {
            "cycle": cycle,
            "url": cycle_url(cycle),
            "phases": phase_chips(cycle),
            "part": parts.get(cycle.pk, ""),
            "cells": cells,
        }
        for cycle, cells in table.rows
    ]
    return {"my_rows": rows, "my_heads": table.heads, "more_clusters": len(cycles) > SHOWN}


def _parts_of(user: Any, cycles: Sequence[Cycle]) -> dict[int, str]:
    """Say what the person's units are in each year: head, deputy or member."""
    units = own_units(user)
    if not units:
        return {}
    parts = dict.fromkeys(
        Membership.objects.filter(cycle__in=cycles, unit__in=units).values_list("cycle", flat=True),
        gettext("member"),
    )
    years = {(cycle.cluster_id, cycle.year): cycle for cycle in cycles}
    leads = Leadership.objects.filter(
        unit__in=units, until__isnull=True, cluster__in={cycle.cluster_id for cycle in cycles}
    ).order_by("role")
    for leader in leads:
        cycle = years.get((leader.cluster_id, leader.year))
        if cycle:
            parts[cycle.pk] = called(leader, cycle.cluster)
    return parts


@panel("unit.page", order=10, template="clusters/cycles/unit_years.html")
def unit_years(user: Any, unit: Unit) -> dict[str, Any] | None:
    """The years of a unit side by side, the newest first; only years that the person may know of."""
    visible = Cycle.objects.visible_to(user).values("pk")
    rows = list(
        Membership.objects.filter(unit=unit, cycle__in=visible)
        .select_related("cycle__cluster", "group", "unit")
        .prefetch_related("cycle__windows")
        .order_by("-cycle__year", "cycle__cluster__position", "pk")
    )
    if not rows:
        return None
    prepare_parts(user, {row.cycle_id: row.cycle for row in rows}.values())
    table = table_for("unit.years", user, rows, drop_empty=True)
    leads = {
        (leader.cluster_id, leader.year): leader for leader in unit.leaderships.filter(until__isnull=True)
    }
    return {
        "heads": table.heads,
        "years_rows": [
            {
                "membership": row,
                "url": cycle_url(row.cycle),
                "leads_as": leads.get((row.cycle.cluster_id, row.cycle.year)),
                "cells": cells,
            }
            for row, cells in table.rows
        ],
    }


@column("overview", _("Head of the year"), order=90)
def heads(_user: Any, cycles: Sequence[Cycle]) -> dict[int, Cell]:
    """The unit that heads each year, and who acts for it."""
    wanted = Q(pk__in=())
    for cycle in cycles:
        wanted |= Q(cluster=cycle.cluster_id, year=cycle.year)
    found = {
        (leader.cluster_id, leader.year): leader
        for leader in Leadership.objects.filter(
            wanted, role=LeadershipRole.HEAD, until__isnull=True
        ).select_related("unit")
    }
    cells = {}
    for cycle in cycles:
        leader = found.get((cycle.cluster_id, cycle.year))
        if leader is None:
            cells[cycle.pk] = Cell(_("not recorded"), "none")
        else:
            name = leader.unit.column_name if leader.unit else gettext("unit not published")
            cells[cycle.pk] = Cell(name, note=leader.person)
    return cells


@panel("help", order=20, template="clusters/help.html")
def help_text(_user: Any, _subject: Any) -> dict[str, Any]:
    """How the pages of a year are used."""
    return {}
