"""Writing the year itself: groups, members, leaders, windows."""

from typing import Any

from awards.exchange.writing.scope import (
    Attributes,
    Scope,
    change_row,
    day,
    flag,
    moment,
    text,
    unit,
    values,
    whole,
)
from clusters.cycles.models import (
    Cycle,
    Leadership,
    LeadershipRole,
    MemberGroup,
    Membership,
    PhaseWindow,
)
from clusters.cycles.rules import PHASE_NAMES
from clusters.organisation.models import Cluster
from clusters.ranking.models import BandDecision, TieRule, VoteCount
from clusters.scoring.models import Mark
from emulation.core.errors import Refused, gettext_noop

MARKED = gettext_noop("The member %(unit)s has marks; it keeps its group.")

CYCLE: Attributes = {
    "year": whole("year"),
    "starts_on": day("starts_on"),
    "ends_on": day("ends_on"),
    "is_sample": flag("is_sample"),
    "note": text("note"),
}
GROUP: Attributes = {"code": text("code"), "name": text("name"), "position": whole("position", 0)}
MEMBER: Attributes = {
    "unit": unit(),
    "position": whole("position", 0),
    "since": day("since"),
    "until": day("until"),
    "stands": flag("stands", True),
    "note": text("note"),
}
LEADER: Attributes = {
    "code": unit(),
    "person": text("person"),
    "office": text("office"),
    "title": text("title"),
    "how": text("how"),
    "decision_number": text("decision_number"),
    "decided_on": day("decided_on"),
    "since": day("since"),
    "until": day("until"),
    "note": text("note"),
}
PHASE: Attributes = {
    "phase": text("phase"),
    "planned_from": day("planned_from"),
    "planned_until": day("planned_until"),
    "opened_at": moment("opened_at"),
    "closed_at": moment("closed_at"),
}


def write_cycle(scope: Scope, cluster: Cluster) -> Cycle:
    """Make or change the year; a new one has a window for every phase, all shut."""
    for _key, record in scope.created("cycle"):
        cycle = Cycle.objects.create(cluster=cluster, **values(CYCLE, record, scope))
        PhaseWindow.objects.bulk_create(PhaseWindow(cycle=cycle, phase=phase) for phase in PHASE_NAMES)
    cycle = Cycle.objects.select_related("cluster").get(cluster=cluster, year=scope.document["year"])
    for _key, fields in scope.changed("cycle"):
        change_row(cycle, CYCLE, fields, scope)
    return cycle


def write_groups(scope: Scope) -> None:
    """Make, change and remove member groups."""
    rows = [MemberGroup(cycle=scope.cycle, **values(GROUP, one, scope)) for _, one in scope.created("groups")]
    MemberGroup.objects.bulk_create(rows)
    scope.forget("groups")
    for key, fields in scope.changed("groups"):
        change_row(scope.groups[key[1]], GROUP, fields, scope)
    for key, fields in [*scope.created("groups"), *scope.changed("groups")]:
        if "ties" in fields:
            _write_ties(scope.groups[key[1]], fields["ties"] or [])


def _write_ties(group: MemberGroup, ties: list[dict[str, Any]]) -> None:
    """Replace the ordered list of what decides between equal totals."""
    group.tie_rules.all().delete()
    TieRule.objects.bulk_create(
        TieRule(group=group, position=place, kind=one["kind"], section=one.get("section", ""))
        for place, one in enumerate(ties, start=1)
    )


def remove_groups(scope: Scope) -> None:
    """Remove groups; their members are gone already."""
    scope.cycle.groups.filter(code__in=[key[1] for key in scope.removed("groups")]).delete()


def write_members(scope: Scope) -> None:
    """Make and change memberships, many in one statement."""
    rows = [
        Membership(cycle=scope.cycle, group=scope.groups[one["group"]], **values(MEMBER, one, scope))
        for _key, one in scope.created("members")
    ]
    Membership.objects.bulk_create(rows, batch_size=500)
    scope.forget("members")
    for key, fields in scope.changed("members"):
        row = scope.members[key[1]]
        change_row(row, MEMBER, fields, scope)
        if "group" in fields:
            if Mark.objects.filter(sheet__membership=row).exists():
                raise Refused(MARKED, field="members", unit=key[1])
            row.group = scope.groups[fields["group"]]
            row.save(update_fields=["group"])
    for key, fields in [*scope.created("members"), *scope.changed("members")]:
        _write_decisions(scope, scope.members[key[1]], fields)


def _write_decisions(scope: Scope, member: Membership, fields: dict[str, Any]) -> None:
    """Write the votes a member got and the band that was decided for it, as far as the fields speak of them."""
    if "votes" in fields:
        VoteCount.objects.filter(membership=member).delete()
        if said := fields["votes"]:
            VoteCount.objects.create(membership=member, votes=said["votes"], note=said.get("note", ""))
    if "decided_band" in fields:
        BandDecision.objects.filter(membership=member).delete()
        if said := fields["decided_band"]:
            BandDecision.objects.create(membership=member, decided_at=scope.now, **said)


def remove_members(scope: Scope) -> None:
    """Remove memberships with what the file had brought for them."""
    scope.cycle.memberships.filter(unit__code__in=[key[1] for key in scope.removed("members")]).delete()


def _leader(scope: Scope, year: int, role: str, position: int, record: dict[str, Any]) -> Leadership:
    return Leadership(
        cluster=scope.cycle.cluster, year=year, role=role, position=position, **values(LEADER, record, scope)
    )


def _write_leaders(scope: Scope, year: int, fields: dict[str, Any]) -> None:
    """Replace the head, the deputies, or those who led before, as far as the fields speak of them."""
    rows = Leadership.objects.filter(cluster=scope.cycle.cluster, year=year)
    new: list[Leadership] = []
    if "head" in fields:
        rows.filter(role=LeadershipRole.HEAD, until=None).delete()
        if fields["head"]:
            new.append(_leader(scope, year, LeadershipRole.HEAD, 0, fields["head"]))
    if "deputies" in fields:
        rows.filter(role=LeadershipRole.DEPUTY, until=None).delete()
        new += [
            _leader(scope, year, LeadershipRole.DEPUTY, place, one)
            for place, one in enumerate(fields["deputies"] or [], start=1)
        ]
    if "former" in fields:
        rows.filter(until__isnull=False).delete()
        new += [
            _leader(scope, year, one["role"], place, one) for place, one in enumerate(fields["former"] or [])
        ]
    Leadership.objects.bulk_create(new)


def write_leadership(scope: Scope) -> None:
    """Write the leaders of each year the file speaks of."""
    for key, fields in [*scope.created("leadership"), *scope.changed("leadership")]:
        _write_leaders(scope, int(key[1]), fields)


def write_phases(scope: Scope) -> None:
    """Set the windows; the cycle has one for each phase."""
    windows = {window.phase: window for window in scope.cycle.windows.all()}
    changes = [*scope.created("phases"), *scope.changed("phases")]
    changes += [(key, dict.fromkeys(list(PHASE)[1:])) for key in scope.removed("phases")]
    for key, fields in changes:
        window = windows.get(key[1]) or PhaseWindow.objects.create(cycle=scope.cycle, phase=key[1])
        change_row(window, PHASE, {name: fields[name] for name in fields if name != "phase"}, scope)
