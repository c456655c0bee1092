"""Opening, sending, returning and confirming sheets."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.criteria.compiled import compiled
from clusters.cycles.models import MemberGroup, Membership
from clusters.cycles.parts import own_units
from clusters.scoring import history
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.reading import bound_table
from clusters.scoring.services import totals
from clusters.scoring.states import SHEET
from emulation.audit.services import record
from emulation.core.dates import date_text
from emulation.core.errors import Refused, RefusedRows, gettext_noop
from emulation.core.locking import locked
from emulation.core.numbers import ZERO, points_text
from emulation.core.permissions import require


def open_sheets(memberships: Iterable[Membership]) -> int:
    """Make the sheets of members that have none; safe by two people at once."""
    missing = [Sheet(membership=member) for member in memberships]
    Sheet.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def what_is_missing(sheet: Sheet, source: str) -> list[Refused]:
    """List, line by line, what keeps a sheet from being sent or confirmed: no points, or no reason.

    Every criterion is answered (a bonus that nobody claims with 0); judged ones below the standard points,
    and verified points other than the unit's own, need a reason.
    """
    table = compiled(bound_table(sheet))
    rows = (
        Mark.objects.filter(sheet=sheet, source__in={source, Source.SELF})
        if sheet.pk
        else Mark.objects.none()
    )
    marks = {(mark.source, mark.criterion_id): mark for mark in rows.order_by()}
    found = []
    for line in table.asked(source):
        mark = marks.get((source, line.pk))
        own = marks.get((Source.SELF, line.pk)) if source == Source.VERIFIED else None
        problem = missing_of(mark, line.maximum, judged=line.rule.judged, own=own)
        if problem:
            found.append(Refused(problem, place=f"{line.code} {line.name}"))
    return found


def missing_of(mark: Mark | None, maximum: Decimal, *, judged: bool, own: Mark | None = None) -> str:
    """Say what one line misses (a msgid), empty when nothing; `own` is the unit's mark a verified one judges."""
    if mark is None or not mark.is_answered:
        return gettext_noop("No points are given.")
    if mark.reason.strip():
        return ""
    if judged and mark.points is not None and mark.points < maximum:
        return gettext_noop("Points below the standard need a reason.")
    if own is not None and own.is_answered and (own.points, own.not_arisen) != (mark.points, mark.not_arisen):
        return gettext_noop("Points other than the unit's own need a reason.")
    return ""


def total_of(sheet: Sheet, source: str) -> Decimal:
    """Return the exact total of one source, as it is stored."""
    found = totals.stored([sheet.pk]).get((sheet.pk, source))
    return found.points if found else ZERO


def _sheet(sheet: Sheet) -> Sheet:
    """Lock the sheet, then read its table: a corrected one may have been adopted while the lock was waited for."""
    fresh = locked(sheet, "membership__unit", "membership__cycle__cluster")
    groups = MemberGroup.objects.select_related("binding__table")
    fresh.membership.group = groups.get(pk=fresh.membership.group_id)
    return fresh


def _log(
    verb: str, sheet: Sheet, actor: Any, *, source: str = "", reason: str = "", behalf: str = "", **more: str
) -> None:
    data = {"unit": sheet.membership.unit.name, "state": sheet.state, **more}
    if source:
        data["total"] = points_text(total_of(sheet, source))
    record(
        verb,
        sheet,
        chain=sheet.membership.cycle.chain,
        actor=actor,
        data=data,
        reason=reason,
        on_behalf_of=behalf,
    )


@transaction.atomic
def submit_sheet(*, sheet: Sheet, actor: Any, note: str = "") -> Sheet:
    """Send a sheet; it locks. Locks the row; refuses, line by line, while points or reasons are missing."""
    sheet = _sheet(sheet)
    require(actor, "scoring.submit", sheet)
    state = SHEET.target("submit", current=sheet.state)
    missing = what_is_missing(sheet, Source.SELF)
    if missing:
        raise RefusedRows(
            gettext_noop("The sheet is not complete: %(count)s lines are missing something."),
            missing,
            count=len(missing),
        )
    sheet.state, sheet.submitted_at = state, timezone.now()
    sheet.return_reason, sheet.return_until = "", None
    sheet.save(update_fields=["state", "submitted_at", "return_reason", "return_until"])
    behalf = "" if sheet.membership.unit_id in own_units(actor) else str(sheet.membership.unit)
    _log(history.SHEET_SUBMITTED, sheet, actor, source=Source.SELF, reason=note, behalf=behalf)
    return sheet


@transaction.atomic
def return_sheet(*, sheet: Sheet, actor: Any, reason: str, until: dt.date | None) -> Sheet:
    """Give a sent sheet back to its unit, with a reason and a day to send it again by. Locks the row.

    Both are needed; the day is today or later.
    """
    sheet = _sheet(sheet)
    require(actor, "scoring.return", sheet)
    sheet.state = SHEET.target("return", current=sheet.state, reason=reason)
    if until is None:
        raise Refused(gettext_noop("Say by which day the sheet is to be sent again."), field="until")
    if until < timezone.localdate():
        raise Refused(gettext_noop("The day to send it again by is over."), field="until")
    sheet.return_reason, sheet.return_until = reason.strip(), until
    sheet.save(update_fields=["state", "return_reason", "return_until"])
    _log(history.SHEET_RETURNED, sheet, actor, reason=reason, until=date_text(until))
    return sheet


@transaction.atomic
def confirm_verified(*, sheet: Sheet, actor: Any) -> Sheet:
    """Confirm all verified marks of a sheet. Locks the row; refuses while points or reasons are missing."""
    sheet = _sheet(sheet)
    require(actor, "scoring.verify", sheet)
    state = SHEET.target("verify", current=sheet.state)
    missing = what_is_missing(sheet, Source.VERIFIED)
    if missing:
        raise RefusedRows(
            gettext_noop("The verification is not complete: %(count)s lines are missing something."),
            missing,
            count=len(missing),
        )
    sheet.state = state
    sheet.save(update_fields=["state"])
    _log(history.SHEET_VERIFIED, sheet, actor, source=Source.VERIFIED)
    return sheet


@transaction.atomic
def reopen_verification(*, sheet: Sheet, actor: Any, reason: str) -> Sheet:
    """Open a confirmed verification again, with a reason. Locks the row."""
    sheet = _sheet(sheet)
    require(actor, "scoring.verify", sheet)
    sheet.state = SHEET.target("reopen", current=sheet.state, reason=reason)
    sheet.save(update_fields=["state"])
    _log(history.SHEET_REOPENED, sheet, actor, reason=reason)
    return sheet
