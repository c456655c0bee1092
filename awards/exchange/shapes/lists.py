"""Lists and records by year."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from awards.exchange.reading import Mapping, Node, Path, Sequence
from awards.exchange.shapes.base import ABSENT, Context, OneText, Shape, Writing, refuse_twice
from awards.exchange.shapes.records import Record
from emulation.core.errors import gettext_noop


@dataclass
class Items(Shape):
    """A list. With `by`, its items are told apart by these keys, and one twice is refused.

    `ordered`: the order of the list means something and is kept. `checked_by_rules`: rules of their own
    refuse what stands twice.
    """

    shape: Shape
    by: tuple[str, ...] = ()
    ordered: bool = False
    checked_by_rules: bool = False

    @property
    def default(self) -> list[Any]:
        return []

    def read(self, node: Node, path: Path, context: Context) -> Any:
        if not isinstance(node, Sequence):
            context.reading.refuse_node(node, path, gettext_noop("Expected a list."))
            return ABSENT
        values = []
        first: dict[tuple[Any, ...], int] = {}
        for index, item in enumerate(node.items):
            value = self.shape.read(item, (*path, index), context)
            if value is ABSENT:
                continue
            values.append(value)
            key = tuple(value.get(name, ABSENT) for name in self.by) if self.by else (ABSENT,)
            if self.checked_by_rules or any(one is ABSENT for one in key):
                continue
            if key in first:
                context.reading.refuse_node(
                    item,
                    (*path, index),
                    gettext_noop("The same %(by)s (%(key)s) stands in line %(first)s already."),
                    by=", ".join(self.by),
                    key=", ".join(str(one) for one in key),
                    first=first[key],
                )
            first.setdefault(key, item.line)
        return values

    def write(self, value: Any, writing: Writing) -> Any:
        return [self.shape.write(one, writing) for one in value]

    def units_in(self, value: Any) -> Iterator[str]:
        for one in value:
            yield from self.shape.units_in(one)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.shape.schema()}


@dataclass
class ByYear(Shape):
    """Records under the text of a year."""

    shape: Record
    year: OneText = field(kw_only=True)

    @property
    def default(self) -> dict[str, Any]:
        return {}

    def read(self, node: Node, path: Path, context: Context) -> Any:
        if not isinstance(node, Mapping):
            context.reading.refuse_node(node, path, gettext_noop("Expected years with their keys."))
            return ABSENT
        result: dict[str, Any] = {}
        for key, value in node.pairs:
            place = (*path, key.text)
            year = self.year.read(key, place, context)
            if year is ABSENT:
                continue
            if str(year) in result:
                refuse_twice(context, key, place)
                continue
            read = self.shape.read(value, place, context)
            if read is not ABSENT:
                result[str(year)] = read
        return dict(sorted(result.items()))

    def write(self, value: Any, writing: Writing) -> Any:
        return {year: self.shape.write(one, writing) for year, one in value.items()}

    def units_in(self, value: Any) -> Iterator[str]:
        for one in value.values():
            yield from self.shape.units_in(one)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "propertyNames": {"pattern": r"^\d{4}$"},
            "additionalProperties": self.shape.schema(),
        }
