"""Shapes made of other shapes: keys with values, lists, references."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from awards.exchange.names import Names
from awards.exchange.reading import Mapping, Node, Path, Scalar, Sequence
from awards.exchange.shapes import ABSENT, Context, OneText, Shape, Writing, or_nothing, refuse_twice
from emulation.core.errors import Refused, gettext_noop
from emulation.core.text import clean


@dataclass
class Reference(Shape):
    """A unit or an award: its code, its name, or `{code, name}`. The normal form is the code."""

    kind: str = "unit"

    def names(self, context: Context | Writing) -> Names:
        return context.units if self.kind == "unit" else context.awards

    def read(self, node: Node, path: Path, context: Context) -> Any:
        try:
            return self._resolve(node, self.names(context))
        except Refused as error:
            context.reading.refuse_node(node, path, error)
            return ABSENT

    def _resolve(self, node: Node, names: Names) -> str | None:
        if isinstance(node, Scalar):
            return None if node.is_null else names.resolve(clean(node.text))
        pair: dict[str, str] = {}
        for key, value in node.pairs if isinstance(node, Mapping) else []:
            if key.text not in ("code", "name") or key.text in pair or not isinstance(value, Scalar):
                pair = {}
                break
            pair[key.text] = "" if value.is_null else clean(value.text)
        if not pair:
            raise Refused(gettext_noop("Expected a code, a name, or both as {code, name}."))
        if not any(pair.values()):
            return None
        return names.resolve_pair(pair.get("code", ""), pair.get("name", ""))

    def units_in(self, value: Any) -> Iterator[str]:
        if value is not None and self.kind == "unit":
            yield value

    def write(self, value: Any, writing: Writing) -> Any:
        return None if value is None else {"code": value, "name": self.names(writing).name_of(value)}

    def schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/reference"}


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


@dataclass
class Computed(Shape):
    """What an export computes and a load only checks or passes over."""

    description: str = ""

    def read(self, node: Node, path: Path, context: Context) -> Any:
        if len(path) == 1:
            context.computed[str(path[0])] = _plain(node)

    def schema(self) -> dict[str, Any]:
        return {"description": self.description}


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return None if node.is_null else node.text
    if isinstance(node, Sequence):
        return [_plain(one) for one in node.items]
    return {key.text: _plain(value) for key, value in node.pairs}
