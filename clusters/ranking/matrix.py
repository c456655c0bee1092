"""All members of a group × all criteria of one source as a workbook, with totals and ranks.

Members are rows, criteria columns: Excel has room for 16,384 columns and many more rows. Marks are read in
the order of the rows and written as they come, so that memory does not grow with the number of members.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import IO, Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from clusters.criteria.compiled import CompiledLine
from clusters.cycles.models import MemberGroup
from clusters.ranking.models import Publication
from clusters.ranking.models import Standing as Published
from clusters.ranking.reading import bound_table, names_on
from clusters.ranking.services import SOURCES
from clusters.ranking.standings import Standing, standings
from clusters.scoring.models import Mark, Source
from emulation.core.tabular import xlsx_cell
from emulation.core.templatetags.ui import moment

CHUNK = 2000
BOLD = Font(bold=True)
LARGE = Font(bold=True, size=14)
FILL = PatternFill("solid", fgColor="E9ECEF")
WRAPPED = Alignment(vertical="top", wrap_text=True)
# What stands before the criteria: number, code, name of the unit.
BEFORE = (6, 18, 40)
HEAD_ROWS = 7
Points = Decimal | str | None


def write_matrix(group: MemberGroup, source: str, stream: IO[bytes]) -> None:
    """Write the workbook of a group (its year loaded) into a stream; a fixed number of queries."""
    bound = bound_table(group)
    leaves = [line for line in bound.lines if line.is_leaf] if bound else []
    excludes = bound is not None and bound.excludes
    rows = {row.member: row for row in standings(group, source, with_sections=False, bound=bound)}
    order = group.memberships.filter(until__isnull=True).in_order().values_list("pk", flat=True)
    names = names_on(group, group.cycle.ends_on)
    ends = _ends(excludes=excludes, bands=bool(bound and bound.bands))
    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("Scores"))
    sheet.freeze_panes = f"{get_column_letter(len(BEFORE) + 1)}{HEAD_ROWS + 1}"
    for number, width in enumerate([*BEFORE, *[12] * len(leaves), *[14] * len(ends)], start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _head(sheet, group, source, leaves, ends, scale=bound.table.scale if bound else None)
    marks = _marks(group, source)
    upcoming = next(marks, None)
    for number, member in enumerate(order, start=1):
        points: dict[int, Points] = {}
        if upcoming is not None and upcoming[0] == member:
            points = upcoming[1]
            upcoming = next(marks, None)
        row = rows[member]
        values = [
            number,
            row.unit_code,
            names.get(row.unit, row.unit_name),
            *(points.get(leaf.pk) for leaf in leaves),
            *(value(row) for _label, value in ends),
        ]
        sheet.append([xlsx_cell(sheet, value) for value in values])
    book.save(stream)


def _marks(group: MemberGroup, source: str) -> Iterator[tuple[int, dict[int, Points]]]:
    """Yield (membership, points by criterion) in the official order of the members, in one query."""
    said = gettext("not arisen")
    rows: Any = (
        Mark.objects.filter(
            sheet__membership__group=group, sheet__membership__until__isnull=True, source=source
        )
        .order_by(
            "sheet__membership__position",
            "sheet__membership__unit__position",
            "sheet__membership__unit__order_key",
            "sheet__membership",
        )
        .values_list(F("sheet__membership_id"), "criterion_id", "points", "not_arisen")
    )
    for member, found in groupby(rows.iterator(chunk_size=CHUNK), key=itemgetter(0)):
        yield (
            member,
            {
                criterion: said if points is None and not_arisen else points
                for _member, criterion, points, not_arisen in found
            },
        )


def _ends(*, excludes: bool, bands: bool) -> list[tuple[str, Any]]:
    """The columns after the criteria: heading and what it reads of a line."""
    columns: list[tuple[str, Any]] = [(gettext("Total"), lambda row: row.total)]
    if excludes:
        columns += [
            (gettext("Points in all"), lambda row: row.running if row.answered else None),
            (gettext("Rescaled total"), lambda row: row.worth.rescaled if row.total is not None else None),
            (
                gettext("Completion in percent"),
                lambda row: row.worth.completion if row.total is not None else None,
            ),
        ]
    columns += [(gettext("Criteria with points"), _answered), (gettext("Rank"), lambda row: row.rank)]
    if bands:
        columns.append((gettext("Band"), lambda row: row.band))
    return columns


def _answered(row: Standing) -> str:
    return gettext("%(k)s of %(n)s") % {"k": row.answered, "n": row.asked}


def _head(
    sheet: Any,
    group: MemberGroup,
    source: str,
    leaves: list[CompiledLine],
    ends: list[tuple[str, Any]],
    *,
    scale: Decimal | None,
) -> None:
    titles = [
        (gettext("Scores of %(year)s – %(group)s") % {"year": group.cycle, "group": group.name}, LARGE),
        (_standing(group, source), BOLD),
        (gettext("Written %(when)s") % {"when": moment(timezone.now())}, None),
        (f"[{gettext('sample data')}]" if group.cycle.is_sample else "", BOLD),
    ]
    for text, font in titles:
        sheet.append([xlsx_cell(sheet, text, font)])
    before = [gettext("No."), gettext("Code"), gettext("Unit")]
    blank = [None] * len(BEFORE)
    rows: list[list[Any]] = [
        [*before, *(leaf.code for leaf in leaves), *(label for label, _value in ends)],
        [*blank, *(leaf.name for leaf in leaves)],
        [*blank[:-1], gettext("Standard points"), *(leaf.maximum for leaf in leaves), scale],
    ]
    for row in rows:
        cells = [xlsx_cell(sheet, value, BOLD) for value in row]
        for cell in cells:
            if cell is not None:
                cell.fill, cell.alignment = FILL, WRAPPED
        sheet.append(cells)


def _standing(group: MemberGroup, source: str) -> str:
    """Say whose points these are, and whether they are provisional."""
    label = str(Source(source).label)
    if source == SOURCES[Published.PROVISIONAL]:
        return gettext("%(source)s points, PROVISIONAL") % {"source": label.capitalize()}
    if source == SOURCES[Published.FINAL]:
        in_force = Publication.objects.filter(
            group=group, standing=Published.FINAL, withdrawn_at__isnull=True
        )
        if not in_force.exists():
            return gettext("%(source)s points, not published") % {"source": label.capitalize()}
    return gettext("%(source)s points") % {"source": label.capitalize()}
