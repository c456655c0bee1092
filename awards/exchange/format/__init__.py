"""The document that carries a whole cycle; `docs/cycle-format.md` explains it to people."""

from typing import Any

from awards.exchange.format.basics import YEAR, prose
from awards.exchange.format.criteria import TABLE
from awards.exchange.format.organisation import CLUSTER, LEADERS, UNIT
from awards.exchange.format.outcome import NOMINATION_SHAPE, PUBLICATION
from awards.exchange.format.scores import MARK, SHEET_SHAPE
from awards.exchange.format.work import CONTRIBUTION, MEETING, MOVEMENT, PLEDGE, REPORT, RESULT
from awards.exchange.format.year import GROUP, MEMBER, PHASE
from awards.exchange.shapes.figures import Day, Whole
from awards.exchange.shapes.free import Computed
from awards.exchange.shapes.lists import ByYear, Items
from awards.exchange.shapes.records import Either, Key, Record
from awards.exchange.shapes.texts import Flag

VERSION = 1

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
        "note": Key(prose()),
        "units": Key(Items(UNIT, by=("code",))),
        "criteria": Key(Items(TABLE, by=("code",))),
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
                    {"type": "string"},
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
