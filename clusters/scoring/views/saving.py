"""The addresses the scripts of the score page and the sheet send marks to: JSON in, JSON out."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from clusters.cycles.models import MemberGroup, Membership
from clusters.cycles.pages import visible_cycle
from clusters.scoring.gathering import Row, rows_of
from clusters.scoring.models import Mark, Source
from clusters.scoring.services import CellsRefused, MarkChange, save_marks, try_marks
from clusters.scoring.views import answers
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import parse_points
from emulation.core.permissions import can

# One paste: more than any table a person has on the clipboard.
MOST_CELLS = 5000
NOT_UNDERSTOOD = gettext_noop("The page sent something that was not understood. Reload it.")


class Payload:
    """What the script sent, for one group of the year of the address."""

    def __init__(self, request: HttpRequest, code: str, year: int) -> None:
        cycle = visible_cycle(request.user, code, year)
        try:
            self.data = json.loads(request.body)
            self.source = str(self.data["source"])
            group = str(self.data["group"])
        except (ValueError, KeyError, TypeError) as wrong:
            raise Refused(NOT_UNDERSTOOD) from wrong
        if self.source not in Source.values:
            raise Refused(NOT_UNDERSTOOD)
        found = MemberGroup.objects.filter(cycle=cycle, code=group).first()
        if found is None:
            raise Http404
        found.cycle = cycle
        self.group, self.actor = found, request.user
        self.rows = rows_of(self.group)

    def saved(self, marks: list[Mark]) -> dict[str, Any]:
        """What stands after a save, as far as the person may see it."""
        may = bool(can(self.actor, "scoring.see-grid", self.group.cycle))
        return answers.saved(self.group, self.source, self.rows, marks, all_members=may)

    def changes(self, sent: list[Any]) -> tuple[list[MarkChange], list[tuple[Mapping[str, Any], Refused]]]:
        """Read the changes; those that cannot be read come back as refusals with what was sent."""
        by_key = {row.pk: row for row in self.rows}
        changes, wrong = [], []
        for one in sent:
            try:
                changes.append(read_change(one, by_key))
            except Refused as error:
                wrong.append((one, error))
        members = {change.member for change in changes}
        if Membership.objects.filter(group=self.group, pk__in=members).count() != len(members):
            raise Http404
        return changes, wrong


def read_change(sent: Any, by_key: Mapping[int, Row]) -> MarkChange:
    """Read one change as a script sends it: points as typed, figures as typed."""
    try:
        member, criterion = int(sent["member"]), by_key[int(sent["criterion"])]
        version = int(sent["version"])
        inputs = sent.get("inputs")
        points = sent.get("points")
        reason, evidence = sent.get("reason"), sent.get("evidence")
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Refused(NOT_UNDERSTOOD) from wrong
    if not (inputs is None or isinstance(inputs, dict)) or not all(
        text is None or isinstance(text, str) for text in (points, reason, evidence)
    ):
        raise Refused(NOT_UNDERSTOOD)
    clear = points is not None and not points.strip() and inputs is None
    return MarkChange(
        member=member,
        criterion=criterion.code,
        points=None if points is None or clear or inputs is not None else parse_points(points),
        inputs=inputs,
        clear=clear,
        reason=reason,
        evidence=evidence,
        version=version,
    )


@require_POST
def save_mark(request: HttpRequest, code: str, year: int) -> JsonResponse:
    """Save one cell; 422 with the rule's words, 409 with what stands there now."""
    payload = Payload(request, code, year)
    try:
        changes, wrong = payload.changes([payload.data])
        if wrong:
            raise wrong[0][1]
        marks = save_marks(source=payload.source, changes=changes, actor=payload.actor)
    except Refused as error:
        return JsonResponse(answers.refused(error), status=error.status)
    return JsonResponse(payload.saved(marks))


@require_POST
def save_block(request: HttpRequest, code: str, year: int) -> JsonResponse:
    """Save a pasted block, all of it or nothing; with `preview` tell what would change and change nothing."""
    payload = Payload(request, code, year)
    sent = payload.data.get("changes")
    known = isinstance(sent, list) and all(isinstance(one, dict) for one in sent)
    if not known or not 0 < len(sent) <= MOST_CELLS:
        raise Refused(NOT_UNDERSTOOD)
    preview = payload.data.get("preview") is True
    changes, unread = payload.changes(sent)
    cells = [
        {"member": one.get("member"), "criterion": one.get("criterion"), **answers.refused(error)}
        for one, error in unread
    ]
    before = [] if preview else _before(changes, payload)
    marks: list[Mark] = []
    try:
        if changes:
            give = try_marks if preview or unread else save_marks
            marks = give(source=payload.source, changes=changes, actor=payload.actor)
    except Refused as error:
        keys = {row.code: row.pk for row in payload.rows}
        cells += [
            {"member": change.member, "criterion": keys[change.criterion], **answers.refused(one)}
            for change, one in _refused_cells(error, changes)
        ]
    if cells:
        said = gettext("Nothing was saved: %(count)s cells are refused.") % {"count": len(cells)}
        return JsonResponse({"error": said, "cells": cells}, status=422)
    if preview:
        return JsonResponse({"cells": [], "changed": len(marks)})
    return JsonResponse({**payload.saved(marks), "before": before})


def _refused_cells(error: Refused, changes: list[MarkChange]) -> list[tuple[MarkChange, Refused]]:
    if isinstance(error, CellsRefused):
        return error.cells
    if len(changes) > 1:
        raise error
    return [(changes[0], error)]


def _before(changes: list[MarkChange], payload: Payload) -> list[dict[str, Any]]:
    """What the cells held, so that the page can offer to take the paste back."""
    keys = {row.code: row.pk for row in payload.rows}
    members = {change.member for change in changes}
    stored = {
        (mark.sheet.membership_id, mark.criterion_id): mark
        for mark in Mark.objects.filter(sheet__membership__in=members, source=payload.source).select_related(
            "sheet"
        )
    }
    rows = []
    for change in changes:
        mark = stored.get((change.member, keys[change.criterion]))
        kept = {"points": "" if mark is None or mark.points is None else str(mark.points)}
        if mark and mark.inputs and mark.points is not None:
            kept = {"inputs": mark.inputs}
        rows.append(
            {
                "member": change.member,
                "criterion": keys[change.criterion],
                "reason": mark.reason if mark else "",
                **kept,
            }
        )
    return rows
