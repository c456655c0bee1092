"""Contents: the console pages of every slice of the clusters."""

from clusters.criteria.admin import BindingAdmin, CriteriaTableAdmin
from clusters.cycles.admin import CycleAdmin, LeadershipAdmin, MembershipAdmin
from clusters.meetings.admin import MeetingAdmin
from clusters.movements.admin import MovementAdmin
from clusters.organisation.admin import ClusterAdmin, RepresentationAdmin, UnitAdmin
from clusters.pledges.admin import PledgeAdmin
from clusters.ranking.admin import PublicationAdmin
from clusters.reports.admin import SummaryReportAdmin
from clusters.scoring.admin import MarkAdmin, SheetAdmin

__all__ = [
    "BindingAdmin",
    "ClusterAdmin",
    "CriteriaTableAdmin",
    "CycleAdmin",
    "LeadershipAdmin",
    "MarkAdmin",
    "MeetingAdmin",
    "MembershipAdmin",
    "MovementAdmin",
    "PledgeAdmin",
    "PublicationAdmin",
    "RepresentationAdmin",
    "SheetAdmin",
    "SummaryReportAdmin",
    "UnitAdmin",
]
