"""Published rankings and nominations."""

from awards.exchange.format.basics import NAME, prose, unit
from awards.exchange.shapes.figures import Moment, Number, Whole
from awards.exchange.shapes.free import Json
from awards.exchange.shapes.lists import Items
from awards.exchange.shapes.records import Key, Record
from awards.exchange.shapes.references import Reference
from awards.exchange.shapes.texts import Choice, Text, code
from awards.nominations.models import Origin
from awards.nominations.states import NOMINATION
from clusters.ranking.models import Standing

ROW = Record(
    {
        "unit": unit(required=True),
        "unit_name": Key(NAME, required=True),
        "total": Key(Number()),
        "rank": Key(Whole(1)),
        "answered": Key(Whole(), required=True),
        "asked": Key(Whole(), required=True),
        "raw_total": Key(Number()),
        "rescaled_total": Key(Number()),
        "completion": Key(Number()),
        "ties": Key(Items(Json())),
        "band": Key(Text(most=40)),
        "computed_band": Key(Text(most=40)),
        "band_reason": Key(prose()),
        "sections": Key(Json()),
    }
)
PUBLICATION = Record(
    {
        "group": Key(code(40), required=True),
        "standing": Key(Choice(tuple(Standing.values)), required=True),
        "published_at": Key(Moment(), required=True),
        "withdrawn_at": Key(Moment()),
        "withdrawal_reason": Key(prose()),
        "rows": Key(Items(ROW, by=("unit",))),
    }
)

NOMINATION_SHAPE = Record(
    {
        "unit": unit(required=True),
        "award": Key(Reference("award"), required=True),
        "state": Key(Choice(tuple(NOMINATION.states)), default="proposed", always=True),
        "origin": Key(Choice(tuple(Origin.values)), default="unknown"),
        "votes_for": Key(Whole()),
        "votes_of": Key(Whole()),
        "withdrawal_reason": Key(NAME),
        "note": Key(prose()),
    }
)
