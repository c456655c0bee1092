"""The cells of the score page as HTML, built by hand: a template node per cell would cost more than all else.

Everything a person wrote is escaped here. A cell's id is `c-<member>-<line>`. The name of its input also
carries the version and the points (in hundredths) the page shows, so that a plain form knows what was changed.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from clusters.scoring.gathering import Column, Grid, Row, Seen
from clusters.scoring.models import Source
from emulation.core.numbers import points_text, short_points, to_hundredths
from emulation.core.permissions import Answer, Denied
from emulation.core.templatetags.ui import icon

GROUP = ' class="group-row"'

# A letter before the points of another source.
LETTERS = {
    Source.SELF: lambda: pgettext("letter of a source", "S"),
    Source.INSPECTION: lambda: pgettext("letter of a source", "I"),
    Source.VERIFIED: lambda: pgettext("letter of a source", "V"),
    Source.FINAL: lambda: pgettext("letter of a source", "F"),
}


class CellName(NamedTuple):
    """What the name of an input says."""

    member: int
    criterion: int
    version: int
    shown: int | None


def separator() -> str:
    """The decimal sign of the reader's language."""
    return "." if get_language() == "en" else ","


def hundredths(points: Decimal | None) -> str:
    """Whole hundredths as text; empty when there are no points."""
    return "" if points is None else str(to_hundredths(points))


def cell_name(member: int, criterion: int, seen: Seen) -> str:
    """Name the input of a cell."""
    return f"c-{member}-{criterion}-{seen.version}-{hundredths(seen.points)}"


def read_name(name: str) -> CellName | None:
    """Read the name of an input; None when it is not the name of a cell."""
    parts = name.split("-", 4)
    if len(parts) != 5 or parts[0] != "c":
        return None
    try:
        member, criterion, version = (int(part) for part in parts[1:4])
        return CellName(member, criterion, version, int(parts[4]) if parts[4] else None)
    except ValueError:
        return None


def arrow(points: Decimal | None, other: Decimal | None) -> str:
    """Show whether the chosen points are above (▲) or below (▼) those of another source."""
    if points is None or other is None or points == other:
        return ""
    return " ▲" if points > other else " ▼"


def words_of(answer: Answer) -> str:
    """The reason of a refusal in the reader's language; empty when there is none."""
    if not isinstance(answer, Denied):
        return ""
    text = gettext(answer.reason)
    return text % dict(answer.values) if answer.values else text


class Cells:
    """Writes the cells of one grid. `typed` holds what a refused plain form sent, `errors` the refusals, by cell."""

    def __init__(
        self,
        grid: Grid,
        typed: Mapping[tuple[int, int], str] | None = None,
        errors: Mapping[tuple[int, int], str] | None = None,
    ) -> None:
        self.grid = grid
        self.typed, self.errors = typed or {}, errors or {}
        self.separator = separator()
        self.letters = [
            (name, LETTERS[Source(name)]() if len(grid.others) > 1 else "") for name in grid.others
        ]
        self.fold = f'<button type="button" class="fold" aria-expanded="true" disabled>{icon("chevron-down")}</button>'
        self.reasons = {column.membership.pk: escape(words_of(column.answer)) for column in grid.columns}

    def hints(self, cell: Mapping[str, Seen], points: Decimal | None) -> str:
        """The points of the other sources, one under the other."""
        lines = []
        for source, letter in self.letters:
            other = cell[source].points if source in cell else None
            if other is not None:
                text = short_points(other, separator=self.separator)
                lines.append(
                    f'<small data-h="{to_hundredths(other)}">{letter and letter + " "}{text}{arrow(points, other)}</small>'
                )
        return "".join(lines)

    def cell(self, row: Row, column: Column, labels: str) -> str:
        """One cell of a leaf: an input where the person may write, else text with the reason as its title."""
        member, place = column.membership.pk, (column.membership.pk, row.pk)
        cell = self.grid.marks.get(place, {})
        seen = cell.get(self.grid.source) or Seen(None, 0, False)
        text = short_points(seen.points, separator=self.separator)
        hints = self.hints(cell, seen.points)
        marks = ""
        if row.judged and seen.points is not None and seen.points != row.maximum and not seen.has_reason:
            marks = " unreasoned"
        if not column.answer:
            return (
                f'<td id="c-{member}-{row.pk}" class="cell fixed{marks}" title="{self.reasons[member]}" tabindex="-1">'
                f"<span>{text}</span>{hints}</td>"
            )
        error = ""
        if place in self.errors:
            marks += " wrong"
            error = f'<em class="cell-error" id="e-{member}-{row.pk}">{escape(self.errors[place])}</em>'
            labels += f'" aria-invalid="true" aria-describedby="e-{member}-{row.pk}'
        shown = escape(self.typed[place]) if place in self.typed else text
        return (
            f'<td id="c-{member}-{row.pk}" class="cell{marks}">'
            f'<input inputmode="decimal" name="{cell_name(member, row.pk, seen)}" value="{shown}" aria-labelledby="{labels}">'
            f"{hints}{error}</td>"
        )

    def cells(self, row: Row) -> str:
        """The cells of one line, one for each member."""
        if row.is_leaf:
            return "".join(
                self.cell(row, column, f"r{row.pk} u{column.membership.pk}") for column in self.grid.columns
            )
        return "".join(
            f'<td class="n" id="s-{column.membership.pk}-{row.pk}" data-sum="{hundredths(column.sums.get(row.pk))}">'
            f"{points_text(column.sums.get(row.pk), separator=self.separator)}</td>"
            for column in self.grid.columns
        )

    def line(self, row: Row) -> str:
        """One line: its code, name and standard points, then its cells."""
        name, parent = escape(row.name), f' data-parent="{row.parent}"' if row.parent else ""
        fold = "" if row.is_leaf else self.fold
        maximum = ("+" if row.on_top else "") + short_points(row.maximum, separator=self.separator)
        return (
            f'<tr{"" if row.is_leaf else GROUP} data-level="{row.level}" data-line="{row.pk}"{parent}>'
            f'<th scope="row" id="r{row.pk}" class="level-{row.level}" title="{name}"><div class="line-title">{fold}'
            f'<span class="line-code">{escape(row.code)}</span> <span class="line-name">{name}</span>'
            f'<span class="line-max">{maximum}</span></div></th>{self.cells(row)}</tr>'
        )


def body(rows: list[Row], cells: Cells) -> SafeString:
    """The lines to show, as the body of the table."""
    return mark_safe("\n".join(cells.line(row) for row in rows))  # noqa: S308 - escaped above
