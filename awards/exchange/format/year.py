"""Groups, members and the windows of phases."""

from awards.exchange.format.basics import NAME, unit
from awards.exchange.shapes.figures import Day, Moment
from awards.exchange.shapes.records import Key, Record
from awards.exchange.shapes.texts import Choice, Flag, code
from clusters.cycles.rules import PHASE_NAMES

GROUP = Record(
    {
        "code": Key(code(40), required=True),
        "name": Key(NAME, required=True),
        "table": Key(code(), always=True),
    }
)
MEMBER = Record(
    {
        "unit": unit(required=True),
        "group": Key(code(40), required=True),
        "since": Key(Day()),
        "until": Key(Day()),
        "stands": Key(Flag(), default=True),
        "note": Key(NAME),
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
