"""One cell in full, for the drawer of the score page and of the sheet: a part of a page, loaded by its script."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from clusters.criteria.models import Criterion
from clusters.cycles.pages import CyclePage
from clusters.scoring import history
from clusters.scoring.cells import words_of
from clusters.scoring.commenting import comments_on
from clusters.scoring.corrections import corrections_of
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.permissions import give, sees_source
from clusters.scoring.previous import previous_texts
from clusters.scoring.sheetlines import SheetLine
from clusters.scoring.sheetreading import lock_line, make_line
from clusters.scoring.views.base import member_sheet, sheet_url
from clusters.scoring.views.evidence import files_beside
from emulation.audit.models import Entry
from emulation.audit.telling import tell

# The latest changes; the whole history stands in the log.
ENTRIES = 12


class MarkDetail(CyclePage, View):
    """The rule in words, what every source gave and why, the evidence, who and when, the history."""

    permission = "scoring.see"

    def get_subject(self) -> Sheet:
        return self.sheet

    def _number(self, name: str) -> int:
        text = self.request.GET.get(name, "")
        if not (text.isascii() and text.isdigit()):
            raise Http404
        return int(text)

    @cached_property
    def sheet(self) -> Sheet:
        return member_sheet(self.cycle, pk=self._number("member"))

    def line(self, source: str) -> SheetLine:
        """The line of the address."""
        binding = getattr(self.sheet.membership.group, "binding", None)
        criterion = (
            Criterion.objects.filter(table=binding.table_id, pk=self._number("criterion")).first()
            if binding
            else None
        )
        if binding is None or criterion is None or not criterion.is_leaf:
            raise Http404
        marks = (
            Mark.objects.filter(sheet=self.sheet, criterion=criterion).select_related("given_by", "given_for")
            if self.sheet.pk
            else []
        )
        user = self.request.user
        readable = {mark.source: mark for mark in marks if sees_source(user, self.sheet, mark.source)}
        line = make_line(criterion, source, readable, binding.table)
        if source == Source.SELF:
            lock_line(line, self.sheet, user)
            line.before = previous_texts(self.sheet.membership, [criterion]).get(criterion.pk)
        return line

    def entries(self, line: SheetLine) -> list[dict[str, Any]]:
        """The latest log entries of the cell, in words."""
        if not self.sheet.pk:
            return []
        found = (
            Entry.objects.filter(
                subject_kind="clusters.sheet",
                subject_id=str(self.sheet.public_id),
                verb=history.MARK_GIVEN,
                data__criterion=line.criterion.code,
            )
            .select_related("personal")
            .order_by("-sequence")[:ENTRIES]
        )
        return [
            {
                "at": entry.at,
                "who": entry.personal.actor_name,
                "behalf": entry.personal.on_behalf_of,
                "text": tell(entry),
                "reason": entry.reason,
            }
            for entry in found
            if sees_source(self.request.user, self.sheet, entry.data["source"])
        ]

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        source = request.GET.get("source", "")
        if source not in Source.values:
            raise Http404
        line = self.line(source)
        may = give(request.user, self.sheet, source)
        why_not = words_of(may) or line.locked
        context = {
            "line": line,
            "member": self.sheet.membership,
            "source_label": str(Source(source).label),
            "source": source,
            "may_write": not why_not,
            "why_not": why_not,
            "comments": comments_on(self.sheet, request.user, criterion=line.criterion),
            "comments_url": f"{sheet_url(self.cycle, self.sheet.membership, 'comments')}?line={line.criterion.pk}",
            "corrections": corrections_of(self.sheet, line.criterion),
            "entries": self.entries(line),
            "sheet_url": sheet_url(self.cycle, self.sheet.membership),
            **files_beside(self.sheet, line.criterion, request.user),
        }
        return render(request, "clusters/scoring/detail.html", context)
