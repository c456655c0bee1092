"""Units, the cluster, and who leads it."""

from awards.exchange.format.basics import NAME, unit
from awards.exchange.shapes.figures import Day, Whole
from awards.exchange.shapes.lists import Items
from awards.exchange.shapes.records import Actor, Either, Key, Record
from awards.exchange.shapes.texts import Choice, Flag, Text, code
from clusters.organisation.models import ClusterKind, Level, UnitKind

UNIT = Record(
    {
        "code": Key(code(), required=True),
        "name": Key(Text(), required=True),
        "short_name": Key(Text(most=60)),
        "kind": Key(Choice(tuple(UnitKind.values)), default=UnitKind.OTHER.value),
        "parent": unit(),
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
                Record({"unit": unit(required=True), "on": Key(Day(), required=True), "decision": Key(NAME)})
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
        "owner": unit(required=True),
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
