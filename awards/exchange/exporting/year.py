"""Groups, members, leaders and the windows of phases."""

from typing import Any

from awards.exchange.exporting.organisation import day
from awards.exchange.format.organisation import FORMER, LEADER, LEADERS
from awards.exchange.format.year import DECIDED_BAND, GROUP, MEMBER, PHASE, TIE, VOTES
from awards.exchange.models import LoadedCycle
from awards.exchange.shapes.figures import moment_text
from clusters.cycles.models import Cycle, Leadership, LeadershipRole, Membership
from clusters.cycles.rules import PHASE_NAMES


def groups(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the member groups in order, each with the code of its table."""
    return [
        GROUP.normal(
            {
                "code": group.code,
                "name": group.name,
                "table": group.binding.table.code if hasattr(group, "binding") else "",
                "ties": [
                    TIE.normal({"kind": rule.kind, "section": rule.section}) for rule in group.tie_rules.all()
                ],
            }
        )
        for group in cycle.groups.select_related("binding__table")
        .prefetch_related("tie_rules")
        .order_by("position", "pk")
    ]


def members(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the members in order."""
    return [
        MEMBER.normal(
            {
                "unit": member.unit.code,
                "group": member.group.code,
                "since": day(member.since),
                "until": day(member.until),
                "stands": member.stands,
                "note": member.note,
                "votes": _votes(member),
                "decided_band": _decided_band(member),
            }
        )
        for member in cycle.memberships.select_related(
            "unit", "group", "vote_count", "band_decision"
        ).order_by("position", "pk")
    ]


def _votes(member: Membership) -> dict[str, Any] | None:
    row = getattr(member, "vote_count", None)
    return VOTES.normal({"votes": row.votes, "note": row.note}) if row else None


def _decided_band(member: Membership) -> dict[str, Any] | None:
    row = getattr(member, "band_decision", None)
    return DECIDED_BAND.normal({"band": row.band, "reason": row.reason}) if row else None


def _leader(row: Leadership) -> dict[str, Any]:
    shape = LEADER if row.until is None else FORMER
    return {
        "code": row.unit.code if row.unit else None,
        **shape.normal(
            {
                "role": row.role,
                "person": row.person,
                "office": row.office,
                "title": row.title,
                "how": row.how,
                "decision_number": row.decision_number,
                "decided_on": day(row.decided_on),
                "since": day(row.since),
                "until": day(row.until),
                "note": row.note,
            }
        ),
    }


def leaders_of(cycle: Cycle, year: int) -> dict[str, Any] | None:
    """Return who leads the cluster in a year, or None when nothing is known."""
    rows = list(
        Leadership.objects.filter(cluster=cycle.cluster_id, year=year)
        .select_related("unit")
        .order_by("position", "pk")
    )
    if not rows:
        return None
    now = [row for row in rows if row.until is None]
    return LEADERS.normal(
        {
            "head": next((_leader(row) for row in now if row.role == LeadershipRole.HEAD), None),
            "deputies": [_leader(row) for row in now if row.role == LeadershipRole.DEPUTY],
            "former": [_leader(row) for row in rows if row.until is not None],
        }
    )


def leadership(cycle: Cycle, loaded: LoadedCycle | None) -> dict[str, Any]:
    """Return the leaders of the year and the next, and of other years the cycle's file spoke of."""
    years = {cycle.year, cycle.year + 1}
    said = {}
    if loaded:
        said = {int(key[1]): True for key, _record in loaded.records if key[0] == "leadership"}
    result = {}
    for year in sorted(years | set(said)):
        leaders = leaders_of(cycle, year)
        if leaders or year == cycle.year or year in said:
            result[str(year)] = leaders or {"head": None, "deputies": []}
    return result


def phases(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the windows that were planned or opened, in their usual order."""
    rows = [
        PHASE.normal(
            {
                "phase": window.phase,
                "planned_from": day(window.planned_from),
                "planned_until": day(window.planned_until),
                "opened_at": moment_text(window.opened_at),
                "closed_at": moment_text(window.closed_at),
            }
        )
        for window in cycle.windows.all()
    ]
    return sorted((row for row in rows if len(row) > 1), key=lambda row: PHASE_NAMES.index(row["phase"]))
