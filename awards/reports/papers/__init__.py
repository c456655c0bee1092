"""The printed summary report (báo cáo tổng kết): the head's text beside the figures of the year."""

from typing import Any

from awards.reports.papers.context import (
    GroupScores,
    MovementPart,
    NominationLine,
    ProposalLine,
    ScoreLine,
    SummaryReportPaper,
)
from awards.reports.papers.reading import (
    asked_at,
    inspections_in,
    movements_of,
    nominations_of,
    scores_of,
    year_end_meeting,
)
from clusters.cycles.models import Cycle, LeadershipRole, MemberGroup
from clusters.cycles.papers import (
    cluster_title,
    head_among,
    head_letterhead,
    head_signature,
    leaders_of,
    mark_of,
    role_word,
    scope_text,
)
from clusters.cycles.permissions import see
from clusters.meetings.models import Manner, Meeting
from clusters.ranking.permissions import see_live
from clusters.reports.models import ReportState, SectionKind, SummaryReport
from emulation.core.dates import formal_date
from emulation.core.errors import gettext_noop
from emulation.core.permissions import Answer, policy
from emulation.documents.context import Heading, paragraphs
from emulation.documents.kinds import PaperKind, register

__all__ = [
    "GroupScores",
    "MovementPart",
    "NominationLine",
    "ProposalLine",
    "ScoreLine",
    "SummaryReportPaper",
]
MANNERS = {
    Manner.BALLOT: "bằng hình thức bỏ phiếu",
    Manner.AGREEMENT: "bằng hình thức thống nhất tại hội nghị",
}


@policy("reports.print")
def print_report(user: Any, cycle: Cycle) -> Answer:
    """An adopted report: everyone who sees the year; a draft: those who may read the running figures."""
    adopted = SummaryReport.objects.filter(cycle=cycle, state=ReportState.ADOPTED).exists()
    return see(user, cycle) if adopted else see_live(user, cycle)


def _opening(cycle: Cycle, group: MemberGroup | None, leaders: tuple[Any, ...]) -> tuple[str, ...]:
    members = cycle.memberships.filter(until__isnull=True)
    if group is not None:
        members = members.filter(group=group)
    cluster = cycle.cluster
    named = "; ".join(f"{role_word(cluster, one.role)}: {one.sentence}" for one in leaders)
    scope = scope_text(cycle, group)
    first = f"Năm {cycle.year}, {scope} có {members.count()} đơn vị thành viên."
    return (f"{first} {named}." if named else first,)


def _nominations_note(meeting: Meeting | None) -> str:
    if meeting is None:
        return ""
    place = f" tại {meeting.place}" if meeting.place else ""
    manner = f" {MANNERS[Manner(meeting.manner)]}" if meeting.manner in MANNERS else ""
    sent = f" Hồ sơ đề nghị gửi {meeting.submitted_to}." if meeting.submitted_to else ""
    return f"Hội nghị tổng kết {formal_date(meeting.held_on)}{place} đã bình xét, suy tôn{manner}.{sent}"


def _groups(cycle: Cycle, group: MemberGroup | None) -> tuple[GroupScores, ...]:
    groups = [group] if group else list(cycle.groups.order_by("position", "code"))
    return tuple(scores for one in groups if (scores := scores_of(one)))


def build(cycle: Cycle, group: MemberGroup | None) -> SummaryReportPaper:
    """Read the report of a year for printing; with a group, only that group's figures and nominations."""
    report = SummaryReport.objects.filter(cycle=cycle).first()
    texts = dict(report.sections.values_list("kind", "text")) if report else {}
    meeting = year_end_meeting(cycle)
    day = (report.adopted_on if report else None) or (meeting.held_on if meeting else None)
    cluster = cycle.cluster
    named_on = day or cycle.ends_on
    leaders = leaders_of(cluster, cycle.year, named_on)
    following = leaders_of(cluster, cycle.year + 1, named_on)
    head = head_among(leaders)
    scope = scope_text(cycle, group)
    about = f"Tổng kết công tác thi đua, khen thưởng năm {cycle.year} của {scope}"
    adopted = report is not None and report.state == ReportState.ADOPTED
    return SummaryReportPaper(
        title=f"Báo cáo tổng kết năm {cycle.year} – {scope}",
        mark=mark_of(cycle),
        letterhead=head_letterhead(cycle, head, day=day, symbol="BC-…"),
        heading=Heading("Báo cáo", about, "" if adopted else "Dự thảo"),
        opening=_opening(cycle, group, leaders),
        results=paragraphs(texts.get(SectionKind.RESULTS, "")),
        movements=movements_of(cycle, named_on),
        inspections=inspections_in(cycle, group),
        groups=_groups(cycle, group),
        nominations=nominations_of(cycle, group, named_on),
        nominations_note=_nominations_note(meeting),
        weaknesses=paragraphs(texts.get(SectionKind.WEAKNESSES, "")),
        directions=paragraphs(texts.get(SectionKind.DIRECTIONS, "")),
        proposals=paragraphs(texts.get(SectionKind.PROPOSALS, "")),
        asked=asked_at(meeting),
        next_year=cycle.year + 1,
        leaders_title=f"{role_word(cluster, LeadershipRole.HEAD)}, {role_word(cluster, LeadershipRole.DEPUTY)}",
        next_leaders=tuple(f"{role_word(cluster, one.role)}: {one.decided}" for one in following),
        closing=f"Trên đây là Báo cáo tổng kết công tác thi đua, khen thưởng năm {cycle.year} của {scope}./.",
        signature=head_signature(cluster, head),
        recipients=(
            "Cơ quan thường trực công tác thi đua, khen thưởng (để báo cáo)",
            f"Các đơn vị thành viên {cluster_title(cluster)}",
        ),
        archive="VT",
    )


SUMMARY_REPORT = register(
    PaperKind(
        key="summary-report",
        label=gettext_noop("Summary report"),
        template="documents/summary_report.html",
        build=build,
        permission="reports.print",
        order=30,
    )
)
