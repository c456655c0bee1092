"""What every shape is, and what reading and writing carry along."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from awards.exchange.names import Names
from awards.exchange.reading import Node, Path, Reading, Scalar
from emulation.core.errors import Refused, gettext_noop


class _Absent:
    """Stands for a value that could not be read; the problem is noted already."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Any = _Absent()


@dataclass
class Context:
    """What reading one file needs: where problems go, and the names that references may use."""

    reading: Reading
    units: Names
    awards: Names
    places: dict[int, Path] = field(default_factory=dict)
    computed: dict[str, Any] = field(default_factory=dict)

    def keep_place(self, record: dict[str, Any], path: Path) -> None:
        """Remember where a record stands, for the checks that come after reading."""
        self.places[id(record)] = path

    def refuse(self, record: dict[str, Any], message: str | Refused, key: str = "", **values: Any) -> None:
        """Note a problem of a record that was read, or of one of its keys."""
        path = self.places[id(record)]
        self.reading.refuse((*path, key) if key else path, message, **values)

    def line_of(self, record: dict[str, Any]) -> int:
        """Return the line of a record that was read."""
        return self.reading.line_of(self.places[id(record)])


@dataclass
class Writing:
    """What writing one document needs."""

    units: Names
    awards: Names


class Shape(ABC):
    """One kind of value."""

    default: Any = None

    @abstractmethod
    def read(self, node: Node, path: Path, context: Context) -> Any:
        """Return the normal form of a node, or note the problem and return ABSENT."""

    def write(self, value: Any, writing: Writing) -> Any:  # noqa: ARG002 - references need it
        """Return what an export shows of a value in normal form."""
        return value

    def units_in(self, value: Any) -> Iterator[str]:  # noqa: ARG002 - only references name units
        """Give the code of every unit that a value in normal form refers to."""
        return iter(())

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what may be written."""


class OneText(Shape):
    """A value written as one scalar; `parse` turns its text into the normal form or refuses."""

    default: Any = ""
    expected = gettext_noop("Expected one value, not a list or keys.")

    @abstractmethod
    def parse(self, text: str, *, plain: bool) -> Any:
        """Return the normal form of a text or refuse it."""

    def read(self, node: Node, path: Path, context: Context) -> Any:
        if not isinstance(node, Scalar):
            context.reading.refuse_node(node, path, self.expected)
            return ABSENT
        if node.is_null:
            return self.default
        try:
            return self.parse(node.text, plain=node.plain)
        except Refused as error:
            context.reading.refuse_node(node, path, error)
            return ABSENT


def refuse_twice(context: Context, key: Scalar, path: Path) -> None:
    """Note that a key stands twice."""
    context.reading.refuse_node(key, path, gettext_noop("The key “%(key)s” stands twice."), key=key.text)


def or_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    """Let a schema's value be left empty."""
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return {**schema, "type": [*kinds, "null"]}
    return {"anyOf": [schema, {"type": "null"}]} if schema.keys() - {"description"} else schema
