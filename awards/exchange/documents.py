"""A file becomes a checked document in normal form, and a document becomes a text again."""

import json
from dataclasses import dataclass
from typing import Any

import yaml

from awards.exchange.checking import check
from awards.exchange.format import DOCUMENT
from awards.exchange.names import Names
from awards.exchange.reading import Mapping, Node, Problem, Reading, Scalar, Sequence, Source, read
from awards.exchange.register import Register
from awards.exchange.shapes.base import Context


@dataclass
class Parsed:
    """A file that was read: its document where it could be read, and everything wrong with it."""

    source: Source
    document: dict[str, Any]
    context: Context

    @property
    def problems(self) -> list[Problem]:
        return self.context.reading.sorted_problems()


def _texts(node: Node | None) -> list[str]:
    """Return the names that stand in a list of texts or of records with a `name`."""
    found = []
    for item in node.items if isinstance(node, Sequence) else []:
        if isinstance(item, Mapping):
            found += [
                value.text for key, value in item.pairs if key.text == "name" and isinstance(value, Scalar)
            ]
        elif isinstance(item, Scalar):
            found.append(item.text)
    return found


def _own_units(reading: Reading, register: Register) -> Names:
    """Make the file's own units known before anything refers to them."""
    names = Names("unit", register.units)
    pairs = reading.root.pairs if isinstance(reading.root, Mapping) else []
    root = {key.text: value for key, value in pairs}
    units = root.get("units")
    for item in units.items if isinstance(units, Sequence) else []:
        if not isinstance(item, Mapping):
            continue
        own = {key.text: value for key, value in item.pairs}
        code, name, short = own.get("code"), own.get("name"), own.get("short_name")
        if isinstance(code, Scalar) and isinstance(name, Scalar):
            others = [*_texts(own.get("aliases")), *_texts(own.get("names"))]
            if isinstance(short, Scalar) and not short.is_null:
                others.append(short.text)
            names.add(code.text, name.text, others)
    return names


def parse(source: Source, register: Register) -> Parsed:
    """Read and check a file against the register; nothing is written."""
    reading = read(source)
    context = Context(reading, _own_units(reading, register), register.awards)
    document: Any = {}
    if reading.root is not None:
        document = DOCUMENT.read(reading.root, (), context)
    if isinstance(document, dict) and document:
        check(document, context, register)
    else:
        document = {}
    return Parsed(source, document, context)


def as_json(document: dict[str, Any]) -> str:
    """Write a document as JSON."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def as_yaml(document: dict[str, Any]) -> str:
    """Write a document as YAML."""
    text: str = yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110)
    return text
