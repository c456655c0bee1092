"""The figures of the summary report, read from the year."""

import datetime as dt
from decimal import Decimal

from awards.nominations.models import Nomination, Origin
from awards.reports.papers.context import (
    GroupScores,
    MovementPart,
    NominationLine,
    ProposalLine,
    ScoreLine,
)
from clusters.criteria.compiled import compiled
from clusters.cycles.models import Cycle, MemberGroup, Membership
from clusters.meetings.models import Meeting, MeetingKind
from clusters.movements.models import Movement, MovementKind, Result
from clusters.ranking.papers.outcome import Outcome, outcome_of, table_notes, table_of
from clusters.scoring.models import Mark, Source
from clusters.scoring.reading import stored_sums
from clusters.scoring.rules import worth
from emulation.core.dates import date_text
from emulation.core.numbers import grouped, points_text
from emulation.documents.context import Bar, paragraphs

KINDS = {
    MovementKind.YEARLY: "Phong trào thường xuyên",
    MovementKind.THEMED: "Phong trào chuyên đề",
    MovementKind.AD_HOC: "Phong trào đột xuất",
}
ORIGINS = {
    Origin.BALLOT: "Bỏ phiếu",
    Origin.AGREEMENT: "Thống nhất tại hội nghị",
    Origin.RANKING: "Kết quả xếp hạng",
    Origin.UNKNOWN: "Không nêu hình thức",
}


def year_end_meeting(cycle: Cycle) -> Meeting | None:
    """Return the last year-end conference."""
    return cycle.meetings.filter(kind=MeetingKind.YEAR_END).order_by("-held_on").first()


def _result_text(row: Result, day: dt.date) -> str:
    who = row.unit.name_on(day) if row.unit else row.by
    figure = ""
    if row.amount is not None:
        more = "hơn " if row.at_least else ""
        figure = f": {more}{grouped(row.amount)} {row.measure}".rstrip()
    text = f"{row.content.rstrip('.')}{figure}."
    return f"{who}: {text}" if who else text


def _period(movement: Movement) -> str:
    if movement.starts_on and movement.ends_on:
        return f"từ {date_text(movement.starts_on)} đến {date_text(movement.ends_on)}"
    if movement.starts_on:
        return f"từ {date_text(movement.starts_on)}"
    return f"đến {date_text(movement.ends_on)}" if movement.ends_on else ""


def _facts(movement: Movement) -> str:
    kind = KINDS[MovementKind(movement.kind)] if movement.kind else ""
    launched = f"phát động: {movement.launched_by}" if movement.launched_by else ""
    known = [part for part in (kind, launched, _period(movement)) if part]
    sentence = "; ".join(known)
    aim = f"Mục đích: {movement.aim.rstrip('.')}." if movement.aim else ""
    return f"{sentence[:1].upper()}{sentence[1:]}. {aim}".strip() if sentence else aim


def movements_of(cycle: Cycle, day: dt.date) -> tuple[MovementPart, ...]:
    """Read the movements with their results, then what was done outside any."""
    rows = (
        Result.objects.filter(cycle=cycle)
        .select_related("unit")
        .prefetch_related("unit__names")
        .order_by("position", "pk")
    )
    by_movement: dict[int | None, list[str]] = {}
    for row in rows:
        by_movement.setdefault(row.movement_id, []).append(_result_text(row, day))
    found = [
        MovementPart(movement.name, _facts(movement), tuple(by_movement.get(movement.pk, ())))
        for movement in Movement.objects.filter(cycle=cycle).order_by("position", "pk")
    ]
    if None in by_movement:
        found.append(MovementPart("Các hoạt động khác", "", tuple(by_movement[None])))
    return tuple(found)


def inspections_in(cycle: Cycle, group: MemberGroup | None) -> tuple[str, ...]:
    """Say for how many members inspectors have entered points; nothing when there was no inspection."""
    members = Membership.objects.filter(cycle=cycle, until__isnull=True)
    if group is not None:
        members = members.filter(group=group)
    seen = (
        Mark.objects.given()
        .filter(sheet__membership__in=members, source=Source.INSPECTION)
        .order_by()
        .values("sheet")
        .distinct()
        .count()
    )
    return (f"Đã có điểm kiểm tra chéo của {seen}/{members.count()} đơn vị thành viên.",) if seen else ()


def _bars(outcome: Outcome) -> tuple[Bar, ...]:
    longest = max((one.total for one in outcome.results if one.total is not None), default=Decimal(0))
    return tuple(
        Bar(
            one.unit,
            one.total_text,
            one.rank_text,
            Decimal(0) if one.total is None or longest <= 0 else max(one.total, Decimal(0)) / longest,
            one.note,
        )
        for one in outcome.results
    )


def scores_of(group: MemberGroup) -> GroupScores | None:
    """Read a group's totals from every source, each complete or “k/n”, and its ranking; None without a table."""
    table = table_of(group)
    if table is None:
        return None
    outcome = outcome_of(group)
    known = compiled(table)
    totals: dict[tuple[int, str], str] = {}
    for source in Source.values:
        asked = len(known.asked(source))
        for member, sums in stored_sums(group, source).items():
            counted = worth(sums, scale=known.scale, ranked_by=known.ranked_by).counted
            if sums.answered and sums.answered == asked:
                totals[member, source] = points_text(counted)
            elif sums.answered:
                totals[member, source] = f"{sums.answered}/{asked}"
    units = {one.membership_id: one.unit for one in outcome.results}
    in_order = [pk for pk in group.memberships.in_order().values_list("pk", flat=True) if pk in units]
    return GroupScores(
        name=group.name,
        standing=outcome.sentence,
        is_final=outcome.is_final,
        lines=tuple(
            ScoreLine(
                units[pk],
                totals.get((pk, Source.SELF), ""),
                totals.get((pk, Source.INSPECTION), ""),
                totals.get((pk, Source.VERIFIED), ""),
                totals.get((pk, Source.FINAL), ""),
            )
            for pk in in_order
        ),
        bars=_bars(outcome),
        notes=table_notes(table),
    )


def _origin(row: Nomination) -> str:
    text = ORIGINS[Origin(row.origin)]
    if row.votes_for is not None and row.votes_of is not None:
        return f"{text}: {row.votes_for}/{row.votes_of} phiếu"
    return f"{text} (không công bố số phiếu)" if row.origin == Origin.BALLOT else text


def nominations_of(cycle: Cycle, group: MemberGroup | None, day: dt.date) -> tuple[NominationLine, ...]:
    """Read who is proposed for what; a withdrawn one stays, and says so."""
    rows = (
        Nomination.objects.filter(cycle=cycle)
        .select_related("unit", "award")
        .prefetch_related("unit__names")
        .order_by("position", "pk")
    )
    if group is not None:
        rows = rows.filter(unit__memberships__group=group)
    return tuple(
        NominationLine(row.unit.name_on(day), row.award.name, _origin(row), _withdrawn(row)) for row in rows
    )


def _withdrawn(row: Nomination) -> str:
    if row.state != "withdrawn":
        return ""
    return f"Đã rút: {row.withdrawal_reason}" if row.withdrawal_reason else "Đã rút"


def asked_at(meeting: Meeting | None) -> tuple[ProposalLine, ...]:
    """Read what was asked for at the conference and what was answered."""
    if meeting is None:
        return ()
    found = []
    for row in meeting.speeches.order_by("position", "pk"):
        body = "" if row.body and row.body in row.office else row.body
        who = ", ".join(part for part in (row.person, row.office, body) if part)
        asks = " ".join(paragraphs(row.asks))
        by = ", ".join(part for part in (row.answered_by, row.answered_office) if part)
        answer = " ".join(paragraphs(row.answer))
        text = f"{who}: {asks}" if who else asks
        if answer:
            found.append(ProposalLine(text, f"Trả lời{f' ({by})' if by else ''}: {answer}"))
        else:
            found.append(ProposalLine(text, f"Người trả lời: {by}." if by else ""))
    return tuple(found)
