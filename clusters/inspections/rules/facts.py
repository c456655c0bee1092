"""What a plan of cross-inspections is made of, and what it is made from."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from emulation.core.errors import Refused, gettext_noop

# Keys of one cycle are all numbers or all texts: they decide the order between members of the same `order`.
Key = int | str


@dataclass(frozen=True)
class Member:
    """A member of the cycle. `inspects` and `is_inspected` are false for one excused from it."""

    key: Key
    name: str
    order: int = 0
    group: Key | None = None
    unavailable: frozenset[dt.date] = frozenset()
    inspects: bool = True
    is_inspected: bool = True

    def away(self, on: dt.date) -> bool:
        return on in self.unavailable


@dataclass(frozen=True)
class Day:
    """A possible day, at one place or wherever the units are; `holds` inspections at most."""

    on: dt.date
    holds: int = 1
    place: str = ""


@dataclass(frozen=True)
class Past:
    """One inspected the other, so many years before this one (1: last year)."""

    inspecting: Key
    inspected: Key
    years_ago: int


class Mode(StrEnum):
    """Each inspects another; teams of several units inspect several; one team inspects all."""

    PAIRS = "pairs"
    TEAMS = "teams"
    ONE_TEAM = "one-team"


class Across(StrEnum):
    """Which members may be put together when a cycle has groups, such as Sở and THADS of one region."""

    WITHIN = "within"
    ACROSS = "across"
    BOTH = "both"


@dataclass(frozen=True)
class Setting:
    """How the cycle inspects.

    `teams` and `team_size` (units in a team) belong to the mode of teams; one of them is enough, `teams`
    decides when both are given: everybody takes part. One team takes `team_size` of those who inspect;
    without it all of them.
    """

    mode: Mode = Mode.PAIRS
    groups: Across = Across.BOTH
    teams: int | None = None
    team_size: int | None = None


@dataclass(frozen=True)
class Inspection:
    """Who inspects whom; the leader is one of those who inspect. Without a day, it is not yet fixed."""

    inspecting: tuple[Key, ...]
    inspected: Key
    leader: Key | None = None
    on: dt.date | None = None
    place: str = ""


class Wish(StrEnum):
    """What a plan may break. A fault (`FAULTS`) may not stay; the rest are wishes, the heaviest first."""

    STRANGER = "stranger"
    SELF = "self"
    NOBODY = "nobody"
    MISSED = "missed"
    TWICE = "twice"
    EXCUSED = "excused"
    IDLE = "idle"
    LEADER = "leader"
    MUTUAL = "mutual"
    HISTORY = "history"
    LOAD = "load"
    SIZE = "size"
    GROUPS = "groups"
    UNDATED = "undated"
    DAY = "day"
    CROWDED = "crowded"
    UNAVAILABLE = "unavailable"
    BOTH_SIDES = "both-sides"


FAULTS = frozenset(
    {
        Wish.STRANGER,
        Wish.SELF,
        Wish.NOBODY,
        Wish.MISSED,
        Wish.TWICE,
        Wish.EXCUSED,
        Wish.IDLE,
        Wish.LEADER,
    }
)


@dataclass(frozen=True)
class Broken:
    """A fault or a broken wish: which units it concerns, and a msgid with its values (as in `Refused`)."""

    wish: Wish
    units: tuple[Key, ...]
    message: str
    values: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def is_fault(self) -> bool:
        return self.wish in FAULTS

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


@dataclass(frozen=True)
class Plan:
    """A proposal: inspections in the order of the inspected, what was given up, inspections by unit."""

    inspections: tuple[Inspection, ...]
    given_up: tuple[Broken, ...] = ()
    loads: dict[Key, int] = field(default_factory=dict)


def in_order(members: Iterable[Member]) -> list[Member]:
    """Sort by the cycle's own order, then by key, so that a plan does not depend on how members came."""
    return sorted(members, key=lambda one: (one.order, one.key))


class Years:
    """How many years ago one inspected the other; the latest time counts."""

    def __init__(self, history: Iterable[Past]) -> None:
        self._ago: dict[tuple[Key, Key], int] = {}
        for past in history:
            if past.years_ago < 1:
                raise Refused(gettext_noop("Past inspections lie at least one year back."))
            pair = past.inspecting, past.inspected
            self._ago[pair] = min(past.years_ago, self._ago.get(pair, past.years_ago))

    def ago(self, inspecting: Key, inspected: Key) -> int | None:
        return self._ago.get((inspecting, inspected))

    def levels(self) -> list[int]:
        """Return the distinct numbers of years, the longest ago first."""
        return sorted(set(self._ago.values()), reverse=True)


def against_groups(groups: Across, one: Member, other: Member) -> bool:
    """Tell whether one inspecting the other goes against the wish; a member without a group goes with all."""
    if groups is Across.BOTH or one.group is None or other.group is None:
        return False
    return (one.group == other.group) is (groups is Across.ACROSS)


def loads_of(inspections: Sequence[Inspection], members: Iterable[Member]) -> dict[Key, int]:
    """Count the inspections each member takes part in as inspector; those excused are left out when at 0."""
    counts: dict[Key, int] = {}
    for inspection in inspections:
        for key in inspection.inspecting:
            counts[key] = counts.get(key, 0) + 1
    return {
        one.key: counts.get(one.key, 0) for one in in_order(members) if one.inspects or counts.get(one.key)
    }
