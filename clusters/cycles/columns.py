"""Columns that higher slices add to tables of a lower one: what each row has in it, by registration.

Places: `board` (members × milestones of one year), `unit.years` (the years of one unit), both with
memberships as rows; `overview` and `home` with years as rows. A column answers for all rows at once, in a
fixed number of queries.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Cell:
    """What a column has for a row: a state as chip, a plain text, or several lines; with a day, with a link.

    `label` is a msgid or a translated text; with an empty `tone` it is shown as plain text.
    """

    label: Any = ""
    tone: str = ""
    on: dt.date | dt.datetime | None = None
    url: str = ""
    note: str = ""
    lines: Sequence["Cell"] = ()


Filler = Callable[[Any, Sequence[Any]], dict[int, Cell]]


@dataclass(frozen=True)
class Column:
    """A column of a place: its head, and the function that fills it."""

    order: int
    label: Any
    fill: Filler


@dataclass
class Table:
    """Rows with their cells, ready to be drawn."""

    heads: list[Any]
    rows: list[tuple[Any, list[tuple[Any, Cell]]]] = field(default_factory=list)


_columns: dict[str, list[Column]] = {}


def column(place: str, label: Any, *, order: int) -> Callable[[Filler], Filler]:
    """Register a column: the function takes (user, rows) and returns {primary key of the row: cell}."""

    def register(function: Filler) -> Filler:
        columns = _columns.setdefault(place, [])
        columns.append(Column(order, label, function))
        columns.sort(key=lambda one: one.order)
        return function

    return register


def heads_of(place: str) -> list[Any]:
    """Return the heads of a place's columns, in order."""
    return [one.label for one in _columns.get(place, [])]


def table_for(place: str, user: Any, rows: Iterable[Any], *, drop_empty: bool = False) -> Table:
    """Fill the columns of a place for the rows, in their order; with `drop_empty` without those that say nothing."""
    listed = list(rows)
    filled = [(one.label, one.fill(user, listed)) for one in _columns.get(place, [])]
    if drop_empty:
        filled = [(label, cells) for label, cells in filled if cells]
    empty = Cell()
    return Table(
        heads=[label for label, _cells in filled],
        rows=[(row, [(label, cells.get(row.pk, empty)) for label, cells in filled]) for row in listed],
    )
