"""Every change of a pledge. Each locks the year first, then the pledge."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.cycles.changes import CHANGED_MEANWHILE, differences
from clusters.cycles.models import Cycle, Leadership, LeadershipRole, MemberGroup, Membership
from clusters.organisation.models import Unit
from clusters.pledges import history
from clusters.pledges.content import PledgeContent, Signer, content_of
from clusters.pledges.models import (
    Pledge,
    PledgeState,
    PledgeTarget,
    PledgeTitle,
    Signatory,
    SignatoryRole,
)
from clusters.pledges.states import PLEDGE
from emulation.audit.services import record
from emulation.core.errors import Conflict, Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require


def _blocks(cycle: Cycle, group: MemberGroup | None) -> list[Signer]:
    """Propose the signature blocks: the head, then the other members in official order."""
    members = cycle.memberships.in_order().filter(until__isnull=True).select_related("unit", "group")
    heads = {
        leader.unit_id: leader
        for leader in Leadership.objects.of(cycle).filter(role=LeadershipRole.HEAD, unit__isnull=False)
    }
    chosen = [member.unit for member in members if group is None or member.group_id == group.pk]
    blocks = [
        Signer(
            unit,
            SignatoryRole.HEAD if unit.pk in heads else SignatoryRole.MEMBER,
            heads[unit.pk].person if unit.pk in heads else "",
            heads[unit.pk].office if unit.pk in heads else "",
        )
        for unit in chosen
    ]
    return sorted(blocks, key=lambda block: block.role != SignatoryRole.HEAD)


@transaction.atomic
def begin_pledge(*, cycle: Cycle, group: MemberGroup | None, actor: Any) -> Pledge:
    """Begin the draft of a year's (or of one group's) pledge, with a signature block per member.

    Refuses a second pledge of the same group, and a group's pledge beside one of the whole year.
    """
    cycle = locked(cycle, "cluster")
    require(actor, "pledges.edit", cycle)
    if group is not None and group.cycle_id != cycle.pk:
        raise Refused(gettext_noop("The group belongs to another year."), field="group")
    there = list(cycle.pledges.values_list("group_id", flat=True))
    wanted = group.pk if group else None
    if wanted in there:
        raise Conflict(gettext_noop("This pledge has been begun already."))
    if there and (wanted is None or None in there):
        raise Refused(gettext_noop("A year has either one pledge or one for each group, never both."))
    pledge = Pledge.objects.create(cycle=cycle, group=group)
    _write_signatories(pledge, _blocks(cycle, group))
    record(history.BEGUN, pledge, chain=cycle.chain, actor=actor)
    return pledge


def _write_targets(pledge: Pledge, content: PledgeContent) -> None:
    pledge.targets.all().delete()
    PledgeTarget.objects.bulk_create(
        PledgeTarget(
            pledge=pledge,
            position=number,
            content=line.content,
            quantity=line.quantity,
            measure=line.measure,
            note=line.note,
        )
        for number, line in enumerate(content.targets, start=1)
    )


def _write_titles(pledge: Pledge, content: PledgeContent) -> None:
    pledge.titles.all().delete()
    PledgeTitle.objects.bulk_create(
        PledgeTitle(pledge=pledge, position=number, unit=line.unit, title=line.title)
        for number, line in enumerate(content.titles, start=1)
    )


def _write_signatories(pledge: Pledge, lines: list[Signer]) -> None:
    pledge.signatories.all().delete()
    Signatory.objects.bulk_create(
        Signatory(
            pledge=pledge,
            position=number,
            role=line.role,
            unit=line.unit,
            person=line.person,
            office=line.office,
            authority=line.authority,
            signed_on=line.signed_on,
        )
        for number, line in enumerate(lines, start=1)
    )


def _check(pledge: Pledge, content: PledgeContent) -> None:
    members = set(
        Membership.objects.filter(cycle=pledge.cycle_id, until__isnull=True).values_list("unit_id", flat=True)
    )
    for line in content.titles:
        _refuse_stranger(members, line.unit)
    for block in content.signatories:
        if block.role == SignatoryRole.MEMBER:
            _refuse_stranger(members, block.unit)
    if any(line.quantity is not None and line.quantity < 0 for line in content.targets):
        raise Refused(gettext_noop("A quantity is never below zero."), field="targets")
    titles = [(line.unit.pk, line.title) for line in content.titles]
    if len(set(titles)) < len(titles):
        raise Refused(gettext_noop("A unit registers each title once."), field="titles")
    blocks = [(line.unit.pk, line.role) for line in content.signatories]
    if len(set(blocks)) < len(blocks):
        raise Refused(gettext_noop("A unit has one signature block."), field="signatories")
    if sum(block.role == SignatoryRole.HEAD for block in content.signatories) > 1:
        raise Refused(gettext_noop("One unit signs as head."), field="signatories")


def _refuse_stranger(members: set[int], unit: Unit) -> None:
    if unit.pk not in members:
        raise Refused(gettext_noop("%(unit)s is not a member of this year."), field="unit", unit=unit.name)


def _fresh(pledge: Pledge, version: int) -> Pledge:
    """Lock the year and the pledge; refuse a page that showed an older version."""
    locked(pledge.cycle)
    pledge = locked(pledge, "cycle__cluster", "group")
    if version != pledge.version:
        raise Conflict(CHANGED_MEANWHILE, current=pledge)
    return pledge


@transaction.atomic
def save_pledge(*, pledge: Pledge, actor: Any, version: int, content: PledgeContent) -> Pledge:
    """Write what stands in a draft. Refuses a stale page, a signed pledge and units that are no members.

    The one writer of targets, titles and signature blocks on screen. Saving what stands there already
    changes nothing and logs nothing.
    """
    pledge = _fresh(pledge, version)
    require(actor, "pledges.edit", pledge.cycle)
    if pledge.state != PledgeState.DRAFT:
        raise Conflict(gettext_noop("The pledge is signed and no longer changes."), current=pledge)
    _check(pledge, content)
    before = content_of(pledge)
    if before == content:
        return pledge
    pledge.theme, pledge.goals = content.theme, content.goals
    pledge.commitment, pledge.place = content.commitment, content.place
    pledge.version += 1
    pledge.save(update_fields=["theme", "goals", "commitment", "place", "version"])
    if before.targets != content.targets:
        _write_targets(pledge, content)
    if before.titles != content.titles:
        _write_titles(pledge, content)
    if before.signatories != content.signatories:
        _write_signatories(pledge, content.signatories)
    data = differences(before.as_data(), content.as_data())
    record(history.SAVED, pledge, chain=pledge.cycle.chain, actor=actor, data=data)
    return pledge


@transaction.atomic
def sign_pledge(*, pledge: Pledge, actor: Any, version: int, signed_on: dt.date) -> Pledge:
    """Record that a pledge was signed on a day; from then on it no longer changes.

    Blocks without a day of their own get this day. Refuses a day to come, and a pledge that nobody signs.
    """
    pledge = _fresh(pledge, version)
    require(actor, "pledges.edit", pledge.cycle)
    target = PLEDGE.target("sign", current=pledge.state)
    if signed_on > timezone.localdate():
        raise Refused(gettext_noop("The day of the signing is still to come."), field="signed_on")
    if not pledge.signatories.exists():
        raise Refused(gettext_noop("The pledge has no signatories yet."))
    pledge.state, pledge.signed_on = target, signed_on
    pledge.version += 1
    pledge.save(update_fields=["state", "signed_on", "version"])
    pledge.signatories.filter(signed_on__isnull=True).update(signed_on=signed_on)
    data = {"signed_on": f"{signed_on:%d/%m/%Y}"}
    record(history.SIGNED, pledge, chain=pledge.cycle.chain, actor=actor, data=data)
    return pledge


@transaction.atomic
def reopen_pledge(*, pledge: Pledge, actor: Any, version: int, reason: str) -> Pledge:
    """Turn a signed pledge back into a draft, with a reason. The days of the signatures are kept."""
    pledge = _fresh(pledge, version)
    require(actor, "pledges.reopen", pledge.cycle)
    target = PLEDGE.target("reopen", current=pledge.state, reason=reason)
    before = pledge.signed_on
    pledge.state, pledge.signed_on = target, None
    pledge.version += 1
    pledge.save(update_fields=["state", "signed_on", "version"])
    data = {"signed_on": before}
    record(history.REOPENED, pledge, chain=pledge.cycle.chain, actor=actor, data=data, reason=reason)
    return pledge
