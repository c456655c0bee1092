"""Writing pledges, movements, results, meetings, the report and what members gave to it.

Lists inside a record (targets, agenda …) are written anew when they change.
"""

from typing import Any

from django.db import models

from awards.exchange.writing.scope import (
    Attributes,
    Scope,
    change_row,
    day,
    flag,
    number,
    text,
    unit,
    values,
    whole,
)
from clusters.meetings.models import AgendaItem, Attendance, Meeting, Speech
from clusters.movements.models import Movement, Result
from clusters.pledges.models import Pledge, PledgeTarget, PledgeTitle, Signatory
from clusters.reports.models import (
    Contribution,
    ReportSection,
    SectionKind,
    SectionRevision,
    SummaryReport,
)

PLEDGE: Attributes = {
    "state": whole("state", "draft"),  # type: ignore[arg-type]
    "theme": text("theme"),
    "goals": text("goals"),
    "commitment": text("commitment"),
    "place": text("place"),
    "signed_on": day("signed_on"),
}
TARGET: Attributes = {
    "content": text("content"),
    "quantity": number("quantity"),
    "measure": text("measure"),
    "note": text("note"),
}
TITLE: Attributes = {"unit": unit(), "title": text("title")}
SIGNATORY: Attributes = {
    "role": whole("role", "member"),  # type: ignore[arg-type]
    "unit": unit(),
    "person": text("person"),
    "office": text("office"),
    "authority": text("authority"),
    "signed_on": day("signed_on"),
}
MOVEMENT: Attributes = {
    "name": text("name"),
    "position": whole("position", 0),
    "kind": text("kind"),
    "launched_by": text("launched_by"),
    "aim": text("aim"),
    "starts_on": day("starts_on"),
    "ends_on": day("ends_on"),
}
RESULT: Attributes = {
    "unit": unit(),
    "by": text("by"),
    "content": text("content"),
    "amount": number("amount"),
    "measure": text("measure"),
    "at_least": flag("at_least"),
}
MEETING: Attributes = {
    "kind": text("kind"),
    "held_on": day("held_on"),
    "place": text("place"),
    "manner": whole("manner", "unknown"),  # type: ignore[arg-type]
    "counts_published": flag("counts_published"),
    "scores_published": flag("scores_published"),
    "submitted_to": text("submitted_to"),
    "note": text("note"),
}
ATTENDANCE: Attributes = {
    "role": text("role"),
    "person": text("person"),
    "office": text("office"),
    "unit": unit(),
    "body": text("body"),
    "note": text("note"),
}
SPEECH: Attributes = {
    name: text(name)
    for name in ("person", "office", "body", "asks", "answered_by", "answered_office", "answer")
}
REPORT: Attributes = {
    "state": whole("state", "draft"),  # type: ignore[arg-type]
    "adopted_on": day("adopted_on"),
}


def _replace(
    scope: Scope,
    model: type[models.Model],
    attributes: Attributes,
    rows: list[dict[str, Any]] | None,
    **owner: Any,
) -> None:
    """Write a list inside a record anew."""
    manager = model._default_manager  # noqa: SLF001 - the documented way to a model's manager
    manager.filter(**owner).delete()
    manager.bulk_create(
        [
            model(position=place, **owner, **values(attributes, row, scope))
            for place, row in enumerate(rows or [], start=1)
        ]
    )


def _group(scope: Scope, code: str) -> Any:
    return None if code == "None" else scope.groups[code]


def write_pledges(scope: Scope) -> None:
    """Write the pledge of the year or those of its groups."""
    for key in scope.removed("pledges"):
        scope.cycle.pledges.filter(group=_group(scope, key[1])).delete()
    for key, record in scope.created("pledges"):
        row = Pledge.objects.create(
            cycle=scope.cycle, group=_group(scope, key[1]), **values(PLEDGE, record, scope)
        )
        _pledge_lists(scope, row, record)
    for key, fields in scope.changed("pledges"):
        row = Pledge.objects.get(cycle=scope.cycle, group=_group(scope, key[1]))
        change_row(row, PLEDGE, fields, scope)
        Pledge.objects.filter(pk=row.pk).update(version=models.F("version") + 1)
        _pledge_lists(scope, row, fields)


def _pledge_lists(scope: Scope, pledge: Pledge, fields: dict[str, Any]) -> None:
    if "targets" in fields:
        _replace(scope, PledgeTarget, TARGET, fields["targets"], pledge=pledge)
    if "titles" in fields:
        _replace(scope, PledgeTitle, TITLE, fields["titles"], pledge=pledge)
    if "signatories" in fields:
        _replace(scope, Signatory, SIGNATORY, fields["signatories"], pledge=pledge)


def write_movements(scope: Scope) -> None:
    """Write the movements with their results, and the results outside any."""
    cycle = scope.cycle
    cycle.movements.filter(name__in=[key[1] for key in scope.removed("movements")]).delete()
    for key, fields in [*scope.created("movements"), *scope.changed("movements")]:
        row = Movement.objects.filter(cycle=cycle, name=key[1]).first()
        if row is None:
            row = Movement.objects.create(cycle=cycle, **values(MOVEMENT, fields, scope))
        else:
            change_row(row, MOVEMENT, fields, scope)
        if "results" in fields:
            _replace(scope, Result, RESULT, fields["results"], cycle=cycle, movement=row)
    for _key, fields in [*scope.created("results"), *scope.changed("results")]:
        _replace(scope, Result, RESULT, fields["results"], cycle=cycle, movement=None)
    for _key in scope.removed("results"):
        cycle.results.filter(movement=None).delete()


def write_meetings(scope: Scope) -> None:
    """Write the meetings with everything that happened there."""
    for key in scope.removed("meetings"):
        scope.cycle.meetings.filter(kind=key[1], held_on=key[2]).delete()
    for key, fields in [*scope.created("meetings"), *scope.changed("meetings")]:
        row = Meeting.objects.filter(cycle=scope.cycle, kind=key[1], held_on=key[2]).first()
        if row is None:
            row = Meeting.objects.create(cycle=scope.cycle, **values(MEETING, fields, scope))
        else:
            change_row(row, MEETING, fields, scope)
        if "attendance" in fields:
            _replace(scope, Attendance, ATTENDANCE, fields["attendance"], meeting=row)
        if "agenda" in fields:
            items = [{"text": one} for one in fields["agenda"] or []]
            _replace(scope, AgendaItem, {"text": text("text")}, items, meeting=row)
        if "speeches" in fields:
            _replace(scope, Speech, SPEECH, fields["speeches"], meeting=row)


def write_report(scope: Scope) -> None:
    """Write the sections of the report; each new text is a revision, by nobody."""
    if next(scope.removed("report"), None):
        SummaryReport.objects.filter(cycle=scope.cycle).delete()
    for _key, fields in [*scope.created("report"), *scope.changed("report")]:
        row, _made = SummaryReport.objects.get_or_create(cycle=scope.cycle)
        for kind in SectionKind.values:
            if kind in fields:
                _write_section(scope, row, kind, fields[kind] or "")
        # State and day hold each other: they are saved together.
        if "state" in fields or "adopted_on" in fields:
            stated = {name: fields.get(name, scope.document["report"].get(name)) for name in REPORT}
            change_row(row, REPORT, stated, scope)


def _write_section(scope: Scope, report: SummaryReport, kind: str, words: str) -> None:
    section = ReportSection.objects.filter(report=report, kind=kind).first()
    if section is None:
        section = ReportSection.objects.create(report=report, kind=kind, text=words)
    else:
        section.text, section.version = words, section.version + 1
        section.save(update_fields=["text", "version"])
    SectionRevision.objects.create(
        section=section, version=section.version, text=words, written_by=None, written_at=scope.now
    )


def write_contributions(scope: Scope) -> None:
    """Write what members gave to the report."""
    rows = [
        Contribution(
            membership=scope.members[record["unit"]],
            kind=record["section"],
            text=record["text"],
            written_at=scope.now,
        )
        for _key, record in scope.created("contributions")
    ]
    Contribution.objects.bulk_create(rows)
    own = Contribution.objects.filter(membership__cycle=scope.cycle)
    for key, fields in scope.changed("contributions"):
        row = own.get(membership__unit__code=key[1], kind=key[2])
        row.text, row.version, row.written_at = fields["text"], row.version + 1, scope.now
        row.save(update_fields=["text", "version", "written_at"])
    for key in scope.removed("contributions"):
        own.filter(membership__unit__code=key[1], kind=key[2]).delete()
