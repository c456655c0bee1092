"""The examples of docs/rules.md are sound, and each kind has its part."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from clusters.criteria.rules.bands import band_problems, read_bands
from clusters.criteria.rules.kinds import KINDS, rule_for

GUIDE = (Path(__file__).parent.parent.parent.parent / "docs" / "rules.md").read_text(encoding="utf-8")
# The standard points where they are not those of the best tier or option.
STANDARD = {"deduction_tiers": "110", "proportional": "10", "leader_target": "20", "count": "25"}


def examples():
    parts = re.split(r"^### ", GUIDE, flags=re.MULTILINE)[1:]
    for part in parts:
        kind = re.match(r"`(\w+)`", part)
        block = re.search(r"```json\n(.*?)```", part.split("\n## ")[0], re.DOTALL)
        if kind and block:
            yield kind[1], json.loads(block[1])


@pytest.mark.parametrize(("kind", "parameters"), list(examples()), ids=[kind for kind, _one in examples()])
def test_an_example_is_sound(kind, parameters):
    given = [
        one["points"] for one in parameters.get("tiers", parameters.get("options", [])) if "points" in one
    ]
    maximum = Decimal(STANDARD.get(kind) or max(given, key=Decimal))
    assert rule_for(kind, parameters, minimum=Decimal(0), maximum=maximum).problems() == []


def test_every_kind_stands_in_the_guide():
    assert re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE) == list(KINDS)


def test_the_bands_of_the_guide_hold_together():
    data = json.loads(re.search(r"## Bands.*?```json\n(.*?)```", GUIDE, re.DOTALL)[1])
    assert band_problems(read_bands(data), {"viec", "tien", "N1"}, Decimal(200)) == []
