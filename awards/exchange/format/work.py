"""Pledges, movements, meetings and the narrative of the report."""

from awards.exchange.format.basics import NAME, prose, quantity, unit
from awards.exchange.shapes.figures import Day
from awards.exchange.shapes.lists import Items
from awards.exchange.shapes.records import Key, Record
from awards.exchange.shapes.texts import Choice, Flag, Text, code
from clusters.meetings.models import AttendanceRole, Manner, MeetingKind
from clusters.movements.models import MovementKind
from clusters.pledges.models import PledgeState, SignatoryRole
from clusters.reports.models import ReportState, SectionKind

PLEDGE = Record(
    {
        "group": Key(code(40), default=None, always=True),
        "state": Key(Choice(tuple(PledgeState.values)), default="draft"),
        "theme": Key(prose()),
        "goals": Key(prose()),
        "commitment": Key(prose()),
        "place": Key(NAME),
        "signed_on": Key(Day()),
        "targets": Key(
            Items(
                Record(
                    {
                        "content": Key(prose(), required=True),
                        "quantity": Key(quantity()),
                        "measure": Key(Text(most=60)),
                        "note": Key(NAME),
                    }
                )
            )
        ),
        "titles": Key(
            Items(
                Record({"unit": unit(required=True), "title": Key(NAME, required=True)}),
                by=("unit", "title"),
            )
        ),
        "signatories": Key(
            Items(
                Record(
                    {
                        "role": Key(Choice(tuple(SignatoryRole.values)), default="member"),
                        "unit": unit(required=True),
                        "person": Key(Text(most=150)),
                        "office": Key(NAME),
                        "authority": Key(Text(most=20)),
                        "signed_on": Key(Day()),
                    }
                ),
                by=("unit", "role"),
            )
        ),
    }
)

RESULT = Record(
    {
        "unit": unit(),
        "by": Key(NAME),
        "content": Key(prose(), required=True),
        "amount": Key(quantity()),
        "measure": Key(Text(most=60)),
        "at_least": Key(Flag()),
    }
)
MOVEMENT = Record(
    {
        "name": Key(Text(most=500), required=True),
        "kind": Key(Choice(tuple(MovementKind.values))),
        "launched_by": Key(NAME),
        "aim": Key(prose()),
        "starts_on": Key(Day()),
        "ends_on": Key(Day()),
        "results": Key(Items(RESULT)),
    }
)

MEETING = Record(
    {
        "kind": Key(Choice(tuple(MeetingKind.values)), default="year-end", always=True),
        "held_on": Key(Day(), required=True),
        "place": Key(NAME),
        "manner": Key(Choice(tuple(Manner.values)), default="unknown"),
        "counts_published": Key(Flag()),
        "scores_published": Key(Flag()),
        "submitted_to": Key(NAME),
        "note": Key(prose()),
        "attendance": Key(
            Items(
                Record(
                    {
                        "role": Key(Choice(tuple(AttendanceRole.values)), required=True),
                        "person": Key(Text(most=150)),
                        "office": Key(NAME),
                        "unit": unit(),
                        "body": Key(NAME),
                        "note": Key(NAME),
                    }
                )
            )
        ),
        "agenda": Key(Items(prose())),
        "speeches": Key(
            Items(
                Record(
                    {
                        "person": Key(Text(most=150)),
                        "office": Key(NAME),
                        "body": Key(NAME),
                        "asks": Key(prose(), required=True),
                        "answered_by": Key(Text(most=150)),
                        "answered_office": Key(NAME),
                        "answer": Key(prose()),
                    }
                )
            )
        ),
    }
)

REPORT = Record(
    {
        "state": Key(Choice(tuple(ReportState.values)), default="draft", always=True),
        "adopted_on": Key(Day()),
        **{kind: Key(prose()) for kind in SectionKind.values},
    }
)
CONTRIBUTION = Record(
    {
        "unit": unit(required=True),
        "section": Key(Choice(tuple(SectionKind.values)), required=True),
        "text": Key(prose(), required=True),
    }
)
