"""What the score page can be narrowed to: the cells that are meant, and the lines that hold one."""

from collections.abc import Callable, Collection, Mapping

from django.utils.translation import gettext_lazy as _

from clusters.criteria.compiled import CompiledLine
from clusters.scoring.gathering import Grid, Seen
from clusters.scoring.models import Source
from emulation.core.numbers import to_hundredths

MISSING, DIFFERS, NO_EVIDENCE = "missing", "differs", "no-evidence"
SHOWN = {
    MISSING: _("lines with something missing"),
    DIFFERS: _("lines where the sources differ"),
    NO_EVIDENCE: _("lines without evidence"),
}

Cell = tuple[int, int]
# The number of files by (sheet, line); lines without files have no entry.
Files = Mapping[tuple[int, int], int]


def needs_reason(line: CompiledLine, seen: Seen) -> bool:
    """Tell whether points below the standard still need a reason."""
    below = seen.hundredths is not None and seen.hundredths < to_hundredths(line.maximum)
    return line.rule.judged and below and not seen.has_reason


def _misses(grid: Grid, member: int, line: CompiledLine) -> bool:
    if grid.source == Source.SELF and line.rule.supplied:
        return False
    seen = grid.seen(member, line.pk)
    return not seen.answered or needs_reason(line, seen)


def _differs(grid: Grid, member: int, line: CompiledLine) -> bool:
    """Both sources said something, and not the same."""
    chosen = grid.seen(member, line.pk)
    return chosen.answered and any(
        one.answered and (one.hundredths, one.not_arisen) != (chosen.hundredths, chosen.not_arisen)
        for one in (grid.seen(member, line.pk, source) for source in grid.others)
    )


def _without_evidence(
    files: Files, sheets: Mapping[int, int | None]
) -> Callable[[Grid, int, CompiledLine], bool]:
    """Points above zero for which no source names evidence and no file stands."""

    def test(grid: Grid, member: int, line: CompiledLine) -> bool:
        seen = grid.seen(member, line.pk)
        if not seen.hundredths or seen.hundredths < 0 or seen.not_arisen:
            return False
        if any(grid.seen(member, line.pk, source).has_evidence for source in grid.marks):
            return False
        return not files.get((sheets[member] or 0, line.pk))

    return test


def found_cells(grid: Grid, shown: str, files: Files) -> set[Cell]:
    """Return the cells (member, line) that the filter means."""
    sheets = {column.membership.pk: column.sheet.pk for column in grid.columns}
    tests = {MISSING: _misses, DIFFERS: _differs, NO_EVIDENCE: _without_evidence(files, sheets)}
    test = tests[shown]
    return {(member, line.pk) for line in grid.leaves for member in sheets if test(grid, member, line)}


def lines_with(grid: Grid, cells: Collection[Cell]) -> list[CompiledLine]:
    """Return the lines that hold one of the cells, with the groups above them."""
    keep: set[int] = set()
    for line in {line for _member, line in cells}:
        keep |= {line, *grid.table.above[line]}
    return [row for row in grid.rows if row.pk in keep]
