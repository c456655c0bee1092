"""Pledges, movements, meetings and the narrative of the report."""

from collections.abc import Iterable
from typing import Any

from awards.exchange.exporting.organisation import day
from awards.exchange.format.work import CONTRIBUTION, MEETING, MOVEMENT, PLEDGE, REPORT, RESULT
from awards.exchange.shapes.figures import number_text
from awards.exchange.shapes.lists import Items
from awards.exchange.shapes.records import Record
from clusters.cycles.models import Cycle
from clusters.movements.models import Result
from clusters.reports.models import Contribution, SummaryReport


def _items(shape: Record, key: str) -> Record:
    """Return the shape of the records in a list of a record."""
    items = shape.keys[key].shape
    assert isinstance(items, Items)
    assert isinstance(items.shape, Record)
    return items.shape


def _code(unit: Any) -> str | None:
    return unit.code if unit else None


def pledges(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the pledge of the year, or those of its groups."""
    rows = cycle.pledges.select_related("group").prefetch_related(
        "targets", "titles__unit", "signatories__unit"
    )
    return [
        PLEDGE.normal(
            {
                "group": pledge.group.code if pledge.group else None,
                "state": pledge.state,
                "theme": pledge.theme,
                "goals": pledge.goals,
                "commitment": pledge.commitment,
                "place": pledge.place,
                "signed_on": day(pledge.signed_on),
                "targets": [
                    _items(PLEDGE, "targets").normal(
                        {
                            "content": target.content,
                            "quantity": number_text(target.quantity, both_places=False),
                            "measure": target.measure,
                            "note": target.note,
                        }
                    )
                    for target in pledge.targets.all()
                ],
                "titles": [{"unit": title.unit.code, "title": title.title} for title in pledge.titles.all()],
                "signatories": [
                    _items(PLEDGE, "signatories").normal(
                        {
                            "role": one.role,
                            "unit": one.unit.code,
                            "person": one.person,
                            "office": one.office,
                            "authority": one.authority,
                            "signed_on": day(one.signed_on),
                        }
                    )
                    for one in pledge.signatories.all()
                ],
            }
        )
        for pledge in rows.order_by("group__position", "pk")
    ]


def _results(rows: Iterable[Result]) -> list[dict[str, Any]]:
    return [
        RESULT.normal(
            {
                "unit": _code(row.unit),
                "by": row.by,
                "content": row.content,
                "amount": number_text(row.amount, both_places=False),
                "measure": row.measure,
                "at_least": row.at_least,
            }
        )
        for row in rows
    ]


def movements(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the movements of the year with their results."""
    return [
        MOVEMENT.normal(
            {
                "name": movement.name,
                "kind": movement.kind,
                "launched_by": movement.launched_by,
                "aim": movement.aim,
                "starts_on": day(movement.starts_on),
                "ends_on": day(movement.ends_on),
                "results": _results(movement.results.all()),
            }
        )
        for movement in cycle.movements.prefetch_related("results__unit").order_by("position", "pk")
    ]


def results(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the results outside any movement."""
    rows = cycle.results.filter(movement=None).select_related("unit").order_by("position", "pk")
    return _results(rows)


def meetings(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the meetings of the year with the facts of the day."""
    rows = cycle.meetings.prefetch_related("attendances__unit", "agenda", "speeches").order_by(
        "held_on", "pk"
    )
    return [
        MEETING.normal(
            {
                "kind": meeting.kind,
                "held_on": day(meeting.held_on),
                "place": meeting.place,
                "manner": meeting.manner,
                "counts_published": meeting.counts_published,
                "scores_published": meeting.scores_published,
                "submitted_to": meeting.submitted_to,
                "note": meeting.note,
                "attendance": [
                    _items(MEETING, "attendance").normal(
                        {
                            "role": one.role,
                            "person": one.person,
                            "office": one.office,
                            "unit": _code(one.unit),
                            "body": one.body,
                            "note": one.note,
                        }
                    )
                    for one in meeting.attendances.all()
                ],
                "agenda": [item.text for item in meeting.agenda.all()],
                "speeches": [
                    _items(MEETING, "speeches").normal(
                        {
                            "person": speech.person,
                            "office": speech.office,
                            "body": speech.body,
                            "asks": speech.asks,
                            "answered_by": speech.answered_by,
                            "answered_office": speech.answered_office,
                            "answer": speech.answer,
                        }
                    )
                    for speech in meeting.speeches.all()
                ],
            }
        )
        for meeting in rows
    ]


def report(cycle: Cycle) -> dict[str, Any] | None:
    """Return the narrative of the summary report, or None when nobody has begun it."""
    row = SummaryReport.objects.filter(cycle=cycle).prefetch_related("sections").first()
    if row is None:
        return None
    texts = {section.kind: section.text for section in row.sections.all()}
    return REPORT.normal({"state": row.state, "adopted_on": day(row.adopted_on), **texts})


def contributions(cycle: Cycle) -> list[dict[str, Any]]:
    """Return what the members gave to the report."""
    rows = Contribution.objects.filter(membership__cycle=cycle).select_related("membership__unit")
    return [
        CONTRIBUTION.normal({"unit": row.membership.unit.code, "section": row.kind, "text": row.text})
        for row in rows.order_by("membership__position", "membership", "kind")
    ]
