"""Who fills which sections of a sheet besides those who act for the unit."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.db.models import Exists, Q
from django.utils import timezone

from clusters.cycles.guests import register_guest
from clusters.cycles.models import Cycle, Membership
from clusters.cycles.parts import own_units, parts_in
from clusters.cycles.permissions import HIDDEN
from clusters.scoring.models import SectionEditor
from emulation.core.errors import gettext_noop
from emulation.core.permissions import Allowed, Answer, Denied, policy


class Table(Protocol):
    """The lines of a table by their keys, and for each the lines it belongs to."""

    @property
    def by_pk(self) -> Mapping[int, Any]: ...
    @property
    def above(self) -> Mapping[int, tuple[int, ...]]: ...


_NONE: frozenset[str] = frozenset()


def in_office(rows: Any = None, day: dt.date | None = None) -> Any:
    """Keep the section editors of a day (today)."""
    day = day or timezone.localdate()
    rows = SectionEditor.objects.all() if rows is None else rows
    return rows.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


def fills_anything(user: int, day: dt.date) -> Exists:
    """Whether a person fills any section of any sheet on a day, to be read along with something else."""
    return Exists(in_office(day=day).filter(user=user).order_by())


def keep_none(user: Any) -> None:
    """Keep on the user that no section is filled, where that was read along."""
    user._sections = {}  # noqa: SLF001


def sections_of_editor(user: Any, membership: Membership) -> frozenset[str]:
    """Return the codes of the lines the person fills on a member's sheet today.

    One query for all sheets of the person, kept on the user for the rest of the request.
    """
    kept: dict[int, frozenset[str]] | None = getattr(user, "_sections", None)
    if kept is None:
        found: dict[int, set[str]] = defaultdict(set)
        rows = in_office().filter(user=user.pk).order_by().values_list("membership_id", "section")
        for member, section in rows:
            found[member].add(section)
        kept = {member: frozenset(sections) for member, sections in found.items()}
        user._sections = kept  # noqa: SLF001
    return kept.get(membership.pk, _NONE)


def is_of_unit(user: Any, membership: Membership) -> bool:
    """Tell whether the person acts for the member's unit or fills a section of its sheet."""
    return membership.unit_id in own_units(user) or bool(sections_of_editor(user, membership))


def may_edit(table: Table, sections: frozenset[str], leaf: int) -> bool:
    """Tell whether a line belongs to one of the sections: it is one, or stands below one."""
    if not sections:
        return False
    return any(table.by_pk[key].code in sections for key in (leaf, *table.above[leaf]))


@policy("scoring.appoint-editors")
def appoint(user: Any, membership: Membership) -> Answer:
    """Say who fills which sections: those who act for the unit."""
    if membership.unit_id in own_units(user):
        return Allowed()
    if not parts_in(membership.cycle, user).sees:
        return HIDDEN
    return Denied(gettext_noop("Only those who act for the unit say who fills its sheet."))


@register_guest
def edited_years(user: Any, cycles: Iterable[Cycle] | None) -> Any:
    """The years in which the person fills a section of a sheet."""
    rows = in_office().filter(user=user.pk)
    if cycles is not None:
        rows = rows.filter(membership__cycle__in=cycles)
    return rows.order_by().values_list("membership__cycle_id", flat=True)
