"""The pages of a year as tabs, by registration: a slice adds its own in its `panels.py`."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from clusters.cycles.models import Cycle
from emulation.core.page import Tab
from emulation.core.permissions import can


@dataclass(frozen=True)
class CycleTab:
    """A page of a year: its place in the row, its key, its label, its address, the right it asks for."""

    order: int
    name: str
    label: Any
    url_name: str
    right: str


_tabs: dict[str, CycleTab] = {}


def cycle_tab(name: str, label: Any, url_name: str, *, order: int, right: str = "cycles.see") -> None:
    """Register a tab. The address takes the cluster's code and the year."""
    _tabs[name] = CycleTab(order, name, label, url_name, right)


def tabs_for(user: Any, cycle: Cycle, current: str) -> list[Tab]:
    """Return the tabs of a year that the person may open."""
    return [
        Tab(tab.label, reverse(tab.url_name, args=[cycle.cluster.code, cycle.year]), tab.name == current)
        for tab in sorted(_tabs.values(), key=lambda tab: tab.order)
        if can(user, tab.right, cycle)
    ]
