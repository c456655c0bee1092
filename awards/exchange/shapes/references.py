"""References to units and awards."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from awards.exchange.names import Names
from awards.exchange.reading import Mapping, Node, Path, Scalar
from awards.exchange.shapes.base import ABSENT, Context, Shape, Writing
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
