"""What people decide about a ranking: what splits equal totals, the votes of the meeting, bands.

Each locks the member group. What is published is frozen, so a change that would make a ranking in force
differ from what its page says is refused until that ranking is withdrawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.cycles.changes import refuse_stale
from clusters.cycles.models import MemberGroup, Membership
from clusters.ranking import history
from clusters.ranking.models import BandDecision, Standing, TieKind, TieRule, VoteCount
from clusters.ranking.reading import bound_table, ties_content, votes_content
from clusters.ranking.standings import standings
from clusters.scoring.models import Source
from emulation.audit.services import record
from emulation.core.errors import Conflict, Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require


@dataclass(frozen=True)
class TieStep:
    """One step of the list: what decides, and of which section."""

    kind: str
    section: str = ""


def _refuse_in_force(group: MemberGroup, *published: str, message: str) -> None:
    if group.publications.filter(withdrawn_at__isnull=True, standing__in=published).exists():
        raise Refused(message)


@transaction.atomic
def set_tie_rules(
    *, group: MemberGroup, rules: Sequence[TieStep], actor: Any, seen: str | None = None
) -> list[TieRule]:
    """Write the ordered list that decides between equal totals; an empty list leaves them equal.

    Locks the group. Refuses unknown kinds and sections, a step that stands twice, a stale page (`seen`), and
    every change while a ranking of the group is published: its ranks would no longer follow from the list.
    """
    group = locked(group, "cycle__cluster")
    require(actor, "ranking.settle", group)
    before = ties_content(group)
    if seen is not None:
        refuse_stale(seen=seen, current=before)
    _refuse_in_force(
        group,
        *Standing.values,
        message=gettext_noop(
            "A ranking of this group is published by the list as it stands. "
            "Withdraw it with a reason, change the list, then publish again."
        ),
    )
    _check_steps(group, rules)
    rows = [
        TieRule(group=group, position=place, kind=one.kind, section=one.section)
        for place, one in enumerate(rules, start=1)
    ]
    after = {"steps": [[one.kind, one.section] for one in rules]}
    if after == before:
        return list(group.tie_rules.all())
    group.tie_rules.all().delete()
    TieRule.objects.bulk_create(rows)
    data = {"group": group.name, "count": len(rows), "before": before["steps"], "after": after["steps"]}
    record(history.TIES_SET, group.cycle, chain=group.cycle.chain, actor=actor, data=data)
    return rows


def _check_steps(group: MemberGroup, rules: Sequence[TieStep]) -> None:
    table = bound_table(group)
    sections = {line.code for line in table.lines if not line.is_leaf} if table else set()
    for place, one in enumerate(rules):
        if one.kind not in TieKind.values or (one.kind != TieKind.SECTION and one.section):
            raise Refused(gettext_noop("Choose what decides from the list."), field="steps")
        if one.kind == TieKind.SECTION and one.section not in sections:
            raise Refused(
                gettext_noop("The table has no section “%(code)s”."), field="steps", code=one.section
            )
        if one in rules[:place]:
            raise Refused(gettext_noop("A step stands in the list twice."), field="steps")


@transaction.atomic
def set_votes(
    *,
    group: MemberGroup,
    votes: Mapping[int, int | None],
    note: str,
    actor: Any,
    seen: str | None = None,
) -> int:
    """Write down the votes members got at the meeting, by membership; None takes a count out.

    `note` names the document they stand in. Locks the group. Members that are not named keep their count.
    Refuses members of other groups, counts below zero, counts without a document, a stale page (`seen`), and
    every change once the final ranking is published. Returns how many counts changed.
    """
    group = locked(group, "cycle__cluster")
    require(actor, "ranking.settle", group)
    if seen is not None:
        refuse_stale(seen=seen, current=votes_content(group))
    _refuse_in_force(
        group,
        Standing.FINAL,
        message=gettext_noop(
            "The final ranking is published by the votes as they stand. "
            "Withdraw it with a reason, correct the votes, then publish again."
        ),
    )
    members = {row.pk: row for row in group.memberships.filter(pk__in=list(votes)).select_related("unit")}
    if set(votes) - set(members):
        raise Refused(gettext_noop("Votes are written down for the members of the group only."))
    if any(count is not None and count < 0 for count in votes.values()):
        raise Refused(gettext_noop("A number of votes is not below zero."))
    note = note.strip()
    if not note and any(count is not None for count in votes.values()):
        raise Refused(
            gettext_noop("Name the document the votes stand in, for example the counting minutes."),
            field="note",
        )
    kept = {row.membership_id: row for row in VoteCount.objects.filter(membership__in=list(members))}
    changes = {}
    new, changed, gone = [], [], []
    for pk, count in votes.items():
        row = kept.get(pk)
        if (row.votes, row.note) == (count, note) if row else count is None:
            continue
        changes[members[pk].unit.name] = {"before": row.votes if row else None, "after": count}
        if count is None:
            gone.append(pk)
        elif row:
            row.votes, row.note = count, note
            changed.append(row)
        else:
            new.append(VoteCount(membership=members[pk], votes=count, note=note))
    if not changes:
        return 0
    VoteCount.objects.filter(membership__in=gone).delete()
    VoteCount.objects.bulk_create(new, batch_size=500)
    VoteCount.objects.bulk_update(changed, ["votes", "note"], batch_size=500)
    data = {"group": group.name, "count": len(changes), "note": note, "votes": changes}
    record(history.VOTES_SET, group.cycle, chain=group.cycle.chain, actor=actor, data=data)
    return len(changes)


BAND_PUBLISHED = gettext_noop(
    "The final ranking is published with the bands as they stand. "
    "Withdraw it with a reason, decide the band, then publish again."
)


def _locked_member(membership: Membership, actor: Any) -> Membership:
    group = locked(membership.group, "cycle__cluster")
    fresh = Membership.objects.select_related("unit").get(pk=membership.pk)
    if fresh.group_id != group.pk:
        raise Conflict(gettext_noop("The unit was moved to another group. Open the ranking again."))
    fresh.group, fresh.cycle = group, group.cycle
    require(actor, "ranking.decide-band", fresh)
    _refuse_in_force(group, Standing.FINAL, message=BAND_PUBLISHED)
    return fresh


def _refuse_changed(membership: Membership, seen: str | None) -> BandDecision | None:
    decision = BandDecision.objects.filter(membership=membership).first()
    if seen is not None and seen != (decision.band if decision else ""):
        raise Conflict(
            gettext_noop("Somebody else decided this band meanwhile. Nothing was saved; look at it again."),
            current=decision,
        )
    return decision


@transaction.atomic
def decide_band(
    *, membership: Membership, band: str, reason: str, actor: Any, seen: str | None = None
) -> BandDecision:
    """Decide another band for a member than the computed one, with a reason; both stay readable.

    Locks the group. Refuses for the own unit, a band the table does not have, the computed band itself, an
    incomplete sheet, a stale page (`seen` is the band decided before), and once the final ranking is published.
    """
    member = _locked_member(membership, actor)
    decision = _refuse_changed(member, seen)
    if not reason.strip():
        raise Refused(gettext_noop("Give a reason."), field="reason")
    table = bound_table(member.group)
    names = [one.name for one in table.bands] if table else []
    if band not in names:
        raise Refused(gettext_noop("The table has no band “%(band)s”."), field="band", band=band)
    row = next((row for row in standings(member.group, Source.VERIFIED) if row.member == member.pk), None)
    if row is None or row.total is None:
        raise Refused(
            gettext_noop("The sheet is not complete: its band is decided once all points are there.")
        )
    if band == row.computed_band:
        raise Refused(
            gettext_noop("“%(band)s” is the computed band: there is nothing to decide."),
            field="band",
            band=band,
        )
    if decision and (decision.band, decision.reason) == (band, reason.strip()):
        return decision
    before = decision.band if decision else ""
    decision = decision or BandDecision(membership=member)
    decision.band, decision.reason = band, reason.strip()
    decision.decided_by, decision.decided_at = actor, timezone.now()
    decision.save()
    data = {"unit": member.unit.name, "band": band, "computed": row.computed_band or "–", "before": before}
    record(
        history.BAND_DECIDED, member, chain=member.cycle.chain, actor=actor, data=data, reason=reason.strip()
    )
    return decision


@transaction.atomic
def undo_band(*, membership: Membership, actor: Any, reason: str) -> None:
    """Take a decided band back, with a reason: the computed one counts again. Locks and refuses as deciding does."""
    member = _locked_member(membership, actor)
    decision = BandDecision.objects.filter(membership=member).first()
    if decision is None:
        raise Conflict(gettext_noop("No band is decided for this unit: the computed one counts."))
    if not reason.strip():
        raise Refused(gettext_noop("Give a reason."), field="reason")
    data = {"unit": member.unit.name, "band": decision.band}
    decision.delete()
    record(
        history.BAND_UNDONE, member, chain=member.cycle.chain, actor=actor, data=data, reason=reason.strip()
    )
