"""Every change of the record of a meeting. Each locks the year."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.cycles.changes import differences, refuse_stale
from clusters.cycles.models import Cycle
from clusters.meetings import history
from clusters.meetings.content import MeetingContent, content_of
from clusters.meetings.models import AgendaItem, Attendance, Meeting, Speech
from emulation.audit.services import record
from emulation.core.errors import Conflict, Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require

FIELDS = (
    "held_on",
    "kind",
    "place",
    "manner",
    "counts_published",
    "scores_published",
    "submitted_to",
    "note",
)


def _write_lines(meeting: Meeting, content: MeetingContent) -> None:
    meeting.attendances.all().delete()
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            position=number,
            role=line.role,
            person=line.person,
            office=line.office,
            unit=line.unit,
            body=line.body,
            note=line.note,
        )
        for number, line in enumerate(content.present, start=1)
    )
    meeting.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=number, text=text)
        for number, text in enumerate(content.agenda, start=1)
    )
    meeting.speeches.all().delete()
    Speech.objects.bulk_create(
        Speech(
            meeting=meeting,
            position=number,
            person=line.person,
            office=line.office,
            body=line.body,
            asks=line.asks,
            answered_by=line.answered_by,
            answered_office=line.answered_office,
            answer=line.answer,
        )
        for number, line in enumerate(content.speeches, start=1)
    )


def _check(cycle: Cycle, content: MeetingContent, meeting: Meeting | None = None) -> None:
    if content.held_on > timezone.localdate():
        raise Refused(gettext_noop("A meeting is recorded once it was held."), field="held_on")
    if any(not line.is_named for line in content.present):
        raise Refused(gettext_noop("Say who was present in every line."), field="present")
    others = cycle.meetings.filter(kind=content.kind, held_on=content.held_on)
    if meeting:
        others = others.exclude(pk=meeting.pk)
    if others.exists():
        raise Refused(gettext_noop("This meeting is recorded already."), field="held_on")


def _day(value: dt.date) -> dict[str, Any]:
    return {"held_on": f"{value:%d/%m/%Y}"}


@transaction.atomic
def add_meeting(*, cycle: Cycle, actor: Any, content: MeetingContent) -> Meeting:
    """Record a meeting that was held. Refuses a second record of the same kind on the same day."""
    cycle = locked(cycle, "cluster")
    require(actor, "meetings.edit", cycle)
    _check(cycle, content)
    meeting = Meeting.objects.create(cycle=cycle, **{name: getattr(content, name) for name in FIELDS})
    _write_lines(meeting, content)
    data = {**content.for_log(), **_day(content.held_on)}
    record(history.ADDED, meeting, chain=cycle.chain, actor=actor, data=data)
    return meeting


@transaction.atomic
def save_meeting(*, meeting: Meeting, actor: Any, seen: str, content: MeetingContent) -> Meeting:
    """Write the record of a meeting. `seen` is the fingerprint of what the page showed: stale is refused."""
    cycle = locked(meeting.cycle, "cluster")
    meeting = locked(meeting)
    require(actor, "meetings.edit", cycle)
    before = content_of(meeting)
    refuse_stale(seen=seen, current=before.as_data())
    _check(cycle, content, meeting)
    if before == content:
        return meeting
    for name in FIELDS:
        setattr(meeting, name, getattr(content, name))
    meeting.save(update_fields=list(FIELDS))
    _write_lines(meeting, content)
    data = {**differences(before.for_log(), content.for_log()), **_day(content.held_on)}
    record(history.CHANGED, meeting, chain=cycle.chain, actor=actor, data=data)
    return meeting


@transaction.atomic
def remove_meeting(*, meeting: Meeting, actor: Any, reason: str) -> None:
    """Remove the record of a meeting that was entered by mistake. Needs a reason."""
    cycle = locked(meeting.cycle, "cluster")
    require(actor, "meetings.edit", cycle)
    row = Meeting.objects.select_for_update().filter(pk=meeting.pk).first()
    if row is None:
        raise Conflict(gettext_noop("The record has been removed already."))
    if not reason.strip():
        raise Refused(gettext_noop("Give a reason."), field="reason")
    data = {**content_of(row).for_log(), **_day(row.held_on)}
    record(history.REMOVED, row, chain=cycle.chain, actor=actor, data=data, reason=reason)
    row.delete()
