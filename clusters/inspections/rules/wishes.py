"""What is wrong with a plan: faults that may not stay, and wishes it breaks, the heaviest first.

The one place that judges a plan: the page asks it about a plan edited by hand, the proposal about itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from clusters.inspections.rules.calendar import broken_days
from clusters.inspections.rules.facts import (
    Broken,
    Day,
    Inspection,
    Key,
    Member,
    Mode,
    Past,
    Setting,
    Wish,
    Years,
    against_groups,
    in_order,
    loads_of,
)
from emulation.core.errors import gettext_noop

WEIGHT = {wish: place for place, wish in enumerate(Wish)}


def broken_wishes(
    plan: Sequence[Inspection],
    members: Iterable[Member],
    setting: Setting,
    days: Sequence[Day] = (),
    history: Iterable[Past] = (),
) -> tuple[Broken, ...]:
    """Return all faults and broken wishes of a plan, the heaviest first, then in the order of the members.

    Whom a plan names may have left the cycle since: that is a fault too, and all else is judged without it.
    """
    everyone = in_order(members)
    place = {one.key: at for at, one in enumerate(everyone)}
    judge = _Judge(everyone, setting, Years(history))
    known = [
        Inspection(
            tuple(key for key in one.inspecting if key in place),
            one.inspected,
            one.leader,
            one.on,
            one.place,
        )
        for one in plan
        if one.inspected in place
    ]
    known.sort(key=lambda one: (place[one.inspected], [place[key] for key in one.inspecting]))
    found = [
        *_strangers(plan, place),
        *judge.faults(known),
        *judge.mutual(known),
        *judge.pairs(known),
        *judge.loads(known),
        *judge.sizes(known),
        *broken_days(known, judge.members, days),
    ]
    return tuple(sorted(found, key=lambda one: WEIGHT[one.wish]))


def _strangers(plan: Sequence[Inspection], place: dict[Key, int]) -> Iterator[Broken]:
    named = {key for one in plan for key in (*one.inspecting, one.inspected)}
    # Their order among the members is gone with them.
    for key in sorted(named - place.keys(), key=str):
        message = gettext_noop("The plan names a unit that is not a member of this year (%(unit)s).")
        yield Broken(Wish.STRANGER, (key,), message, {"unit": key})


class _Judge:
    """The questions asked of a plan that names members only, sorted by the inspected."""

    def __init__(self, everyone: Sequence[Member], setting: Setting, years: Years) -> None:
        self.everyone, self.setting, self.years = everyone, setting, years
        self.members = {one.key: one for one in everyone}
        self.place = {one.key: at for at, one in enumerate(everyone)}

    def names(self, keys: Iterable[Key]) -> str:
        return ", ".join(self.members[key].name for key in sorted(keys, key=self.place.__getitem__))

    def faults(self, plan: Sequence[Inspection]) -> Iterator[Broken]:
        for one in plan:
            yield from self._of_inspection(one)
        times = Counter(one.inspected for one in plan)
        busy = {key for one in plan for key in one.inspecting}
        inspected = {one.key for one in self.everyone if one.is_inspected}
        for member in self.everyone:
            key, values = member.key, {"unit": member.name}
            if member.is_inspected and not times[key]:
                yield Broken(Wish.MISSED, (key,), gettext_noop("Nobody inspects %(unit)s."), values)
            if times[key] > 1:
                message = gettext_noop("%(unit)s is inspected more than once.")
                yield Broken(Wish.TWICE, (key,), message, values)
            if times[key] and not member.is_inspected:
                message = gettext_noop("%(unit)s is excused from being inspected.")
                yield Broken(Wish.EXCUSED, (key,), message, values)
            if key in busy and not member.inspects:
                message = gettext_noop("%(unit)s is excused from inspecting.")
                yield Broken(Wish.EXCUSED, (key,), message, values)
            asked = member.inspects and bool(inspected - {key})
            # One team may be smaller than all who could be in it.
            if asked and key not in busy and self.setting.mode is not Mode.ONE_TEAM:
                yield Broken(Wish.IDLE, (key,), gettext_noop("%(unit)s inspects nobody."), values)

    def _of_inspection(self, one: Inspection) -> Iterator[Broken]:
        values = {"unit": self.members[one.inspected].name}
        if one.inspected in one.inspecting:
            yield Broken(Wish.SELF, (one.inspected,), gettext_noop("%(unit)s inspects itself."), values)
        if not one.inspecting:
            message = gettext_noop("The inspection of %(unit)s has no inspecting unit.")
            yield Broken(Wish.NOBODY, (one.inspected,), message, values)
        elif one.leader not in one.inspecting:
            message = gettext_noop("The inspection of %(unit)s is not led by one of the inspecting units.")
            yield Broken(Wish.LEADER, (one.inspected,), message, values)

    def mutual(self, plan: Sequence[Inspection]) -> Iterator[Broken]:
        """Teams that inspect units of each other; within one team that inspects all it is meant so."""
        if self.setting.mode is Mode.ONE_TEAM:
            return
        visits: dict[frozenset[Key], list[Key]] = {}
        for one in plan:
            visits.setdefault(frozenset(one.inspecting), []).append(one.inspected)
        for (team, seen), (other, seen_by_other) in combinations(visits.items(), 2):
            forth, back = other.intersection(seen), team.intersection(seen_by_other)
            # Where both teams hold the same unit it is no pair of two.
            forth, back = forth - team, back - other
            if not forth or not back:
                continue
            units = tuple(sorted(forth | back, key=self.place.__getitem__))
            if len(team) == len(other) == 1:
                message = gettext_noop("%(one)s and %(other)s inspect each other.")
            else:
                message = gettext_noop(
                    "The team of %(one)s and the team of %(other)s inspect units of each other."
                )
            first, second = sorted((team, other), key=lambda keys: min(map(self.place.__getitem__, keys)))
            values = {"one": self.names(first), "other": self.names(second)}
            yield Broken(Wish.MUTUAL, units, message, values)

    def pairs(self, plan: Sequence[Inspection]) -> Iterator[Broken]:
        for one in plan:
            target = self.members[one.inspected]
            others = sorted(set(one.inspecting) - {target.key}, key=self.place.__getitem__)
            since: dict[int, list[Key]] = {}
            for key in others:
                ago = self.years.ago(key, target.key)
                if ago is not None:
                    since.setdefault(ago, []).append(key)
            for ago, keys in sorted(since.items()):
                yield self._again(keys, target, ago)
            against = [
                key for key in others if against_groups(self.setting.groups, self.members[key], target)
            ]
            if against:
                message = (
                    gettext_noop("%(units)s inspects %(unit)s: not in the same group.")
                    if self.members[against[0]].group != target.group
                    else gettext_noop("%(units)s inspects %(unit)s: in the same group.")
                )
                values = {"units": self.names(against), "unit": target.name}
                yield Broken(Wish.GROUPS, (*against, target.key), message, values)

    def _again(self, keys: Sequence[Key], target: Member, ago: int) -> Broken:
        values = {"units": self.names(keys), "unit": target.name, "years": ago}
        message = (
            gettext_noop("%(units)s inspected %(unit)s last year as well.")
            if ago == 1
            else gettext_noop("%(units)s inspected %(unit)s %(years)s years ago as well.")
        )
        return Broken(Wish.HISTORY, (*keys, target.key), message, values)

    def loads(self, plan: Sequence[Inspection]) -> Iterator[Broken]:
        loads = loads_of(plan, [one for one in self.everyone if one.inspects])
        if self.setting.mode is Mode.ONE_TEAM:
            # Who is not in the team has no load; who is in it is not there when its own unit is inspected.
            loads = {key: load for key, load in loads.items() if load}
        if not loads or max(loads.values()) - min(loads.values()) <= 1:
            return
        most, least = max(loads, key=loads.__getitem__), min(loads, key=loads.__getitem__)
        message = gettext_noop(
            "%(one)s takes part in %(many)s inspections, %(other)s in %(few)s: more than one apart."
        )
        names = {"one": self.members[most].name, "other": self.members[least].name}
        yield Broken(Wish.LOAD, (most, least), message, {**names, "many": loads[most], "few": loads[least]})

    def sizes(self, plan: Sequence[Inspection]) -> Iterator[Broken]:
        asked = self.setting.team_size
        if asked is None or self.setting.mode is Mode.PAIRS:
            return
        if self.setting.mode is Mode.ONE_TEAM:
            teams = {frozenset(key for one in plan for key in one.inspecting): None}
        else:
            teams = dict.fromkeys(frozenset(one.inspecting) for one in plan)
        message = gettext_noop("Size of the team of %(units)s: %(size)s instead of %(asked)s.")
        for team in teams:
            if team and len(team) != asked:
                values = {"units": self.names(team), "size": len(team), "asked": asked}
                units = tuple(sorted(team, key=self.place.__getitem__))
                yield Broken(Wish.SIZE, units, message, values)
