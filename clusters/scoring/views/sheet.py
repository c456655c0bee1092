"""A unit's sheet, to fill and to read from top to bottom."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.windows import windows_of
from clusters.scoring.cells import words_of
from clusters.scoring.commenting import counts_on
from clusters.scoring.corrections import corrections_on
from clusters.scoring.editing import is_of_unit
from clusters.scoring.evidence import count_files
from clusters.scoring.models import Source
from clusters.scoring.papers import BLANK
from clusters.scoring.papers import SHEET as SHEET_PAPER
from clusters.scoring.permissions import give
from clusters.scoring.previous import previous_texts
from clusters.scoring.sheetform import read_sheet, with_copied
from clusters.scoring.sheetlines import SheetLines
from clusters.scoring.sheetreading import lines_of_sheet, lock_lines
from clusters.scoring.states import SHEET
from clusters.scoring.views.base import SheetPage, own_sheet_of, scores_url, script_facts, sheet_url, table_of
from emulation.core.page import Action, Link, Tab
from emulation.core.permissions import Answer, Denied, can
from emulation.core.views import TemplatePage

# The order in which a source is offered to those who may give it now.
OFFERED = (Source.VERIFIED, Source.INSPECTION, Source.SELF, Source.FINAL)


class UnitSheet(SheetPage, TemplatePage):
    """The unit fills its self-score; those who run the year read all sources beside each other and give theirs."""

    template_name = "clusters/scoring/sheet.html"
    permission = "scoring.see"
    help_topic = "sheets"

    def get_title(self) -> str:
        return gettext("Scoring sheet – %(unit)s") % {"unit": self.unit_name()}

    def get_further_crumbs(self) -> list[Link]:
        return [Link(gettext("Scores"), scores_url(self.cycle)), Link(self.unit_name())]

    @cached_property
    def source(self) -> str:
        wish = self.request.GET.get("source", "")
        if wish:
            if wish not in Source.values:
                raise Http404
            return wish
        return next((one for one in OFFERED if give(self.request.user, self.sheet, one)), Source.SELF)

    @cached_property
    def answer(self) -> Answer:
        return give(self.request.user, self.sheet, self.source)

    @cached_property
    def lines(self) -> SheetLines:
        lines = lines_of_sheet(self.sheet, self.source, self.request.user)
        if self.source == Source.SELF and self.answer:
            lock_lines(lines, self.sheet, self.request.user)
        return lines

    def act(self, move: str, *, icon: str, with_refusal: bool = False) -> Action | None:
        """A move of the sheet as a button; None where the person or the state has nothing to do with it."""
        step = SHEET.moves[move]
        answer = can(self.request.user, step.permission, self.sheet)
        if self.sheet.state not in step.sources or (not answer and not with_refusal):
            return None
        refusal = words_of(answer)
        return Action(step.label, sheet_url(self.cycle, self.member, move), icon, refusal)

    def get_primary(self) -> Action | None:
        if table_of(self.member.group) is None:
            return None
        if self.source == Source.SELF:
            return self.act(
                "submit",
                icon="sent",
                with_refusal=self.parts.runs or is_of_unit(self.request.user, self.member),
            )
        return self.act("verify", icon="check", with_refusal=self.parts.runs)

    def get_more(self) -> list[Action]:
        moves = [self.act("return", icon="back"), self._accept(), self.act("reopen", icon="unlock")]
        return [one for one in [*moves, *self._further()] if one]

    def _accept(self) -> Action | None:
        """Accepting all equal points at once, for those who may verify the sheet now."""
        if not give(self.request.user, self.sheet, Source.VERIFIED):
            return None
        return Action(
            _("Accept all equal points"), sheet_url(self.cycle, self.member, "accept"), icon="check"
        )

    def _further(self) -> list[Action]:
        """Who fills what, comments, papers."""
        member, paper = self.member, self.address("paper", SHEET_PAPER.key)
        blank = self.address("paper", BLANK.key)
        found = [Action(_("Comments"), sheet_url(self.cycle, member, "comments"), icon="edit")]
        if can(self.request.user, "scoring.appoint-editors", member):
            found.insert(
                0, Action(_("Who fills what"), sheet_url(self.cycle, member, "editors"), icon="person")
            )
        if self.sheet.state == "final" and can(self.request.user, "scoring.see-grid", self.cycle):
            found.append(Action(_("Corrections"), self.address("corrections"), icon="history"))
        if table_of(member.group) is not None:
            found += [
                Action(_("Print"), f"{paper}?unit={member.unit.code}", icon="print"),
                Action(_("Print the empty form"), f"{blank}?unit={member.unit.code}", icon="print"),
            ]
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        sent = with_copied(request.POST, self._with_texts().lines)
        form = read_sheet(self.lines, self.source, self.member.pk, sent)
        saved = form.save(request.user)
        if form.refusal:
            return self.render_to_response(self.get_context_data(refusal=form.refusal), status=form.status)
        said = ngettext("Saved %(count)s line.", "Saved %(count)s lines.", saved) % {"count": saved}
        messages.success(request, said if saved else gettext("No line was changed."))
        return HttpResponseRedirect(f"{sheet_url(self.cycle, self.member)}?source={self.source}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cycle, member = self.cycle, self.member
        context = super().get_context_data(
            sheet=self.sheet,
            member=member,
            state=SHEET.states[self.sheet.state],
            table=table_of(member.group),
            **kwargs,
        )
        if context["table"] is None:
            return context
        count_files(self.lines.lines, self.sheet)
        entered_for = self.parts.runs and not self._own and self.source == Source.SELF and bool(self.answer)
        window = windows_of(cycle).get("self-scoring")
        self._with_texts()
        context.update(
            sheet_lines=self._with_notes(),
            source=self.source,
            source_label=str(Source(self.source).label),
            source_tabs=self._source_tabs(),
            may_write=bool(self.answer),
            why_not=words_of(self.answer),
            entered_for=entered_for,
            until=self._until(window),
            sheets=self._own_others(),
            comments_url=sheet_url(cycle, member, "comments"),
            scores_url=scores_url(cycle, group=member.group)
            if can(self.request.user, "scoring.see-grid", cycle)
            else "",
            **script_facts(cycle),
        )
        return context

    def _with_texts(self) -> SheetLines:
        """The lines with what the unit wrote the year before, where it may be copied."""
        if self.source == Source.SELF and self.answer:
            leaves = [line.criterion for line in self.lines.lines if line.criterion.is_leaf]
            found = previous_texts(self.member, leaves)
            for line in self.lines.lines:
                line.before = None if line.locked else found.get(line.criterion.pk)
        return self.lines

    def _with_notes(self) -> SheetLines:
        """The lines with their comments and corrections."""
        comments = counts_on(self.sheet, self.request.user)
        corrections = corrections_on(self.sheet) if self.sheet.state == "final" else {}
        for line in self.lines.lines:
            line.comments = comments.get(line.criterion.pk, 0)
            line.corrections = corrections.get(line.criterion.pk, [])
        return self.lines

    @property
    def _own(self) -> bool:
        return self.member.unit_id in self.parts.units

    def _until(self, window: Any) -> Any:
        """The day the sheet is due, while it is to be filled."""
        if self.source != Source.SELF or isinstance(self.answer, Denied):
            return None
        return self.sheet.return_until or (window.planned_until if window else None)

    def _source_tabs(self) -> list[Tab]:
        if not (self.parts.runs or self.parts.reads_all):
            return []
        address = sheet_url(self.cycle, self.member)
        return [
            Tab(str(one.label).capitalize(), f"{address}?source={one.value}", current=one == self.source)
            for one in Source
        ]

    def _own_others(self) -> str:
        """The way back to the own sheet from somebody else's."""
        if self._own or not self.parts.member_units:
            return ""
        return own_sheet_of(self.cycle, self.parts)
