"""Who fills which sections of a unit's sheet: given and ended by those who act for the unit."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clusters.criteria.models import Criterion
from clusters.cycles.models import Membership
from clusters.cycles.parts import own_units, parts_in
from clusters.scoring import history
from clusters.scoring.models import SectionEditor
from emulation.audit.services import record
from emulation.core.dates import date_text
from emulation.core.errors import Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require


def _membership(membership: Membership) -> Membership:
    return locked(membership, "unit", "cycle__cluster", "group__binding__table")


def _check_person(member: Membership, user: Any) -> None:
    if not user.is_active:
        raise Refused(gettext_noop("This person's account is closed."), field="person")
    if member.unit_id in own_units(user):
        raise Refused(gettext_noop("This person acts for the unit and fills every section."), field="person")
    if parts_in(member.cycle, user).runs:
        raise Refused(
            gettext_noop("This person verifies the sheets of the year and cannot fill one of them."),
            field="person",
        )


def _check_sections(member: Membership, sections: Sequence[str]) -> None:
    binding = getattr(member.group, "binding", None)
    if binding is None:
        raise Refused(
            gettext_noop("No criteria table is bound to the group “%(group)s”."), group=member.group
        )
    known = set(
        Criterion.objects.filter(table=binding.table_id, code__in=sections).values_list("code", flat=True)
    )
    if not sections:
        raise Refused(gettext_noop("Choose at least one section."), field="sections")
    for code in sections:
        if code not in known:
            raise Refused(
                gettext_noop("The criterion “%(code)s” is not in the table of this group."),
                field="sections",
                code=code,
            )


@transaction.atomic
def set_editors(
    *,
    membership: Membership,
    user: Any,
    sections: Sequence[str],
    since: dt.date,
    until: dt.date | None,
    actor: Any,
) -> list[SectionEditor]:
    """Let a person fill sections of a member's sheet from a day to a day; returns the rows that changed.

    Locks the membership. A section the person fills already gets the new days; nothing is logged where
    nothing changes. Refuses people who act for the unit (they fill all), who run the year (they verify),
    whose account is closed, lines that are not in the table, and days out of order.
    """
    member = _membership(membership)
    require(actor, "scoring.appoint-editors", member)
    _check_person(member, user)
    _check_sections(member, sections)
    today = timezone.localdate()
    if until is not None and until < since:
        raise Refused(gettext_noop("The last day comes before the first."), field="until")
    if until is not None and until < today:
        raise Refused(gettext_noop("The last day is over."), field="until")
    rows = SectionEditor.objects.filter(membership=member, user=user, section__in=sections)
    held = {row.section: row for row in rows.filter(Q(until__isnull=True) | Q(until__gte=today))}
    changed = []
    for code in dict.fromkeys(sections):
        row = held.get(code)
        if row is None:
            row = SectionEditor.objects.create(
                membership=member, user=user, section=code, since=since, until=until
            )
        else:
            # What has begun keeps its first day.
            begins = row.since if row.since <= today else since
            if (row.since, row.until) == (begins, until):
                continue
            row.since, row.until = begins, until
            row.save(update_fields=["since", "until"])
        changed.append(row)
    if changed:
        _log(history.EDITORS_SET, member, changed, actor)
    return changed


@transaction.atomic
def end_editor(*, editor: SectionEditor, actor: Any) -> None:
    """End at once what a person fills; locks the membership. What began today leaves no row but that of the log."""
    member = _membership(editor.membership)
    require(actor, "scoring.appoint-editors", member)
    row = SectionEditor.objects.filter(pk=editor.pk, membership=member).first()
    today = timezone.localdate()
    if row is None or (row.until is not None and row.until < today):
        raise Refused(gettext_noop("This person does not fill the section any more."))
    yesterday = today - dt.timedelta(days=1)
    if row.since > yesterday:
        row.delete()
    else:
        row.until = yesterday
        row.save(update_fields=["until"])
    _log(history.EDITOR_ENDED, member, [row], actor)


def _log(verb: str, member: Membership, rows: Sequence[SectionEditor], actor: Any) -> None:
    """Names of people are no part of what is chained; the public id says who."""
    data = {
        "unit": member.unit.name,
        "sections": ", ".join(row.section for row in rows),
        "person": str(rows[0].user.public_id),
        "since": date_text(rows[0].since),
        "until": date_text(rows[0].until),
    }
    record(verb, member, chain=member.cycle.chain, actor=actor, data=data)
