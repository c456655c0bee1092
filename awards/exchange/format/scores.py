"""Sheets and marks."""

from awards.exchange.format.basics import line_code, prose, unit
from awards.exchange.shapes.figures import Day, Moment, Number
from awards.exchange.shapes.free import Computed, Json
from awards.exchange.shapes.records import Key, Record
from awards.exchange.shapes.texts import Choice, Flag
from clusters.scoring.models import Source
from clusters.scoring.states import SHEET

SHEET_SHAPE = Record(
    {
        "unit": unit(required=True),
        "state": Key(Choice(tuple(SHEET.states)), required=True),
        "submitted_at": Key(Moment()),
        "return_reason": Key(prose()),
        "return_until": Key(Day()),
    }
)
MARK = Record(
    {
        "unit": unit(required=True),
        "criterion": Key(line_code(), required=True),
        "source": Key(Choice(tuple(Source.values)), required=True),
        "points": Key(Number(), always=True),
        "inputs": Key(Json()),
        "not_arisen": Key(Flag()),
        "reason": Key(prose()),
        "evidence": Key(prose()),
        "given_for": unit(),
        "given_at": Key(Moment()),
        "explanation": Key(Computed("How the points came about, in words."), computed=True),
    }
)
