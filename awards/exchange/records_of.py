"""A document as records: each with a key that names it lastingly and the fields it says.

The key of a mark is `("marks", unit, criterion, source)`, of the cluster `("cluster",)`. Lists whose items
have no name of their own (an agenda, targets) are one field of the record they belong to.
"""

from typing import Any

from awards.exchange.format import DOCUMENT, YEAR_KEYS
from awards.exchange.format.criteria import TABLE
from awards.exchange.shapes.lists import Items

Key = tuple[str, ...]
Records = dict[Key, dict[str, Any]]

# Of these a file may say as little as it likes: only what it says is compared.
PARTLY = frozenset({"cluster", "units", "leadership"})
# These outlast the cycle and may belong to others too: a file never removes them.
LASTING = PARTLY | {"criteria", "lines"}
# Where a key that is left out means “not said” instead of its default.
UNSAID = frozenset({("marks", "given_at"), ("publications", "rows")})

POSITION = "position"


def _items(name: str) -> Items | None:
    shape = DOCUMENT.keys[name].shape
    return shape if isinstance(shape, Items) and shape.by else None


def _put_items(records: Records, name: str, items: Items, values: list[dict[str, Any]], *above: str) -> None:
    for index, value in enumerate(values, start=1):
        key = (name, *above, *(str(value[part]) for part in items.by))
        if name == "criteria":
            key = (*key, str(value.get("version", 1)))
        fields = {field: one for field, one in value.items() if field != "lines"}
        if items.ordered:
            fields[POSITION] = index
        records[key] = fields
        if name == "criteria":
            lines = TABLE.keys["lines"].shape
            assert isinstance(lines, Items)
            _put_items(records, "lines", lines, value["lines"], *key[1:])


def records_of(document: dict[str, Any]) -> Records:
    """Take a document in normal form apart."""
    records: Records = {
        ("cluster",): document["cluster"],
        ("cycle",): {key: document[key] for key in YEAR_KEYS if key in document},
    }
    for name in DOCUMENT.keys:
        items = _items(name)
        if items:
            _put_items(records, name, items, document.get(name, []))
    for year, leaders in document.get("leadership", {}).items():
        records["leadership", year] = leaders
    if document.get("results"):
        records["results",] = {"results": document["results"]}
    if document.get("report"):
        records["report",] = document["report"]
    return records


def key_text(key: Key, field: str = "") -> str:
    """Write a key as people read it: `marks[btp-van-phong-bo, 1.1, verified].points`."""
    kind, *names = (part for part in key if part != "None")
    if not names:
        kind = "" if kind == "cycle" else kind
        return ".".join(part for part in (kind, field) if part)
    return f"{kind}[{', '.join(names)}]" + (f".{field}" if field else "")


def packed(records: Records) -> list[list[Any]]:
    """Make records storable as JSON."""
    return [[list(key), fields] for key, fields in records.items()]


def unpacked(rows: list[list[Any]]) -> Records:
    """Undo `packed`."""
    return {tuple(key): fields for key, fields in rows}
