"""What the list of a group says between equal totals: figures are read only for those who are tied."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum

from clusters.cycles.models import MemberGroup
from clusters.ranking.models import TieKind, TieRule, VoteCount
from clusters.ranking.reading import Bound, leaves_below
from clusters.ranking.rules import Entry, Step, rank
from clusters.scoring.models import Mark, SheetTotal, Source
from clusters.scoring.rules import Sums, worth
from emulation.core.numbers import points_text

Figures = dict[int, Decimal]
# So many keys are named in a question; of more members the whole group is asked.
NAMED = 500


@dataclass(frozen=True)
class Contender:
    """One of those with equal totals."""

    member: int
    total: Decimal | None
    on_top: Decimal
    at_full: int | None


@dataclass(frozen=True)
class Told:
    """How many of the same total are in front, and what was asked to find it."""

    behind: int
    ties: tuple[dict[str, Any], ...]


def decided(
    group: MemberGroup, source: str, bound: Bound, rules: Sequence[TieRule], contenders: Sequence[Contender]
) -> dict[int, Told]:
    """Split equal totals by the group's list; at most one query for each step of it."""
    figures = [_figures(rule, group, source, bound, contenders) for rule in rules]
    entries = [
        Entry(one.member, one.total, tuple(known.get(one.member) for known in figures)) for one in contenders
    ]
    totals: dict[Decimal | None, int] = {}
    ranked = rank(entries)
    for one in contenders:
        place = ranked[one.member].rank or 0
        totals[one.total] = min(place, totals.get(one.total, place))
    return {
        one.member: Told(
            behind=(found.rank or 0) - totals[one.total],
            ties=tuple(_told(step, rules[step.breaker], bound) for step in found.decided),
        )
        for one in contenders
        if (found := ranked[one.member])
    }


def _told(step: Step, rule: TieRule, bound: Bound) -> dict[str, Any]:
    """One step as it is frozen: what was asked, what it said, and the figures as texts."""
    line = bound.compiled.by_code.get(rule.section)
    places = Decimal.to_integral_value if rule.kind in COUNTS else None

    def text(figure: Decimal) -> str:
        return str(places(figure)) if places else points_text(figure, separator=".")

    told: dict[str, Any] = {"kind": rule.kind, "verdict": step.verdict.value}
    if rule.section:
        told |= {"section": rule.section, "name": line.name if line else ""}
    if step.own is not None:
        told["own"] = text(step.own)
    if step.against:
        told["against"] = [text(one) for one in step.against]
    return told


COUNTS = (TieKind.FULL_COUNT, TieKind.VOTES)


def _figures(
    rule: TieRule, group: MemberGroup, source: str, bound: Bound, contenders: Sequence[Contender]
) -> Figures:
    kind = TieKind(rule.kind)
    if kind == TieKind.WITHOUT_BONUS:
        return {one.member: one.total - one.on_top for one in contenders if one.total is not None}
    if kind == TieKind.FULL_COUNT and all(one.at_full is not None for one in contenders):
        return {one.member: Decimal(one.at_full or 0) for one in contenders}
    members = [one.member for one in contenders]

    def among(path: str) -> Q:
        named = Q(**{f"{path}__in": members}) if len(members) <= NAMED else Q()
        return Q(**{f"{path}__group": group}) & named

    if kind == TieKind.SECTION:
        return _sections(source, leaves_below(bound, rule.section), among("sheet__membership"))
    if kind == TieKind.FULL_COUNT:
        inside = [line.pk for line in bound.compiled.leaves if not line.on_top]
        full = _full_counts(source, inside, among("sheet__membership"))
        return {one.member: Decimal(full.get(one.member, 0)) for one in contenders}
    if kind == TieKind.INSPECTION:
        return _inspected(bound, among("sheet__membership"))
    rows = VoteCount.objects.filter(among("membership")).order_by()
    return {member: Decimal(votes) for member, votes in rows.values_list("membership_id", "votes")}


def _sections(source: str, leaves: tuple[int, ...], among: Q) -> Figures:
    """The points of a section; who has none there is not known to it."""
    if not leaves:
        return {}
    rows: Any = (
        Mark.objects.given()
        .filter(among, source=source, criterion__in=leaves)
        .order_by()
        .values_list("sheet__membership_id")
        .annotate(sum=Sum("points"))
    )
    return dict(rows)


def _full_counts(source: str, leaves: list[int], among: Q) -> dict[int, int]:
    rows: Any = (
        Mark.objects.filter(among, source=source, criterion__in=leaves, points__gte=F("criterion__maximum"))
        .order_by()
        .values_list("sheet__membership_id")
        .annotate(count=Count("pk"))
    )
    return dict(rows)


def _inspected(bound: Bound, among: Q) -> Figures:
    """The complete totals of the cross-inspection, as the table counts them."""
    asked = len(bound.compiled.asked(Source.INSPECTION))
    rows: Any = (
        SheetTotal.objects.filter(among, source=Source.INSPECTION, answered=asked)
        .order_by()
        .values_list("sheet__membership_id", "points", "on_top", "excluded", "answered", "at_full")
    )
    found = {
        member: worth(Sums(*values), scale=bound.table.scale, ranked_by=bound.table.ranked_by).counted
        for member, *values in rows
    }
    return {member: counted for member, counted in found.items() if counted is not None}
