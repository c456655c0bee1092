"""Every change of the movements of a year and of their results. Each locks the year."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from clusters.cycles.changes import differences, fingerprint, refuse_stale
from clusters.cycles.models import Cycle
from clusters.movements import history
from clusters.movements.content import (
    MovementContent,
    ResultLine,
    content_of,
    other_results,
    results_data,
)
from clusters.movements.models import Movement, Result
from emulation.audit.services import record
from emulation.core.errors import Conflict, Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require

FIELDS = ("name", "kind", "launched_by", "aim", "starts_on", "ends_on")


def _write_results(cycle: Cycle, movement: Movement | None, lines: list[ResultLine]) -> None:
    cycle.results.filter(movement=movement).delete()
    Result.objects.bulk_create(
        Result(
            cycle=cycle,
            movement=movement,
            position=number,
            unit=line.unit,
            by=line.by,
            content=line.content,
            amount=line.amount,
            measure=line.measure,
            at_least=line.at_least,
        )
        for number, line in enumerate(lines, start=1)
    )


def _check(cycle: Cycle, content: MovementContent, movement: Movement | None = None) -> None:
    if not content.name.strip():
        raise Refused(gettext_noop("Name the movement."), field="name")
    if content.starts_on and content.ends_on and content.ends_on < content.starts_on:
        raise Refused(gettext_noop("The movement ends before it starts."), field="ends_on")
    others = cycle.movements.filter(name=content.name)
    if movement:
        others = others.exclude(pk=movement.pk)
    if others.exists():
        raise Refused(gettext_noop("The year has a movement of this name already."), field="name")


@transaction.atomic
def add_movement(*, cycle: Cycle, actor: Any, content: MovementContent) -> Movement:
    """Add a movement with its results at the end of the year's list. Refuses a name that is there already."""
    cycle = locked(cycle, "cluster")
    require(actor, "movements.edit", cycle)
    _check(cycle, content)
    last = cycle.movements.aggregate(last=Max("position"))["last"] or 0
    values = {name: getattr(content, name) for name in FIELDS}
    movement = Movement.objects.create(cycle=cycle, position=last + 1, **values)
    _write_results(cycle, movement, content.results)
    record(history.ADDED, movement, chain=cycle.chain, actor=actor, data=content.as_data())
    return movement


def _fresh(movement: Movement) -> tuple[Cycle, Movement]:
    cycle = locked(movement.cycle, "cluster")
    return cycle, locked(movement)


@transaction.atomic
def save_movement(*, movement: Movement, actor: Any, seen: str, content: MovementContent) -> Movement:
    """Write a movement and its results. `seen` is the fingerprint of what the page showed: stale is refused."""
    cycle, movement = _fresh(movement)
    require(actor, "movements.edit", cycle)
    before = content_of(movement)
    refuse_stale(seen=seen, current=before.as_data())
    _check(cycle, content, movement)
    if before == content:
        return movement
    for name in FIELDS:
        setattr(movement, name, getattr(content, name))
    movement.save(update_fields=list(FIELDS))
    if before.results != content.results:
        _write_results(cycle, movement, content.results)
    data = {**differences(before.as_data(), content.as_data()), "name": content.name}
    record(history.CHANGED, movement, chain=cycle.chain, actor=actor, data=data)
    return movement


@transaction.atomic
def remove_movement(*, movement: Movement, actor: Any, reason: str) -> None:
    """Remove a movement that was entered by mistake, with its results. Needs a reason; the log keeps both."""
    cycle = locked(movement.cycle, "cluster")
    require(actor, "movements.edit", cycle)
    row = Movement.objects.select_for_update().filter(pk=movement.pk).first()
    if row is None:
        raise Conflict(gettext_noop("The movement has been removed already."))
    if not reason.strip():
        raise Refused(gettext_noop("Give a reason."), field="reason")
    record(
        history.REMOVED,
        row,
        chain=cycle.chain,
        actor=actor,
        data=content_of(row).as_data(),
        reason=reason,
    )
    row.delete()


@transaction.atomic
def save_other_results(*, cycle: Cycle, actor: Any, seen: str, lines: list[ResultLine]) -> None:
    """Write the results of a year that belong to no movement. Refuses a stale page."""
    cycle = locked(cycle, "cluster")
    require(actor, "movements.edit", cycle)
    before = results_data(other_results(cycle))
    refuse_stale(seen=seen, current={"results": before})
    after = results_data(lines)
    if before == after:
        return
    _write_results(cycle, None, lines)
    data = differences({"results": before}, {"results": after})
    record(history.RESULTS, cycle, chain=cycle.chain, actor=actor, data=data)


def seen_results(cycle: Cycle) -> str:
    """Return the fingerprint a page of other results sends back."""
    return fingerprint({"results": results_data(other_results(cycle))})
