"""Final marks: copied from the verified ones when the final ranking is published."""

from typing import Any

from django.utils import timezone

from clusters.cycles.models import MemberGroup
from clusters.scoring import history
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.services import totals
from clusters.scoring.services.sheets import open_sheets
from clusters.scoring.states import SHEET
from emulation.audit.services import record
from emulation.core.bulk import update_objects
from emulation.core.errors import Refused, RefusedRows, gettext_noop

COPIED = [
    "points",
    "not_arisen",
    "inputs",
    "explanation",
    "reason",
    "evidence",
    "given_by",
    "given_at",
    "version",
]


def _locked_sheets(group: MemberGroup) -> list[Sheet]:
    return list(
        Sheet.objects.of_group(group)
        .filter(membership__until__isnull=True)
        .order_by("pk")
        .select_for_update(of=("self",))
    )


def make_final(*, group: MemberGroup, actor: Any) -> int:
    """Copy verified marks to final ones for a group the caller has locked; returns how many sheets.

    A final mark that was corrected after the verified one was given stays as it is. Refuses, unit by unit,
    while a sheet is not confirmed as verified; that of a member who never began is not.
    """
    members = group.memberships.filter(until__isnull=True)
    open_sheets(members.filter(sheet__isnull=True))
    sheets = _locked_sheets(group)
    waiting = [
        Refused(SHEET.states[sheet.state].label, place=sheet.membership.unit.name)
        for sheet in sheets
        if sheet.state != "verified"
    ]
    if not sheets:
        raise Refused(gettext_noop("The group has no members."))
    if waiting:
        raise RefusedRows(
            gettext_noop("%(count)s sheets are not confirmed as verified."), waiting, count=len(waiting)
        )
    marks = Mark.objects.by_tables_in_force().filter(sheet__in=sheets)
    final = {(mark.sheet_id, mark.criterion_id): mark for mark in marks.filter(source=Source.FINAL)}
    now = timezone.now()
    new, changed = [], []
    for verified in marks.filter(source=Source.VERIFIED):
        mark = final.get((verified.sheet_id, verified.criterion_id))
        if mark is None:
            mark = Mark(
                sheet_id=verified.sheet_id, criterion_id=verified.criterion_id, source=Source.FINAL, version=0
            )
            new.append(mark)
        elif mark.given_at < verified.given_at:
            changed.append(mark)
        else:
            continue
        mark.points, mark.inputs, mark.explanation = verified.points, verified.inputs, verified.explanation
        mark.not_arisen = verified.not_arisen
        mark.reason, mark.evidence = verified.reason, verified.evidence
        mark.given_by, mark.given_at, mark.version = actor, now, mark.version + 1
    Mark.objects.bulk_create(new, batch_size=1000)
    update_objects(changed, COPIED)
    totals.recompute(sheet.pk for sheet in sheets)
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(
        state=SHEET.target("finalise", current="verified")
    )
    data = {"count": len(sheets), "group": group.name}
    record(history.SHEETS_FINAL, group.cycle, chain=group.cycle.chain, actor=actor, data=data)
    return len(sheets)


def withdraw_final(*, group: MemberGroup, actor: Any, reason: str) -> int:
    """Give the sheets of a locked group back to verification; their final marks stay as a record."""
    sheets = [sheet for sheet in _locked_sheets(group) if sheet.state == "final"]
    target = SHEET.target("withdraw-final", current="final", reason=reason)
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(state=target)
    data = {"count": len(sheets), "group": group.name}
    record(
        history.SHEETS_NOT_FINAL, group.cycle, chain=group.cycle.chain, actor=actor, data=data, reason=reason
    )
    return len(sheets)
