"""Groups, members and the windows of phases."""

from awards.exchange.format.basics import NAME, line_code, prose, unit
from awards.exchange.shapes.figures import Day, Moment, Whole
from awards.exchange.shapes.lists import Items
from awards.exchange.shapes.records import Either, Key, Record
from awards.exchange.shapes.texts import Choice, Flag, Text, code
from clusters.cycles.rules import PHASE_NAMES
from clusters.ranking.models import TieKind

TIE = Record(
    {
        "kind": Key(Choice(tuple(TieKind.values)), required=True),
        "section": Key(line_code(), default=""),
    }
)
GROUP = Record(
    {
        "code": Key(code(40), required=True),
        "name": Key(NAME, required=True),
        "table": Key(code(), always=True),
        "ties": Key(Items(TIE)),
    }
)
VOTES = Record({"votes": Key(Whole(most=2_000_000_000), required=True), "note": Key(NAME)})
DECIDED_BAND = Record({"band": Key(Text(most=40), required=True), "reason": Key(prose(), required=True)})
MEMBER = Record(
    {
        "unit": unit(required=True),
        "group": Key(code(40), required=True),
        "since": Key(Day()),
        "until": Key(Day()),
        "stands": Key(Flag(), default=True),
        "note": Key(NAME),
        "votes": Key(Either(VOTES)),
        "decided_band": Key(Either(DECIDED_BAND)),
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
