"""Who may see and run an emulation year."""

from typing import Any

from django.db.models import F, Q

from clusters.cycles.models import Cycle
from clusters.cycles.parts import own_units, parts_in
from clusters.organisation.models import Unit
from emulation.accounts.roles import is_standing_body, sees_everything
from emulation.core.errors import gettext_noop
from emulation.core.permissions import Allowed, Answer, Denied, policy

HIDDEN = Denied(gettext_noop("There is no such page for you."), hidden=True)
ONLY_RUNNERS = Denied(gettext_noop("Only the head, a deputy or the standing body may do this."))
ONLY_STANDING_BODY = Denied(gettext_noop("Only the standing body may do this."))


@policy("cycles.see")
def see(user: Any, cycle: Cycle) -> Answer:
    """Members, leaders of the year, and everyone with a role of the installation."""
    return Allowed() if parts_in(cycle, user).sees else HIDDEN


@policy("cycles.windows")
def windows(user: Any, cycle: Cycle) -> Answer:
    """Open and close phases: those who run the year."""
    return runs(user, cycle)


@policy("cycles.manage")
def manage(user: Any, _subject: Any = None) -> Answer:
    """Open years, decide members and leaders: the standing body."""
    return Allowed(gettext_noop("standing body")) if is_standing_body(user) else ONLY_STANDING_BODY


@policy("cycles.overview")
def overview(user: Any, _subject: Any = None) -> Answer:
    """All clusters of a year on one page: everyone with a role of the installation."""
    return Allowed() if sees_everything(user) else HIDDEN


def runs(user: Any, cycle: Cycle) -> Answer:
    """Allow those who run the year; hide the year from those who may not see it."""
    parts = parts_in(cycle, user)
    if not parts.sees:
        return HIDDEN
    if parts.heads:
        return Allowed(gettext_noop("head of the year"))
    if parts.deputises:
        return Allowed(gettext_noop("deputy head of the year"))
    return Allowed(gettext_noop("standing body")) if parts.standing_body else ONLY_RUNNERS


@policy("cycles.history")
def history(user: Any, cycle: Cycle) -> Answer:
    """Read the log of a year: those who run it, and everyone with a role of the installation."""
    parts = parts_in(cycle, user)
    if not parts.sees:
        return HIDDEN
    return Allowed() if parts.runs or parts.reads_all else ONLY_RUNNERS


@policy("units.list")
def list_units(user: Any, _subject: Any = None) -> Answer:
    """Read the register of units: everyone with a role of the installation."""
    return Allowed() if sees_everything(user) else HIDDEN


@policy("units.see")
def see_unit(user: Any, unit: Unit) -> Answer:
    """Read about a unit: who acts for it, who shares a year with it, and who sees everything."""
    if sees_everything(user) or unit.pk in own_units(user):
        return Allowed()
    shared = Cycle.objects.visible_to(user).filter(
        Q(memberships__unit=unit) | Q(cluster__leaderships__unit=unit, cluster__leaderships__year=F("year"))
    )
    return Allowed() if shared.exists() else HIDDEN
