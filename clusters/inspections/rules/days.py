"""The days of a plan: first those on which all can come, then as few as possible who go and receive at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from clusters.inspections.rules.facts import Day, Inspection, Key, Member
from clusters.inspections.rules.matching import Matching

# Times over all inspections; the search usually ends by itself after two or three.
ROUNDS = 8


def with_days(
    plan: Sequence[Inspection], members: Mapping[Key, Member], days: Sequence[Day]
) -> list[Inspection]:
    """Give each inspection one of the days, the earliest given first.

    The least unavailability is exact: of the inspected unit first, of those who inspect second. Then days are
    exchanged while that lets fewer units inspect and be inspected on one day (a good answer, not surely the
    best). Where the days hold too few, the last inspections stay without one.
    """
    if not days or not plan:
        return list(plan)
    calendar = _Calendar(plan, members, days)
    calendar.improve()
    return [
        replace(one, on=days[at].on, place=days[at].place) if at < len(days) else one
        for one, at in zip(plan, calendar.chosen, strict=True)
    ]


class _Calendar:
    def __init__(
        self, plan: Sequence[Inspection], members: Mapping[Key, Member], days: Sequence[Day]
    ) -> None:
        size = len(plan)
        room = [min(max(day.holds, 0), size) for day in days]
        # One column more for the inspections that no day holds.
        missing = max(size - sum(room), 0)
        self.room = [*room, missing]
        self.dates: list[object] = [*(day.on for day in days), None]
        # Weights: no unit absent, then none on both sides, then the earlier day.
        self.both_sides = (size * len(self.room)) + 1
        absent = self.both_sides * (2 * size * (len(members) + 1)) + 1
        self.costs = [
            [*(self._absent(one, members, day) * absent + at for at, day in enumerate(days)), 0]
            for one in plan
        ]
        forbidden = absent * (len(members) + 1) ** 2 * size * 4
        if missing:
            # The last ones stay without a day: an earlier one costs more.
            for at, row in enumerate(self.costs):
                row[-1] = size - at
        matching = Matching(self.costs, self.room, forbidden).place_all()
        self.chosen = [len(days) if at is None else at for at in matching.column_of]
        self.near = [list(self._near(plan, at)) for at in range(size)]

    def _absent(self, one: Inspection, members: Mapping[Key, Member], day: Day) -> int:
        inspecting = sum(members[key].away(day.on) for key in one.inspecting)
        return inspecting + (len(members) + 1) * members[one.inspected].away(day.on)

    @staticmethod
    def _near(plan: Sequence[Inspection], at: int) -> Iterator[int]:
        """Yield the inspections that a unit of this one should not have on the same day."""
        one = plan[at]
        for place, other in enumerate(plan):
            if place != at and (other.inspected in one.inspecting or one.inspected in other.inspecting):
                yield place

    def _cost(self, at: int, column: int, beside: int | None = None) -> int:
        """Return the cost of an inspection on a day, without looking at the one it changes places with."""
        date = self.dates[column]
        if date is None:
            return self.costs[at][column]
        same = sum(other != beside and self.dates[self.chosen[other]] == date for other in self.near[at])
        return self.costs[at][column] + self.both_sides * same

    def improve(self) -> None:
        used = [0] * len(self.room)
        for column in self.chosen:
            used[column] += 1
        for _round in range(ROUNDS):
            better = False
            for at in range(len(self.chosen)):
                # The matching saw to all else: only who is on both sides is moved.
                if self._cost(at, self.chosen[at]) >= self.costs[at][self.chosen[at]] + self.both_sides:
                    better |= self._exchange(at) or self._move(at, used)
            if not better:
                return

    def _move(self, at: int, used: list[int]) -> bool:
        now = self._cost(at, self.chosen[at])
        for column in range(len(self.room)):
            if used[column] < self.room[column] and self._cost(at, column) < now:
                used[self.chosen[at]] -= 1
                used[column] += 1
                self.chosen[at] = column
                return True
        return False

    def _exchange(self, at: int) -> bool:
        for other in range(len(self.chosen)):
            here, there = self.chosen[at], self.chosen[other]
            if here == there:
                continue
            now = self._cost(at, here, other) + self._cost(other, there, at)
            # On one and the same date nothing between the two changes by an exchange.
            then = self._cost(at, there, other) + self._cost(other, here, at)
            if then < now:
                self.chosen[at], self.chosen[other] = there, here
                return True
        return False
