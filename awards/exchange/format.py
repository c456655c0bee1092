"""The document that carries a whole cycle; `docs/cycle-format.md` explains it to people."""

from decimal import Decimal
from typing import Any

from awards.exchange.records import Actor, ByYear, Computed, Either, Items, Key, Record, Reference
from awards.exchange.shapes import Choice, Day, Flag, Json, Moment, Number, Pattern, Text, Whole, code
from awards.nominations.models import Origin
from awards.nominations.states import NOMINATION
from clusters.criteria.rules.kinds import KINDS
from clusters.cycles.rules import PHASE_NAMES
from clusters.meetings.models import AttendanceRole, Manner, MeetingKind
from clusters.movements.models import MovementKind
from clusters.organisation.models import ClusterKind, Level, UnitKind
from clusters.pledges.models import PledgeState, SignatoryRole
from clusters.ranking.models import Standing
from clusters.reports.models import ReportState, SectionKind
from clusters.scoring.models import Source
from clusters.scoring.states import SHEET
from emulation.core.errors import gettext_noop

VERSION = 1
PROSE = 20_000


def _prose() -> Text:
    return Text(most=PROSE)


def _line_code() -> Pattern:
    return Pattern(r"[^\s,\[\]]+", gettext_noop("“%(text)s” is not a criterion's code."), most=40)


def _quantity() -> Number:
    return Number(most=Decimal(10) ** 15, both_places=False)


def _unit(*, required: bool = False) -> Key:
    return Key(Reference(), required=required)


NAME = Text()
YEAR = Whole(1945, 2999)
ORDER = Whole(default=0)

UNIT = Record(
    {
        "code": Key(code(), required=True),
        "name": Key(Text(), required=True),
        "short_name": Key(Text(most=60)),
        "kind": Key(Choice(tuple(UnitKind.values)), default=UnitKind.OTHER.value),
        "parent": _unit(),
        "position": Key(Whole(most=2_000_000_000, default=0)),
        "is_sample": Key(Flag()),
        "dissolved_on": Key(Day()),
        "names": Key(
            Items(
                Record({"name": Key(NAME, required=True), "valid_from": Key(Day()), "valid_to": Key(Day())})
            )
        ),
        "aliases": Key(Items(NAME)),
        "successor": Key(
            Either(
                Record({"unit": _unit(required=True), "on": Key(Day(), required=True), "decision": Key(NAME)})
            )
        ),
    }
)

CLUSTER = Record(
    {
        "code": Key(code(), required=True),
        "name": Key(Text(), required=True),
        "kind": Key(Choice(tuple(ClusterKind.values)), required=True),
        "level": Key(Choice(tuple(Level.values)), required=True),
        "owner": _unit(required=True),
        "family": Key(NAME),
        "parent": Key(code()),
        "position": Key(Whole(most=2_000_000_000, default=0)),
    }
)

_TERM = {
    "person": Key(Text(most=150)),
    "office": Key(NAME),
    "title": Key(Text(most=100)),
    "how": Key(NAME),
    "decision_number": Key(Text(most=100)),
    "decided_on": Key(Day()),
    "since": Key(Day()),
    "note": Key(NAME),
}
LEADER = Actor({"code": Key(Text(most=80)), "name": Key(NAME), **_TERM})
FORMER = Actor(
    {
        "code": Key(Text(most=80)),
        "name": Key(NAME),
        "role": Key(Choice(("head", "deputy")), required=True),
        **_TERM,
        "until": Key(Day(), required=True),
    }
)
LEADERS = Record(
    {
        "head": Key(Either(LEADER), always=True, default=None),
        "deputies": Key(Items(LEADER), always=True),
        "former": Key(Items(FORMER)),
    }
)

GROUP = Record(
    {
        "code": Key(code(40), required=True),
        "name": Key(NAME, required=True),
        "table": Key(code(), always=True),
    }
)
MEMBER = Record(
    {
        "unit": _unit(required=True),
        "group": Key(code(40), required=True),
        "since": Key(Day()),
        "until": Key(Day()),
        "stands": Key(Flag(), default=True),
        "note": Key(NAME),
    }
)

LINE = Record(
    {
        "code": Key(_line_code(), required=True),
        "parent": Key(_line_code(), default=""),
        "name": Key(_prose(), required=True),
        "kind": Key(Choice(tuple(KINDS)), required=True),
        "minimum": Key(Number(), default="0.00"),
        "maximum": Key(Number(), required=True),
        "on_top": Key(Flag()),
        "parameters": Key(Json()),
        "verified_by": _unit(),
        "note": Key(_prose()),
    }
)
TABLE = Record(
    {
        "code": Key(code(), required=True),
        "version": Key(Whole(1), default=1),
        "name": Key(Text(most=500), required=True),
        "scale": Key(Number(), required=True),
        "issued_by": Key(NAME),
        "decision_number": Key(Text(most=100)),
        "decided_on": Key(Day()),
        "is_partial": Key(Flag()),
        "note": Key(_prose()),
        "lines": Key(Items(LINE, by=("code",), ordered=True), required=True),
    }
)

PHASE = Record(
    {
        "phase": Key(Choice(PHASE_NAMES), required=True),
        "planned_from": Key(Day()),
        "planned_until": Key(Day()),
        "opened_at": Key(Moment()),
        "closed_at": Key(Moment()),
    }
)
SHEET_SHAPE = Record(
    {
        "unit": _unit(required=True),
        "state": Key(Choice(tuple(SHEET.states)), required=True),
        "submitted_at": Key(Moment()),
        "return_reason": Key(_prose()),
        "return_until": Key(Day()),
    }
)
MARK = Record(
    {
        "unit": _unit(required=True),
        "criterion": Key(_line_code(), required=True),
        "source": Key(Choice(tuple(Source.values)), required=True),
        "points": Key(Number(), always=True),
        "inputs": Key(Json()),
        "reason": Key(_prose()),
        "evidence": Key(_prose()),
        "given_for": _unit(),
        "given_at": Key(Moment()),
        "explanation": Key(Computed("How the points came about, in words."), computed=True),
    }
)

PLEDGE = Record(
    {
        "group": Key(code(40), default=None, always=True),
        "state": Key(Choice(tuple(PledgeState.values)), default="draft"),
        "theme": Key(_prose()),
        "goals": Key(_prose()),
        "commitment": Key(_prose()),
        "place": Key(NAME),
        "signed_on": Key(Day()),
        "targets": Key(
            Items(
                Record(
                    {
                        "content": Key(_prose(), required=True),
                        "quantity": Key(_quantity()),
                        "measure": Key(Text(most=60)),
                        "note": Key(NAME),
                    }
                )
            )
        ),
        "titles": Key(
            Items(
                Record({"unit": _unit(required=True), "title": Key(NAME, required=True)}),
                by=("unit", "title"),
            )
        ),
        "signatories": Key(
            Items(
                Record(
                    {
                        "role": Key(Choice(tuple(SignatoryRole.values)), default="member"),
                        "unit": _unit(required=True),
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
        "unit": _unit(),
        "by": Key(NAME),
        "content": Key(_prose(), required=True),
        "amount": Key(_quantity()),
        "measure": Key(Text(most=60)),
        "at_least": Key(Flag()),
    }
)
MOVEMENT = Record(
    {
        "name": Key(Text(most=500), required=True),
        "kind": Key(Choice(tuple(MovementKind.values))),
        "launched_by": Key(NAME),
        "aim": Key(_prose()),
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
        "note": Key(_prose()),
        "attendance": Key(
            Items(
                Record(
                    {
                        "role": Key(Choice(tuple(AttendanceRole.values)), required=True),
                        "person": Key(Text(most=150)),
                        "office": Key(NAME),
                        "unit": _unit(),
                        "body": Key(NAME),
                        "note": Key(NAME),
                    }
                )
            )
        ),
        "agenda": Key(Items(_prose())),
        "speeches": Key(
            Items(
                Record(
                    {
                        "person": Key(Text(most=150)),
                        "office": Key(NAME),
                        "body": Key(NAME),
                        "asks": Key(_prose(), required=True),
                        "answered_by": Key(Text(most=150)),
                        "answered_office": Key(NAME),
                        "answer": Key(_prose()),
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
        **{kind: Key(_prose()) for kind in SectionKind.values},
    }
)
CONTRIBUTION = Record(
    {
        "unit": _unit(required=True),
        "section": Key(Choice(tuple(SectionKind.values)), required=True),
        "text": Key(_prose(), required=True),
    }
)

ROW = Record(
    {
        "unit": _unit(required=True),
        "unit_name": Key(NAME, required=True),
        "total": Key(Number()),
        "rank": Key(Whole(1)),
        "answered": Key(Whole(), required=True),
        "asked": Key(Whole(), required=True),
        "band": Key(Text(most=40)),
        "sections": Key(Json()),
    }
)
PUBLICATION = Record(
    {
        "group": Key(code(40), required=True),
        "standing": Key(Choice(tuple(Standing.values)), required=True),
        "published_at": Key(Moment(), required=True),
        "withdrawn_at": Key(Moment()),
        "withdrawal_reason": Key(_prose()),
        "rows": Key(Items(ROW, by=("unit",))),
    }
)

NOMINATION_SHAPE = Record(
    {
        "unit": _unit(required=True),
        "award": Key(Reference("award"), required=True),
        "state": Key(Choice(tuple(NOMINATION.states)), default="proposed", always=True),
        "origin": Key(Choice(tuple(Origin.values)), default="unknown"),
        "votes_for": Key(Whole()),
        "votes_of": Key(Whole()),
        "withdrawal_reason": Key(NAME),
        "note": Key(_prose()),
    }
)

# The facts of the year itself; everything else of the document is a part with its own shape.
YEAR_KEYS = ("year", "starts_on", "ends_on", "is_sample", "note")

DOCUMENT = Record(
    {
        "format": Key(Whole(VERSION, VERSION), required=True),
        "cluster": Key(CLUSTER, required=True),
        "year": Key(YEAR, required=True),
        "starts_on": Key(Day(), required=True),
        "ends_on": Key(Day(), required=True),
        "is_sample": Key(Flag()),
        "note": Key(_prose()),
        "units": Key(Items(UNIT, by=("code",), shared=True)),
        "criteria": Key(Items(TABLE, by=("code",), shared=True)),
        "groups": Key(Items(GROUP, by=("code",), ordered=True), required=True),
        "members": Key(Items(MEMBER, by=("unit",), ordered=True), always=True),
        "leadership": Key(ByYear(LEADERS, year=YEAR), always=True),
        "phases": Key(Items(PHASE, by=("phase",))),
        "sheets": Key(Items(SHEET_SHAPE, by=("unit",))),
        "marks": Key(Items(MARK, by=("unit", "criterion", "source")), always=True),
        "pledges": Key(Items(PLEDGE, by=("group",))),
        "movements": Key(Items(MOVEMENT, by=("name",), ordered=True)),
        "results": Key(Items(RESULT)),
        "meetings": Key(Items(MEETING, by=("kind", "held_on"))),
        "report": Key(Either(REPORT)),
        "contributions": Key(Items(CONTRIBUTION, by=("unit", "section"))),
        "publications": Key(Items(PUBLICATION, by=("group", "standing", "published_at"))),
        "nominations": Key(Items(NOMINATION_SHAPE, by=("unit", "award"), ordered=True), always=True),
        "ranking": Key(
            Computed("Totals and ranks of every source that has marks; checked when loaded."), computed=True
        ),
    }
)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of the format, as kept in `cycle.schema.json`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A whole emulation cycle",
        **DOCUMENT.schema(),
        "$defs": {
            "reference": {
                "description": "A unit or an award: its code, its name or another spelling, or both.",
                "anyOf": [
                    {"type": ["string", "null"]},
                    {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {
                            "code": {"type": ["string", "null"]},
                            "name": {"type": ["string", "null"]},
                        },
                    },
                ],
            }
        },
    }
