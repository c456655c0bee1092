"""Keys with values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from awards.exchange.reading import Mapping, Node, Path, Scalar
from awards.exchange.shapes.base import ABSENT, Context, Shape, Writing, or_nothing, refuse_twice
from emulation.core.errors import Refused, gettext_noop


@dataclass(frozen=True)
class Key:
    """One key of a record.

    `always` keys stand in every export. `computed` keys are written by an export and not loaded.
    """

    shape: Shape
    required: bool = False
    always: bool = False
    computed: bool = False
    default: Any = ABSENT

    @property
    def value_when_left_out(self) -> Any:
        return self.shape.default if self.default is ABSENT else self.default


@dataclass
class Record(Shape):
    """Keys with values; an unknown key, a key twice and a missing required key are refused."""

    keys: dict[str, Key]

    def read(self, node: Node, path: Path, context: Context) -> Any:
        if not isinstance(node, Mapping):
            context.reading.refuse_node(node, path, gettext_noop("Expected keys with values."))
            return ABSENT
        return self.finish(self.given(node, path, context), node, path, context)

    def given(self, node: Mapping, path: Path, context: Context) -> dict[str, Any]:
        """Read the keys that stand in the node."""
        given: dict[str, Any] = {}
        for key, value in node.pairs:
            name = key.text
            known = self.keys.get(name)
            if known is None:
                context.reading.refuse_node(
                    key,
                    (*path, name),
                    gettext_noop("The key “%(key)s” is not known here; known are %(keys)s."),
                    key=name,
                    keys=", ".join(self.keys),
                )
            elif name in given:
                refuse_twice(context, key, (*path, name))
            else:
                given[name] = self.value(known, value, (*path, name), context)
        return given

    def value(self, key: Key, node: Node, path: Path, context: Context) -> Any:
        if isinstance(node, Scalar) and node.is_null:
            return key.value_when_left_out
        return key.shape.read(node, path, context)

    def finish(self, given: dict[str, Any], node: Node, path: Path, context: Context) -> dict[str, Any]:
        """Note missing keys and bring the rest into normal form."""
        for name, key in self.keys.items():
            if key.required and given.get(name, key.value_when_left_out) in (None, "", []):
                context.reading.refuse_node(node, path, gettext_noop("“%(key)s” is missing."), key=name)
        result = self.normal(given)
        context.keep_place(result, path)
        return result

    def normal(self, given: dict[str, Any]) -> dict[str, Any]:
        """Put the keys in their order and leave out what equals its default."""
        result: dict[str, Any] = {}
        for name, key in self.keys.items():
            value = given.get(name, key.value_when_left_out)
            if value is ABSENT or key.computed:
                continue
            empty = value in (None, "", [])
            if key.always or (value != key.value_when_left_out and not empty) or (key.required and not empty):
                result[name] = value
        return result

    def write(self, value: Any, writing: Writing) -> Any:
        shown = {}
        for name, key in self.keys.items():
            if name in value:
                shown[name] = key.shape.write(value[name], writing)
            elif key.always and not key.computed:
                shown[name] = key.value_when_left_out
        return shown

    def units_in(self, value: Any) -> Iterator[str]:
        for name, one in value.items():
            if name in self.keys and one is not None:
                yield from self.keys[name].shape.units_in(one)

    def schema(self) -> dict[str, Any]:
        required = [name for name, key in self.keys.items() if key.required]
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                name: key.shape.schema() if key.required else or_nothing(key.shape.schema())
                for name, key in self.keys.items()
            },
            **({"required": required} if required else {}),
        }


@dataclass
class Actor(Record):
    """A unit reference and who acts for it, in one record: `{code, name, person, office, …}`."""

    def read(self, node: Node, path: Path, context: Context) -> Any:
        value = super().read(node, path, context)
        if value is ABSENT or not isinstance(node, Mapping):
            return value
        code, name = value.pop("code", None), value.pop("name", "")
        unit = None
        if code or name:
            try:
                unit = context.units.resolve_pair(code or "", name)
            except Refused as error:
                context.reading.refuse_node(node, path, error)
        whole = {"code": unit, **value}
        context.keep_place(whole, path)
        return whole

    def write(self, value: Any, writing: Writing) -> Any:
        name = writing.units.name_of(value["code"]) if value["code"] else None
        rest = {key: one for key, one in value.items() if key != "code"}
        return {"code": value["code"], "name": name, **super().write(rest, writing)}

    def units_in(self, value: Any) -> Iterator[str]:
        if value["code"]:
            yield value["code"]


@dataclass
class Either(Shape):
    """A record or nothing (`null`)."""

    shape: Record

    def read(self, node: Node, path: Path, context: Context) -> Any:
        return self.shape.read(node, path, context)

    def write(self, value: Any, writing: Writing) -> Any:
        return None if value is None else self.shape.write(value, writing)

    def units_in(self, value: Any) -> Iterator[str]:
        return self.shape.units_in(value)

    def schema(self) -> dict[str, Any]:
        return self.shape.schema()
