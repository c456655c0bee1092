"""Finding the row of headings under the titles of an official table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from emulation.core.errors import Refused, gettext_noop
from emulation.core.tabular.grid import Cell, Row, Sheet
from emulation.core.text import search_key

ROWS_LOOKED_AT = 30
_BRACKETS = re.compile(r"\([^)]*\)")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_NUMBERING = re.compile(r"\(?(\d{1,2}|[a-z])\)?", re.IGNORECASE)
_FEWEST_NUMBERED = 3


@dataclass(frozen=True)
class Title:
    """A column of a table: its own heading, the other headings it answers to, and whether it has to be there."""

    name: str
    heading: str
    others: tuple[str, ...] = ()
    required: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """The headings without accents, case and signs."""
        return frozenset(_key(text) for text in (self.name, self.heading, *self.others))


@dataclass(frozen=True)
class Header:
    """Where the headings stand: the row, the place of each known column, and the headings nobody knows."""

    row: Row
    places: dict[str, int]
    unknown: tuple[str, ...]
    rows: list[Row]

    @property
    def names(self) -> tuple[str, ...]:
        """All headings from left to right as the file has them."""
        return tuple("" if cell is None else str(cell) for cell in self.row.cells)

    def heading(self, name: str) -> str:
        """Return the heading of a column as the file has it."""
        return str(self.row.cells[self.places[name]])


def _key(text: str) -> str:
    return _EDGES.sub("", search_key(text.replace("_", " ").replace("\n", " ")))


def _keys_of(cell: Cell) -> tuple[str, ...]:
    if not isinstance(cell, str):
        return ()
    return tuple(key for key in (_key(cell), _key(_BRACKETS.sub(" ", cell))) if key)


def _match(row: Row, titles: Sequence[Title]) -> dict[str, list[int]]:
    known = {key: title.name for title in titles for key in title.keys}
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(row.cells):
        name = next((known[key] for key in _keys_of(cell) if key in known), None)
        if name:
            found.setdefault(name, []).append(place)
    return found


def _is_numbering(row: Row) -> bool:
    """Tell whether a row only numbers the columns, as official tables do under their headings: (1) (2) (3)."""
    marks = [_NUMBERING.fullmatch(str(cell).strip()) for cell in row.cells if cell not in (None, "")]
    if len(marks) < _FEWEST_NUMBERED or not all(marks):
        return False
    numbers = [int(mark.group(1)) for mark in marks if mark and mark.group(1).isdigit()]
    return bool(numbers) and numbers == list(range(1, len(numbers) + 1))


def find_header(sheet: Sheet, titles: Sequence[Title]) -> Header:
    """Return the first row that has every required column; titles and merged cells above it do not matter.

    Refuses a sheet without such a row, naming what is missing from the row that comes nearest, and a
    column that stands there twice.
    """
    required = [title for title in titles if title.required]
    best: dict[str, list[int]] = {}
    for index, row in enumerate(sheet.rows[:ROWS_LOOKED_AT]):
        found = _match(row, titles)
        if all(title.name in found for title in required) and found:
            return _header(sheet, index, found, titles)
        if len(found) > len(best):
            best = found
    if not best:
        raise Refused(
            gettext_noop("No row of headings was found. The table needs the columns: %(columns)s."),
            columns=", ".join(title.heading for title in required),
        )
    raise Refused(
        gettext_noop("The table lacks the columns: %(columns)s."),
        columns=", ".join(title.heading for title in required if title.name not in best),
    )


def _header(sheet: Sheet, index: int, found: dict[str, list[int]], titles: Sequence[Title]) -> Header:
    row = sheet.rows[index]
    twice = [title.heading for title in titles if len(found.get(title.name, [])) > 1]
    if twice:
        raise Refused(
            gettext_noop("The column “%(column)s” stands in the table twice."), column=", ".join(twice)
        )
    places = {name: cells[0] for name, cells in found.items()}
    taken = set(places.values())
    unknown = tuple(
        str(cell) for place, cell in enumerate(row.cells) if cell not in (None, "") and place not in taken
    )
    rest = sheet.rows[index + 1 :]
    if rest and _is_numbering(rest[0]):
        rest = rest[1:]
    return Header(row, places, unknown, rest)
