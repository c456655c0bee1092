"""The score page: all members of a group beside each other, for one source."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clusters.criteria.compiled import compiled
from clusters.criteria.models import NotArisen
from clusters.cycles.models import MemberGroup
from clusters.cycles.pages import CyclePage
from clusters.scoring import plainform
from clusters.scoring.cells import Cells, body, not_arisen_word, separator
from clusters.scoring.files.counts import evidence_counts
from clusters.scoring.filtering import NO_EVIDENCE, SHOWN, found_cells, lines_with
from clusters.scoring.gathering import COLUMNS, Grid, gather
from clusters.scoring.models import Source
from clusters.scoring.states import SHEET
from clusters.scoring.views.base import (
    groups_of,
    own_sheet_of,
    page_number,
    scores_url,
    script_facts,
    sheet_url,
    table_of,
)
from emulation.core.numbers import points_text
from emulation.core.page import Action, Tab
from emulation.core.permissions import can
from emulation.core.views import TemplatePage
from emulation.documents.kinds import kinds


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
        return gather(self.group, compiled(self.group.binding.table), self.request.user, wish, self.first)

    @cached_property
    def page(self) -> int:
        """Groups with very many members have several pages."""
        return page_number(self.request)

    @property
    def first(self) -> int:
        """The place of the first member shown."""
        return COLUMNS * (self.page - 1)

    @cached_property
    def shown(self) -> str:
        """The filter of the address; empty when it is none."""
        wish = self.request.GET.get("show", "")
        return wish if wish in SHOWN else ""

    @cached_property
    def sought(self) -> set[tuple[int, int]]:
        """The cells the filter means."""
        if not self.shown:
            return set()
        sheets = [column.sheet for column in self.grid.columns]
        files = evidence_counts(sheets) if self.shown == NO_EVIDENCE else {}
        return found_cells(self.grid, self.shown, files)

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
        return HttpResponseRedirect(
            scores_url(self.cycle, group=self.group, source=self.grid.source, show=self.shown, page=self.page)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.groups or table_of(self.group) is None:
            return super().get_context_data(grid=None, group_tabs=self._group_tabs())
        typed, errors = kwargs.pop("typed", {}), kwargs.pop("errors", {})
        grid, cells = self.grid, Cells(self.grid, typed, errors, self.sought)
        rows = lines_with(grid, {*self.sought, *errors}) if self.shown else grid.rows
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
            shown=self.shown,
            sought=len(self.sought),
            all_url=scores_url(self.cycle, group=self.group, source=grid.source, page=self.page),
            not_arisen=not_arisen_word() if grid.table.not_arisen != NotArisen.NEVER else "",
            shown_choices=SHOWN.items(),
            papers=self._papers(),
            own_sheet=self._own_sheet(),
            pages=range(1, (grid.members - 1) // COLUMNS + 2) if grid.members > COLUMNS else [],
            page=self.page,
            **script_facts(self.cycle),
            **kwargs,
        )

    def get_more(self) -> list[Action]:
        if not self.groups or table_of(self.group) is None:
            return []
        query = f"?group={self.group.code}&source={self.grid.source}"
        more = [Action(_("Scores as Excel"), self.address("scores-matrix") + query, icon="download")]
        if self.grid.source == Source.FINAL:
            more.append(Action(_("Corrections"), self.address("corrections"), icon="history"))
        return more

    def _own_sheet(self) -> str:
        """The address of the own unit's sheet; mostly its member is among those shown."""
        if not self.parts.member_units:
            return ""
        for column in self.grid.columns:
            if column.membership.unit_id in self.parts.member_units:
                return sheet_url(self.cycle, column.membership)
        return own_sheet_of(self.cycle, self.parts)

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
                scores_url(self.cycle, group=group, source=source.value, show=self.shown, page=self.page),
                current=source == self.grid.source,
            )
            for source in Source
        ]

    def _feet(self) -> list[dict[str, Any]]:
        asked = self.grid.asked
        return [
            {
                "member": column.membership.pk,
                "total": points_text(column.total.points, separator=separator())
                if column.total.answered
                else "",
                "answered": f"{column.total.answered}/{asked}",
                "complete": column.total.answered >= asked,
                "rank": column.total.rank or "–",
            }
            for column in self.grid.columns
        ]
