"""The score page: all members of a group beside each other, for one source."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import MemberGroup
from clusters.cycles.pages import CyclePage
from clusters.scoring import plainform
from clusters.scoring.cells import Cells, body, separator
from clusters.scoring.gathering import COLUMNS, Grid, Row, gather
from clusters.scoring.models import Source
from clusters.scoring.states import SHEET
from clusters.scoring.views.base import (
    groups_of,
    own_sheet_of,
    scores_url,
    script_facts,
    sheet_url,
    table_of,
)
from emulation.core.numbers import points_text
from emulation.core.page import Tab
from emulation.core.permissions import can
from emulation.core.views import TemplatePage
from emulation.documents.kinds import kinds

SHOWN = {"missing": _("lines with something missing"), "differs": _("lines that differ from the self-score")}


class ScorePage(CyclePage, TemplatePage):
    """One grid for those who run or read the year; a member is led to the own sheet until all is announced.

    Without its script the page is one form: only changed cells are saved, all of them or none.
    """

    template_name = "clusters/scoring/grid.html"
    title = _("Scores")
    tab = "scores"
    permission = "scoring.see-grid"
    help_topic = "scores"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not can(request.user, "scoring.see-grid", self.cycle):
            own = own_sheet_of(self.cycle, self.parts)
            if own:
                return HttpResponseRedirect(own)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def groups(self) -> list[MemberGroup]:
        return groups_of(self.cycle)

    @cached_property
    def group(self) -> MemberGroup:
        wish = self.request.GET.get("group", "")
        found = next((one for one in self.groups if one.code == wish), None) if wish else self.groups[0]
        if found is None:
            raise Http404
        return found

    @cached_property
    def grid(self) -> Grid:
        wish = self.request.GET.get("source", "")
        if wish and wish not in Source.values:
            raise Http404
        return gather(self.group, self.request.user, wish, self.first)

    @property
    def first(self) -> int:
        """The place of the first member shown; groups with very many members have several pages."""
        page = self.request.GET.get("page", "1")
        return COLUMNS * (int(page) - 1) if page.isascii() and page.isdigit() and 0 < int(page) < 1000 else 0

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        form = plainform.read_grid(self.grid, request.POST)
        saved = form.save(request.user)
        if form.errors:
            context = self.get_context_data(typed=form.typed, errors=form.errors, refusal=form.refusal)
            return self.render_to_response(context, status=form.status)
        said = ngettext("Saved %(count)s cell.", "Saved %(count)s cells.", saved) % {"count": saved}
        messages.success(request, said if saved else gettext("No cell was changed."))
        return HttpResponseRedirect(scores_url(self.cycle, group=self.group, source=self.grid.source))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.groups or table_of(self.group) is None:
            return super().get_context_data(grid=None, group_tabs=self._group_tabs())
        typed, errors = kwargs.pop("typed", {}), kwargs.pop("errors", {})
        grid, cells = self.grid, Cells(self.grid, typed, errors)
        shown = self.request.GET.get("show", "")
        rows = visible_rows(grid, shown)
        return super().get_context_data(
            table=table_of(self.group),
            grid=grid,
            group_tabs=self._group_tabs(),
            source_tabs=self._source_tabs(),
            source_label=str(Source(grid.source).label),
            others=[(letter, str(Source(name).label)) for name, letter in cells.letters],
            heads=[
                (column, SHEET.states[column.sheet.state], sheet_url(self.cycle, column.membership))
                for column in grid.columns
            ],
            shown_rows=rows,
            body=body(rows, cells),
            feet=self._feet(),
            may_write=any(column.answer for column in grid.columns),
            shown=shown,
            shown_choices=SHOWN.items(),
            papers=self._papers(),
            own_sheet=own_sheet_of(self.cycle, self.parts) if self.parts.member_units else "",
            pages=range(1, (grid.members - 1) // COLUMNS + 2) if grid.members > COLUMNS else [],
            page=self.first // COLUMNS + 1,
            **script_facts(self.cycle),
            **kwargs,
        )

    def _papers(self) -> list[tuple[str, str]]:
        """The printed table of these scores, for those who may always print it: label and address."""
        if not (self.parts.runs or self.parts.reads_all):
            return []
        query = f"?group={self.group.code}" if len(self.groups) > 1 else ""
        return [
            (one.label, f"{self.address('paper', one.key)}{query}") for one in kinds() if one.key == "ranking"
        ]

    def _group_tabs(self) -> list[Tab]:
        if len(self.groups) < 2:
            return []
        return [
            Tab(one.name, scores_url(self.cycle, group=one), current=one == self.group) for one in self.groups
        ]

    def _source_tabs(self) -> list[Tab]:
        group = self.group if len(self.groups) > 1 else None
        return [
            Tab(
                str(source.label).capitalize(),
                scores_url(self.cycle, group=group, source=source.value),
                current=source == self.grid.source,
            )
            for source in Source
        ]

    def _feet(self) -> list[dict[str, Any]]:
        asked = len(self.grid.leaves)
        return [
            {
                "member": column.membership.pk,
                "total": points_text(column.total.points, separator=separator())
                if column.total.answered
                else "",
                "answered": f"{column.total.answered}/{asked}",
                "complete": column.total.answered == asked,
                "rank": column.total.rank or "–",
            }
            for column in self.grid.columns
        ]


def visible_rows(grid: Grid, shown: str) -> list[Row]:
    """Keep the lines a filter asks for, with the groups above them."""
    if shown not in SHOWN:
        return grid.rows
    keep: set[int] = set()
    parents = {row.pk: row.parent for row in grid.rows}
    for row in grid.leaves:
        if any(_shows(grid, column.membership.pk, row, shown) for column in grid.columns):
            line: int | None = row.pk
            while line is not None:
                keep.add(line)
                line = parents[line]
    return [row for row in grid.rows if row.pk in keep]


def _shows(grid: Grid, member: int, row: Row, shown: str) -> bool:
    cell = grid.marks.get((member, row.pk), {})
    points: Decimal | None = cell[grid.source].points if grid.source in cell else None
    if shown == "missing":
        return points is None or (row.judged and points != row.maximum and not cell[grid.source].has_reason)
    other = cell[Source.SELF].points if Source.SELF in cell else None
    return points is not None and other is not None and points != other
