"""Every change of the nominations of a year. Each locks the year first."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from awards.catalogue.models import Award, Subject
from awards.nominations import history
from awards.nominations.models import Nomination, Origin
from awards.nominations.states import NOMINATION
from clusters.cycles.changes import differences, refuse_stale
from clusters.cycles.models import Cycle
from clusters.organisation.models import Unit
from emulation.audit.services import record
from emulation.core.errors import Conflict, Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require

LONGEST_REASON = 300


@dataclass(frozen=True)
class Grounds:
    """What a nomination rests on."""

    origin: str = Origin.UNKNOWN
    votes_for: int | None = None
    votes_of: int | None = None
    note: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return plain values for the log and for comparing."""
        return {**asdict(self), "origin": str(self.origin)}


def grounds_of(nomination: Nomination) -> Grounds:
    """Read what a stored nomination rests on."""
    return Grounds(nomination.origin, nomination.votes_for, nomination.votes_of, nomination.note)


def _check(grounds: Grounds) -> None:
    if grounds.origin not in Origin.values:
        raise Refused(gettext_noop("Say what the nomination rests on."), field="origin")
    if (grounds.votes_for is None) != (grounds.votes_of is None):
        raise Refused(gettext_noop("Give both counts: votes for, and of how many."), field="votes_of")
    if grounds.votes_for is None or grounds.votes_of is None:
        return
    if grounds.origin != Origin.BALLOT:
        raise Refused(gettext_noop("Only a ballot has counts of votes."), field="votes_for")
    if grounds.votes_for > grounds.votes_of:
        raise Refused(gettext_noop("There are more votes for than votes."), field="votes_for")


def _check_unit(cycle: Cycle, unit: Unit) -> None:
    membership = cycle.memberships.filter(unit=unit).first()
    if membership is None:
        raise Refused(gettext_noop("%(unit)s is not a member of this year."), field="unit", unit=unit.name)
    if membership.until is not None and membership.until < cycle.ends_on:
        raise Refused(gettext_noop("%(unit)s left the cluster in this year."), field="unit", unit=unit.name)
    if not membership.stands:
        raise Refused(
            gettext_noop("%(unit)s does not stand for awards this year."), field="unit", unit=unit.name
        )


def _check_award(cycle: Cycle, award: Award) -> None:
    if award.subject == Subject.INDIVIDUAL:
        raise Refused(gettext_noop("This award is for individuals, not for units."), field="award")
    begins_late = award.valid_from is not None and award.valid_from > cycle.ends_on
    ended_before = award.valid_to is not None and award.valid_to < cycle.starts_on
    if begins_late or ended_before:
        raise Refused(gettext_noop("This award was not given in %(year)s."), field="award", year=cycle.year)


def _names(nomination: Nomination) -> dict[str, Any]:
    return {"unit": nomination.unit.name, "award": nomination.award.name}


@transaction.atomic
def nominate(
    *, cycle: Cycle, unit: Unit, award: Award, actor: Any, grounds: Grounds | None = None
) -> Nomination:
    """Propose a member for an award, at the end of the list.

    Refuses a unit that is no member or does not stand, an award that is not for units or not of that time,
    and a second nomination of the unit for the same award (a withdrawn one is proposed again instead).
    """
    cycle = locked(cycle, "cluster")
    require(actor, "nominations.manage", cycle)
    grounds = grounds or Grounds()
    _check_unit(cycle, unit)
    _check_award(cycle, award)
    _check(grounds)
    if cycle.nominations.filter(unit=unit, award=award).exists():
        raise Conflict(gettext_noop("The unit is nominated for this award already."))
    nomination = Nomination.objects.create(
        cycle=cycle, unit=unit, award=award, position=cycle.nominations.count() + 1, **asdict(grounds)
    )
    data = {**grounds.as_data(), **_names(nomination)}
    record(history.PROPOSED, nomination, chain=cycle.chain, actor=actor, data=data)
    return nomination


def _fresh(nomination: Nomination, actor: Any) -> tuple[Cycle, Nomination]:
    cycle = locked(nomination.cycle, "cluster")
    fresh = locked(nomination, "unit", "award", "cycle__cluster")
    require(actor, "nominations.manage", cycle)
    return cycle, fresh


@transaction.atomic
def change_grounds(*, nomination: Nomination, actor: Any, seen: str, grounds: Grounds) -> Nomination:
    """Correct what a nomination rests on while it is proposed. Refuses a stale page."""
    cycle, nomination = _fresh(nomination, actor)
    before = grounds_of(nomination)
    refuse_stale(seen=seen, current=before.as_data())
    if nomination.state != "proposed":
        raise Conflict(gettext_noop("Only a nomination that is still proposed can be changed."))
    _check(grounds)
    if before == grounds:
        return nomination
    for name, value in asdict(grounds).items():
        setattr(nomination, name, value)
    nomination.save(update_fields=["origin", "votes_for", "votes_of", "note"])
    data = {**differences(before.as_data(), grounds.as_data()), **_names(nomination)}
    record(history.CHANGED, nomination, chain=cycle.chain, actor=actor, data=data)
    return nomination


@transaction.atomic
def move_nomination(*, nomination: Nomination, actor: Any, place: int) -> Nomination:
    """Put a nomination at a place of the list (1 is the first); the others close up."""
    cycle, nomination = _fresh(nomination, actor)
    rows = list(Nomination.objects.select_for_update().filter(cycle=cycle).order_by("position", "pk"))
    before = next(number for number, row in enumerate(rows, start=1) if row.pk == nomination.pk)
    if not 1 <= place <= len(rows):
        raise Refused(gettext_noop("The list has no place %(number)s."), field="place", number=place)
    if place == before:
        return nomination
    rows.insert(place - 1, rows.pop(before - 1))
    for number, row in enumerate(rows, start=1):
        row.position = number
    Nomination.objects.bulk_update(rows, ["position"])
    data = {"before": before, "after": place, **_names(nomination)}
    record(history.MOVED, nomination, chain=cycle.chain, actor=actor, data=data)
    return next(row for row in rows if row.pk == nomination.pk)


@transaction.atomic
def change_state(*, nomination: Nomination, move: str, actor: Any, reason: str = "") -> Nomination:
    """Send a nomination to the council, withdraw it, or propose it again (the last two need a reason).

    A unit that meanwhile does not stand any more is neither sent nor proposed again.
    """
    cycle, nomination = _fresh(nomination, actor)
    if move not in NOMINATION.moves:
        raise Refused(gettext_noop("There is no such step."))
    target = NOMINATION.target(move, current=nomination.state, reason=reason)
    if len(reason.strip()) > LONGEST_REASON:
        raise Refused(
            gettext_noop("A reason has at most %(most)s letters."), field="reason", most=LONGEST_REASON
        )
    if target != "withdrawn":
        _check_unit(cycle, nomination.unit)
    nomination.state = target
    nomination.withdrawal_reason = reason.strip() if target == "withdrawn" else ""
    nomination.save(update_fields=["state", "withdrawal_reason"])
    record(
        history.OF_MOVE[move],
        nomination,
        chain=cycle.chain,
        actor=actor,
        data=_names(nomination),
        reason=reason,
    )
    return nomination
