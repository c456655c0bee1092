"""Criteria tables."""

from awards.exchange.format.basics import NAME, line_code, prose, unit
from awards.exchange.shapes.figures import Day, Number, Whole
from awards.exchange.shapes.free import Json
from awards.exchange.shapes.lists import Items
from awards.exchange.shapes.records import Key, Record
from awards.exchange.shapes.texts import Choice, Flag, Text, code
from clusters.criteria.rules.kinds import KINDS

LINE = Record(
    {
        "code": Key(line_code(), required=True),
        "parent": Key(line_code(), default=""),
        "name": Key(prose(), required=True),
        "kind": Key(Choice(tuple(KINDS)), required=True),
        "minimum": Key(Number(), default="0.00"),
        "maximum": Key(Number(), required=True),
        "on_top": Key(Flag()),
        "parameters": Key(Json()),
        "verified_by": unit(),
        "note": Key(prose()),
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
        "note": Key(prose()),
        "lines": Key(Items(LINE, by=("code",), ordered=True, checked_by_rules=True), required=True),
    }
)
