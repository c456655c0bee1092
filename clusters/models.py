"""Contents: the models of every slice of the clusters."""

from clusters.criteria.models import CriteriaBinding, CriteriaTable, Criterion
from clusters.cycles.models import Cycle, Leadership, MemberGroup, Membership, PhaseWindow
from clusters.meetings.models import AgendaItem, Attendance, Meeting, Speech
from clusters.movements.models import Movement, Result
from clusters.organisation.models import (
    Cluster,
    Representation,
    Succession,
    Unit,
    UnitAlias,
    UnitName,
)
from clusters.pledges.models import Pledge, PledgeTarget, PledgeTitle, Signatory
from clusters.ranking.models import BandDecision, Publication, RankedRow, TieRule, VoteCount
from clusters.reports.models import Contribution, ReportSection, SectionRevision, SummaryReport
from clusters.scoring.models import Comment, Correction, Evidence, Mark, SectionEditor, Sheet, SheetTotal

__all__ = [
    "AgendaItem",
    "Attendance",
    "BandDecision",
    "Cluster",
    "Comment",
    "Contribution",
    "Correction",
    "CriteriaBinding",
    "CriteriaTable",
    "Criterion",
    "Cycle",
    "Evidence",
    "Leadership",
    "Mark",
    "Meeting",
    "MemberGroup",
    "Membership",
    "Movement",
    "PhaseWindow",
    "Pledge",
    "PledgeTarget",
    "PledgeTitle",
    "Publication",
    "RankedRow",
    "ReportSection",
    "Representation",
    "Result",
    "SectionEditor",
    "SectionRevision",
    "Sheet",
    "SheetTotal",
    "Signatory",
    "Speech",
    "Succession",
    "SummaryReport",
    "TieRule",
    "Unit",
    "UnitAlias",
    "UnitName",
    "VoteCount",
]
