"""The addresses the scripts of the score page and the sheet send marks to: JSON in, JSON out."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from clusters.scoring.models import Source
from clusters.scoring.services import CellsRefused, MarkChange, Place, Saved, save, try_saving
from clusters.scoring.views import answers
from emulation.core.errors import Refused, Unknown, gettext_noop
from emulation.core.numbers import parse_points

# One paste: more than any table a person has on the clipboard.
MOST_CELLS = 5000
NOT_UNDERSTOOD = gettext_noop("The page sent something that was not understood. Reload it.")


class Payload:
    """What the script sent, for one group of the year of the address."""

    def __init__(self, request: HttpRequest, code: str, year: int) -> None:
        try:
            self.data = json.loads(request.body)
            self.source = str(self.data["source"])
            group = str(self.data["group"])
        except (ValueError, KeyError, TypeError) as wrong:
            raise Refused(NOT_UNDERSTOOD) from wrong
        if self.source not in Source.values:
            raise Refused(NOT_UNDERSTOOD)
        self.place = Place(code, year, group)
        self.actor = request.user


def read_change(sent: Any) -> MarkChange:
    """Read one change as a script sends it: points as typed, figures as typed."""
    try:
        member, criterion, version = int(sent["member"]), int(sent["criterion"]), int(sent["version"])
        inputs, points, not_arisen = sent.get("inputs"), sent.get("points"), sent.get("not_arisen")
        reason, evidence = sent.get("reason"), sent.get("evidence")
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Refused(NOT_UNDERSTOOD) from wrong
    if (
        not (inputs is None or isinstance(inputs, dict))
        or not (not_arisen is None or isinstance(not_arisen, bool))
        or not all(text is None or isinstance(text, str) for text in (points, reason, evidence))
    ):
        raise Refused(NOT_UNDERSTOOD)
    clear = points is not None and not points.strip() and inputs is None and not not_arisen
    given = points is not None and not clear and inputs is None and not not_arisen
    return MarkChange(
        member=member,
        criterion=criterion,
        points=parse_points(points) if given else None,
        inputs=inputs,
        clear=clear,
        reason=reason,
        evidence=evidence,
        version=version,
        not_arisen=not_arisen,
    )


def read_changes(sent: list[Any]) -> tuple[list[MarkChange], list[tuple[Mapping[str, Any], Refused]]]:
    """Read many changes; those that cannot be read come back as refusals with what was sent."""
    changes, wrong = [], []
    for one in sent:
        try:
            changes.append(read_change(one))
        except Refused as error:
            wrong.append((one, error))
    return changes, wrong


@require_POST
def save_mark(request: HttpRequest, code: str, year: int) -> JsonResponse:
    """Save one cell; 422 with the rule's words, 409 with what stands there now."""
    payload = Payload(request, code, year)
    try:
        change = read_change(payload.data)
        saved = save(source=payload.source, changes=[change], actor=payload.actor, place=payload.place)
    except Unknown as unknown:
        raise Http404 from unknown
    except Refused as error:
        return JsonResponse(answers.refused(error), status=error.status)
    return JsonResponse(answers.saved(saved))


@require_POST
def save_block(request: HttpRequest, code: str, year: int) -> JsonResponse:
    """Save a pasted block, all of it or nothing; with `preview` tell what would change and change nothing."""
    payload = Payload(request, code, year)
    sent = payload.data.get("changes")
    known = isinstance(sent, list) and all(isinstance(one, dict) for one in sent)
    if not known or not 0 < len(sent) <= MOST_CELLS:
        raise Refused(NOT_UNDERSTOOD)
    preview = payload.data.get("preview") is True
    changes, unread = read_changes(sent)
    cells = [
        {"member": one.get("member"), "criterion": one.get("criterion"), **answers.refused(error)}
        for one, error in unread
    ]
    saved = Saved([])
    try:
        if changes:
            give = try_saving if preview or unread else save
            saved = give(source=payload.source, changes=changes, actor=payload.actor, place=payload.place)
    except Unknown as unknown:
        raise Http404 from unknown
    except Refused as error:
        cells += [
            {"member": change.member, "criterion": change.criterion, **answers.refused(one)}
            for change, one in _refused_cells(error, changes)
        ]
    if cells:
        said = gettext("Nothing was saved: %(count)s cells are refused.") % {"count": len(cells)}
        return JsonResponse({"error": said, "cells": cells}, status=422)
    if preview:
        return JsonResponse({"cells": [], "changed": len(saved.marks)})
    return JsonResponse({**answers.saved(saved), "before": _before(saved)})


def _refused_cells(error: Refused, changes: list[MarkChange]) -> list[tuple[MarkChange, Refused]]:
    if isinstance(error, CellsRefused):
        return error.cells
    if len(changes) > 1:
        raise error
    return [(changes[0], error)]


def _before(saved: Saved) -> list[dict[str, Any]]:
    """What the cells held, so that the page can offer to take the paste back."""
    rows = []
    for mark, before in zip(saved.marks, saved.before, strict=True):
        kept: dict[str, Any] = {"points": "" if before.points is None else str(before.points)}
        if before.not_arisen:
            kept = {"not_arisen": True}
        elif before.inputs and before.points is not None:
            kept = {"inputs": before.inputs}
        rows.append(
            {
                "member": mark.sheet.membership_id,
                "criterion": mark.criterion_id,
                "reason": before.reason,
                **kept,
            }
        )
    return rows
