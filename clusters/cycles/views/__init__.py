"""The pages of emulation years."""

from clusters.cycles.views.history import HistoryPage
from clusters.cycles.views.lists import CycleList, YearOverview
from clusters.cycles.views.members import AddGroup, AddMember, Appoint, ChangeMember, MembersPage
from clusters.cycles.views.overview import OverviewPage
from clusters.cycles.views.papers import PapersPage
from clusters.cycles.views.phases import ClosePhase, OpenPhase, PhasesPage, PlanPhase
from clusters.cycles.views.years import ChooseYears, OpenYears

__all__ = [
    "AddGroup",
    "AddMember",
    "Appoint",
    "ChangeMember",
    "ChooseYears",
    "ClosePhase",
    "CycleList",
    "HistoryPage",
    "MembersPage",
    "OpenPhase",
    "OpenYears",
    "OverviewPage",
    "PapersPage",
    "PhasesPage",
    "PlanPhase",
    "YearOverview",
]
