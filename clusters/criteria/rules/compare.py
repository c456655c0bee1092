"""Whether two lines have the same rule, so that a mark by the one stands by the other."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from clusters.criteria.rules.table import Line

# Words and days stay words: only figures may be written in more than one way.
_FIGURES = frozenset({"from", "to", "points", "off", "each", "none"})


def same_rule(a: Line, b: Line) -> bool:
    """Tell whether kind, bounds, ceiling and parameters agree; `1.50` and `1.5` are one figure."""
    return (
        a.kind == b.kind
        and (a.minimum, a.maximum, a.ceiling) == (b.minimum, b.maximum, b.ceiling)
        and _plain(a.parameters) == _plain(b.parameters)
    )


def _plain(value: Any, name: str = "") -> Any:
    """Bring parameters to one way of writing."""
    if isinstance(value, Mapping):
        return {
            key: _plain(inner, key)
            for key, inner in value.items()
            if not (key in ("from_open", "to_open") and inner is False)
        }
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if name in _FIGURES and not isinstance(value, bool) and isinstance(value, str | int | Decimal):
        try:
            return Decimal(str(value).strip().replace(",", "."))
        except InvalidOperation:
            return value
    return value
