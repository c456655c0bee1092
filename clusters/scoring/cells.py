"""The cells of the score page as HTML, built by hand: a template node per cell would cost more than all else.

Everything a person wrote is escaped here. A cell's id is `c-<member>-<line>`. The name of its input also
carries the version and the points (in hundredths, with an `n` where the task did not arise) the page shows,
so that a plain form knows what was changed.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from clusters.criteria.compiled import CompiledLine
from clusters.scoring.gathering import UNSEEN, Column, Grid, Seen
from clusters.scoring.models import Source
from clusters.scoring.permissions import SUPPLIED
from emulation.core.numbers import from_hundredths, points_text, short_points, to_hundredths
from emulation.core.permissions import Answer, Denied
from emulation.core.templatetags.ui import icon

GROUP = ' class="group-row"'
UNGIVEN: Mapping[int, Seen] = {}
# What people type where the task did not arise, in either language.
NOT_ARISEN = frozenset({"kps", "n/a", "na"})

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
    not_arisen: bool


def separator() -> str:
    """The decimal sign of the reader's language."""
    return "." if get_language() == "en" else ","


def not_arisen_word() -> str:
    """What stands in a cell whose task did not arise."""
    return pgettext("the task did not arise", "n/a")


def says_not_arisen(text: str) -> bool:
    """Tell whether a person typed that the task did not arise."""
    return text.strip().casefold() in {*NOT_ARISEN, not_arisen_word().casefold()}


def hundredths(points: Decimal | None) -> str:
    """Whole hundredths as text; empty when there are no points."""
    return "" if points is None else str(to_hundredths(points))


def cell_name(member: int, criterion: int, seen: Seen) -> str:
    """Name the input of a cell."""
    shown = "" if seen.hundredths is None else seen.hundredths
    return f"c-{member}-{criterion}-{seen.version}-{shown}{'n' if seen.not_arisen else ''}"


def read_name(name: str) -> CellName | None:
    """Read the name of an input; None when it is not the name of a cell."""
    parts = name.split("-", 4)
    if len(parts) != 5 or parts[0] != "c":
        return None
    try:
        member, criterion, version = (int(part) for part in parts[1:4])
        shown = parts[4].removesuffix("n")
        return CellName(member, criterion, version, int(shown) if shown else None, parts[4].endswith("n"))
    except ValueError:
        return None


def words_of(answer: Answer) -> str:
    """The reason of a refusal in the reader's language; empty when there is none."""
    if not isinstance(answer, Denied):
        return ""
    text = gettext(answer.reason)
    return text % dict(answer.values) if answer.values else text


class Cells:
    """Writes the cells of one grid. `typed` holds what a refused plain form sent, `errors` the refusals, by cell.

    `sought` are the cells a filter means.
    """

    def __init__(
        self,
        grid: Grid,
        typed: Mapping[tuple[int, int], str] | None = None,
        errors: Mapping[tuple[int, int], str] | None = None,
        sought: Collection[tuple[int, int]] = (),
    ) -> None:
        self.grid, self.sought = grid, sought
        self.typed, self.errors = typed or {}, errors or {}
        self.separator, self.word = separator(), escape(not_arisen_word())
        self.letters = [
            (name, LETTERS[Source(name)]() if len(grid.others) > 1 else "") for name in grid.others
        ]
        self.chosen = grid.marks.get(grid.source, {})
        self.others = [
            (f"{escape(letter)} " if letter else "", grid.marks[name]) for name, letter in self.letters
        ]
        self.fold = f'<button type="button" class="fold" aria-expanded="true" disabled>{icon("chevron-down")}</button>'
        self.reasons = {column.membership.pk: escape(words_of(column.answer)) for column in grid.columns}
        self.full = escape(gettext("The task did not arise: full points."))
        self.away = escape(gettext("The task did not arise: out of the denominator."))
        # The same figures come again and again.
        self.texts: dict[int | None, str] = {None: ""}

    def text(self, seen: Seen) -> str:
        """What a cell shows of one source."""
        if seen.not_arisen:
            return self.word
        return self.short(seen.hundredths)

    def short(self, value: int | None) -> str:
        """Whole hundredths as short text."""
        text = self.texts.get(value)
        if text is None:
            assert value is not None
            text = self.texts[value] = short_points(from_hundredths(value), separator=self.separator)
        return text

    def hints(self, member: int, line: int, value: int | None) -> str:
        """The points of the other sources, one under the other, with ▲ or ▼ where the chosen ones differ."""
        lines = ""
        for prefix, members in self.others:
            seen = members.get(member, UNGIVEN).get(line)
            if seen is None:
                continue
            other = seen.hundredths
            if other is None:
                if seen.not_arisen:
                    lines += f"<small>{prefix}{self.word}</small>"
                continue
            arrow = "" if value is None or value == other else " ▲" if value > other else " ▼"
            lines += f'<small data-h="{other}">{prefix}{self.text(seen)}{arrow}</small>'
        return lines

    def cell(self, row: CompiledLine, column: Column, judged_below: int | None, closed: str) -> str:
        """One cell of a leaf: an input where the person may write, else text with the reason as its title.

        Judged points below `judged_below` need a reason; `closed` says why nobody writes this line.
        """
        member, line = column.membership.pk, row.pk
        seen = self.chosen.get(member, UNGIVEN).get(line, UNSEEN)
        value, text = seen.hundredths, self.text(seen)
        hints = self.hints(member, line, value)
        marks = title = ""
        if judged_below is not None and value is not None and value < judged_below and not seen.has_reason:
            marks = " unreasoned"
        if self.sought and (member, line) in self.sought:
            marks += " sought"
        if seen.not_arisen:
            marks += " not-arisen"
            title = self.away if value is None else self.full
        if closed or not column.answer:
            why = f"{title} {closed or self.reasons[member]}".lstrip()
            return (
                f'<td id="c-{member}-{line}" class="cell fixed{marks}" title="{why}" tabindex="-1">'
                f"<span>{text}</span>{hints}</td>"
            )
        labels, error = f"r{line} u{member}", ""
        if self.typed or self.errors:
            place = member, line
            if place in self.errors:
                marks += " wrong"
                error = f'<em class="cell-error" id="e-{member}-{line}">{escape(self.errors[place])}</em>'
                labels += f'" aria-invalid="true" aria-describedby="e-{member}-{line}'
            text = escape(self.typed[place]) if place in self.typed else text
        if title:
            marks += f'" title="{title}'
        return (
            f'<td id="c-{member}-{line}" class="cell{marks}">'
            f'<input inputmode="decimal" name="{cell_name(member, line, seen)}" value="{text}" aria-labelledby="{labels}">'
            f"{hints}{error}</td>"
        )

    def cells(self, row: CompiledLine) -> str:
        """The cells of one line, one for each member."""
        if row.is_leaf:
            below = to_hundredths(row.maximum) if row.rule.judged else None
            closed = self.closed(row)
            return "".join([self.cell(row, column, below, closed) for column in self.grid.columns])
        return "".join(
            f'<td class="n" id="s-{column.membership.pk}-{row.pk}" data-sum="{hundredths(column.sums.get(row.pk))}">'
            f"{points_text(column.sums.get(row.pk), separator=self.separator)}</td>"
            for column in self.grid.columns
        )

    def closed(self, row: CompiledLine) -> str:
        """Why nobody writes a line for the chosen source; mostly empty."""
        if self.grid.source != Source.SELF or not row.rule.supplied:
            return ""
        body = row.rule.parameters.get("body", "–")
        return escape(words_of(Denied(SUPPLIED, values=(("body", body),))))

    def line(self, row: CompiledLine) -> str:
        """One line: its code, name and standard points, then its cells."""
        name, parent = escape(row.name), f' data-parent="{row.parent}"' if row.parent else ""
        fold = "" if row.is_leaf else self.fold
        maximum = ("+" if row.marked_on_top else "") + short_points(row.maximum, separator=self.separator)
        if row.ceiling is not None and row.ceiling > row.maximum:
            maximum += f" <small>≤ {short_points(row.ceiling, separator=self.separator)}</small>"
        return (
            f'<tr{"" if row.is_leaf else GROUP} data-level="{row.level}" data-line="{row.pk}"{parent}>'
            f'<th scope="row" id="r{row.pk}" class="level-{row.level}" title="{name}"><div class="line-title">{fold}'
            f'<span class="line-code">{escape(row.code)}</span> <span class="line-name">{name}</span>'
            f'<span class="line-max">{maximum}</span></div></th>{self.cells(row)}</tr>'
        )


def body(rows: Iterable[CompiledLine], cells: Cells) -> SafeString:
    """The body of the grid."""
    # Every text in it was escaped above.
    return mark_safe("".join([cells.line(row) for row in rows]))  # noqa: S308
