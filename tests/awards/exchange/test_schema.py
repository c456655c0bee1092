"""The JSON Schema in the repository is that of the format, and the demonstration keeps to it."""

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from awards.exchange import services
from awards.exchange.format import DOCUMENT, json_schema
from awards.exchange.shapes.lists import ByYear, Items
from awards.exchange.shapes.records import Actor, Either, Record
from tests.awards.exchange.documents import SMALL, load_text
from tests.stories.told import DEMO

ROOT = Path(__file__).parent.parent.parent.parent
SCHEMA = ROOT / "awards" / "exchange" / "cycle.schema.json"


def test_the_schema_is_up_to_date():
    kept = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(json_schema())), "manage.py export_cycle --schema > " + SCHEMA.name


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


def plain(value):
    """Return what YAML read as JSON would hold it."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("path", sorted(DEMO.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_demonstration_keeps_to_it(path):
    document = plain(yaml.safe_load(path.read_text(encoding="utf-8")))
    found = jsonschema.Draft202012Validator(json_schema()).iter_errors(document)
    assert [error.message for error in found] == []


@pytest.mark.django_db
def test_an_export_keeps_to_it():
    document = services.export(cycle=load_text(SMALL).cycle)
    found = jsonschema.Draft202012Validator(json_schema()).iter_errors(document)
    assert [error.message for error in found] == []


def keys(shape):
    """Give every key that the format knows."""
    if isinstance(shape, Record):
        for name, key in shape.keys.items():
            if not isinstance(shape, Actor) or name != "name":
                yield name
            yield from keys(key.shape)
    elif isinstance(shape, Items | Either | ByYear):
        yield from keys(shape.shape)


def test_the_guide_explains_every_key():
    guide = (ROOT / "docs" / "cycle-format.md").read_text(encoding="utf-8")
    assert sorted(name for name in set(keys(DOCUMENT)) if f"`{name}`" not in guide) == []
