"""Scoring a group by a corrected table in the middle of the year."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from clusters.criteria.models import CriteriaBinding, CriteriaTable
from clusters.criteria.services import freeze_locked
from clusters.cycles.models import MemberGroup
from clusters.scoring import history
from clusters.scoring.adoption import Plan, preview_adoption, what_opens
from clusters.scoring.models import Comment, Evidence, Mark, SectionEditor, Sheet
from clusters.scoring.services.sheets import open_sheets
from clusters.scoring.services.totals import recompute
from clusters.scoring.states import SHEET
from emulation.audit.services import record
from emulation.core.errors import Conflict, Refused, RefusedRows, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require

COPIED = (
    "source", "points", "not_arisen", "inputs", "explanation", "reason", "evidence", "version",
    "given_by_id", "given_for_id", "given_at",
)  # fmt: skip
BATCH = 1000


@dataclass(frozen=True)
class Adoption:
    """What was done: the plan, how many marks were copied, and the sheets that changed their state."""

    plan: Plan
    carried: int
    returned: tuple[Sheet, ...]
    reopened: tuple[Sheet, ...]


def _refuse_published(group: MemberGroup) -> None:
    """Refuse while a ranking of the group is in force: its totals would no longer be those of the marks."""
    if group.publications.filter(withdrawn_at__isnull=True).exists():
        raise Refused(
            gettext_noop("A ranking of this group is published: withdraw it before its table is corrected.")
        )


def _refuse_final(sheets: list[Sheet]) -> None:
    final = [
        Refused(SHEET.states[sheet.state].label, place=sheet.membership.unit.name)
        for sheet in sheets
        if sheet.state == "final"
    ]
    if final:
        raise RefusedRows(
            gettext_noop("%(count)s sheets are final: their table is no longer corrected."),
            final,
            count=len(final),
        )


def _locked_sheets(group: MemberGroup) -> list[Sheet]:
    """Make the sheets that are missing, so that a first mark cannot pass by, and lock all by their keys."""
    open_sheets(group.memberships.filter(until__isnull=True, sheet__isnull=True))
    sheets = Sheet.objects.filter(membership__group=group).select_related("membership__unit").order_by("pk")
    return list(sheets.select_for_update(of=("self",)))


def _until(until: dt.date | None, back: list[Sheet]) -> dt.date | None:
    if not back:
        return None
    if until is None:
        raise Refused(
            gettext_noop("%(count)s sheets go back to their units: say by when they are to be sent again."),
            field="until",
            count=len(back),
        )
    if until < timezone.localdate():
        raise Refused(gettext_noop("This day has passed."), field="until")
    return until


def _carry(plan: Plan) -> int:
    """Copy the marks that carry over to their new lines; the old ones stay as a record."""
    marks = Mark.objects.filter(sheet__membership__group=plan.group, criterion__in=plan.carried)
    if plan.arisen_anew:
        marks = marks.filter(not_arisen=False)
    batch: list[Mark] = []
    count = 0
    for row in marks.order_by("pk").iterator(chunk_size=BATCH):
        values = {name: getattr(row, name) for name in COPIED}
        batch.append(Mark(sheet_id=row.sheet_id, criterion_id=plan.carried[row.criterion_id], **values))
        count += row.points is not None or row.not_arisen
        if len(batch) == BATCH:
            Mark.objects.bulk_create(batch)
            batch = []
    Mark.objects.bulk_create(batch)
    return count


def _move(rows: QuerySet[Any], moved: Mapping[int, int]) -> None:
    """Let rows that belong to a line follow it, in one statement."""
    if moved:
        cases = [When(criterion=old, then=Value(new)) for old, new in moved.items()]
        target = Case(*cases, output_field=models.BigIntegerField())
        rows.filter(criterion__in=moved).update(criterion_id=target)


def _rename(rows: QuerySet[Any], renamed: Mapping[str, str]) -> None:
    """Follow changed codes of sections; two codes may change places, so all step aside first."""
    found = [(row, renamed[row.section]) for row in rows.filter(section__in=renamed)]
    for row, _code in found:
        row.section = f"~{row.pk}"
        row.save(update_fields=["section"])
    for row, code in found:
        row.section = code
        row.save(update_fields=["section"])


def _change_states(back: list[Sheet], reopened: list[Sheet], reason: str, until: dt.date | None) -> None:
    for sheet in back:
        sheet.state = SHEET.target("correct-table", current=sheet.state, reason=reason)
        sheet.return_reason, sheet.return_until = reason.strip(), until
    for sheet in reopened:
        sheet.state = SHEET.target("reopen", current=sheet.state, reason=reason)
    Sheet.objects.bulk_update([*back, *reopened], ["state", "return_reason", "return_until"], batch_size=200)


def _log_data(adoption: Adoption) -> dict[str, Any]:
    plan = adoption.plan
    return {
        "group": plan.group.name,
        "table": plan.new.code,
        "before": plan.old.version,
        "after": plan.new.version,
        "marks": adoption.carried,
        "lost": plan.lost_marks,
        "lines": len(plan.open_lines),
        "returned": len(adoption.returned),
        "reopened": len(adoption.reopened),
        "mapping": [
            [
                fate.pair.old.code if fate.pair.old else "",
                fate.pair.new.code if fate.pair.new else "",
                fate.verdict,
            ]
            for fate in plan.fates
        ],
    }


@transaction.atomic
def adopt(
    *, group: MemberGroup, table: CriteriaTable, actor: Any, reason: str, until: dt.date | None = None
) -> Adoption:
    """Score a group by a later version of its table: marks of unchanged lines carry over, the rest is given again.

    Locks the group, all its sheets in the order of their keys, the table. The version is frozen. Sheets that
    now miss something go back to their units with the reason and a day (`until`), confirmed ones that only a
    named body has to complete are open for verification again. Evidence and comments follow their lines; the old
    marks stay on the old lines. Refuses without a reason, while a ranking is in force or a sheet is final.
    """
    require(actor, "criteria.manage", table)
    group = locked(group, "cycle__cluster")
    if not reason.strip():
        raise Refused(gettext_noop("Give a reason."), field="reason")
    _refuse_published(group)
    sheets = _locked_sheets(group)
    _refuse_final(sheets)
    table = locked(table)
    plan = preview_adoption(group, table)
    back, reopened = what_opens(plan, sheets)
    until = _until(until, back)
    freeze_locked(table, actor)
    changed = CriteriaBinding.objects.filter(group=group, table=plan.old).update(
        table=table, bound_on=timezone.localdate()
    )
    if not changed:
        raise Conflict(gettext_noop("The group got another table meanwhile."))
    carried = _carry(plan)
    for rows in (Evidence.objects.all(), Comment.objects.all()):
        _move(rows.filter(sheet__in=sheets), plan.continued)
    _rename(SectionEditor.objects.filter(membership__group=group), plan.renamed)
    _rename(group.tie_rules.all(), plan.renamed)
    _change_states(back, reopened, reason, until)
    recompute(sheet.pk for sheet in sheets)
    adoption = Adoption(plan, carried, tuple(back), tuple(reopened))
    record(
        history.TABLE_ADOPTED,
        group.cycle,
        chain=group.cycle.chain,
        actor=actor,
        data=_log_data(adoption),
        reason=reason,
    )
    return adoption
