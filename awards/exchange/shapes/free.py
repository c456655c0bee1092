"""Keys that rules define, and what is computed."""

from dataclasses import dataclass
from typing import Any

from awards.exchange.reading import Mapping, Node, Path, Scalar, Sequence
from awards.exchange.shapes.base import ABSENT, Context, Shape, refuse_twice
from emulation.core.errors import gettext_noop
from emulation.core.text import clean


class Json(Shape):
    """Free keys and lists, as rules use them: figures keep their text, never a float."""

    @property
    def default(self) -> dict[str, Any]:
        return {}

    def read(self, node: Node, path: Path, context: Context) -> Any:
        if isinstance(node, Scalar) and node.is_null:
            return {}
        if not isinstance(node, Mapping):
            context.reading.refuse_node(node, path, gettext_noop("Expected keys with values."))
            return ABSENT
        return self._free(node, path, context)

    def _free(self, node: Node, path: Path, context: Context) -> Any:
        if isinstance(node, Sequence):
            return [self._free(one, (*path, index), context) for index, one in enumerate(node.items)]
        if isinstance(node, Mapping):
            result: dict[str, Any] = {}
            for key, value in node.pairs:
                if key.text in result:
                    refuse_twice(context, key, (*path, key.text))
                result[key.text] = self._free(value, (*path, key.text), context)
            return result
        if node.is_null:
            return None
        if node.plain and node.text in ("true", "false"):
            return node.text == "true"
        return clean(node.text)

    def schema(self) -> dict[str, Any]:
        return {"type": "object"}


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
