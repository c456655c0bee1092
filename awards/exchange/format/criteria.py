"""Criteria tables."""

from awards.exchange.format.basics import NAME, line_code, prose, unit
from awards.exchange.shapes.figures import Day, Number, Whole
from awards.exchange.shapes.free import Json
from awards.exchange.shapes.lists import Items
from awards.exchange.shapes.records import Either, Key, Record
from awards.exchange.shapes.texts import Choice, Flag, Text, code
from clusters.criteria.models import NotArisen, RankedBy
from clusters.criteria.rules.bands import DOWN, HALF_UP, MEMBERS, RANKED, UP
from clusters.criteria.rules.kinds import KINDS

LINE = Record(
    {
        "code": Key(line_code(), required=True),
        "parent": Key(line_code(), default=""),
        "name": Key(prose(), required=True),
        "kind": Key(Choice(tuple(KINDS)), required=True),
        "minimum": Key(Number(), default="0.00"),
        "maximum": Key(Number(), required=True),
        "ceiling": Key(Number()),
        "on_top": Key(Flag()),
        "parameters": Key(Json()),
        "verified_by": unit(),
        "replaces": Key(line_code(), default=""),
        "note": Key(prose()),
    }
)
CONDITION = Record(
    {
        "criteria": Key(Items(line_code()), required=True),
        "at_least": Key(Whole(1)),
        "share": Key(Number(), default="100.00"),
    }
)
QUOTA = Record(
    {
        "count": Key(Whole()),
        "share": Key(Number()),
        "of": Key(Choice((MEMBERS, RANKED)), default=MEMBERS),
        "round": Key(Choice((DOWN, UP, HALF_UP)), default=DOWN),
    }
)
BAND = Record(
    {
        "name": Key(Text(most=40), required=True),
        "from": Key(Number()),
        "from_open": Key(Flag()),
        "to": Key(Number()),
        "to_open": Key(Flag()),
        "gates": Key(Items(Items(CONDITION))),
        "quota": Key(Either(QUOTA)),
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
        "not_arisen": Key(Choice(tuple(NotArisen.values)), default=NotArisen.NEVER.value),
        "ranked_by": Key(Choice(tuple(RankedBy.values)), default=RankedBy.RAW.value),
        "inner_places": Key(Whole(2, 4)),
        "bands": Key(Items(BAND, by=("name",), checked_by_rules=True)),
        "continues": Key(code()),
        "note": Key(prose()),
        "lines": Key(Items(LINE, by=("code",), ordered=True, checked_by_rules=True), required=True),
    }
)
