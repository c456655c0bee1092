"""Who inspects whom: parties (single units or teams) and the units they inspect, at the least cost.

The cheapest assignment is exact. Parties that would inspect each other are taken apart by trying both ways
(branch and bound), so that the result is the best there is while the search stays within `STEPS`; a search
that would be longer goes on with the better way each time and may miss the best, never a rule.
"""

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import count

from clusters.inspections.rules.costs import Costs
from clusters.inspections.rules.matching import Matching

# About half a second of work: the search tries STEPS / rows² assignments.
STEPS = 250_000

Party = tuple[int, ...]
Pair = tuple[int, int]


class Pairing:
    """Parties and targets as rows and columns of a matching; units are places among the members.

    Every target has a party and every party a target. The loads are within one: with more targets than
    parties a target has one party and the parties share them evenly; with fewer a party has one target
    and the targets share the parties evenly.
    """

    def __init__(self, parties: Sequence[Party], targets: Sequence[int], costs: Costs) -> None:
        self.parties, self.targets, self.costs = parties, targets, costs
        self.by_target = len(parties) <= len(targets)
        rows, columns = (len(targets), len(parties)) if self.by_target else (len(parties), len(targets))
        each, more = divmod(rows, columns)
        # A column holds `each` rows, some hold one more. Rows without meaning fill the rest, so that all
        # columns are full and what is forbidden later can be placed again without starting anew.
        fillers = columns - more if more else 0
        kinds = 2 if more else 1
        self.columns = columns
        real = [self._row(row) * kinds for row in range(rows)]
        filling = [[costs.forbidden] * columns + [0] * columns for _ in range(fillers)]
        holds = [each] * columns + [1] * (columns * (kinds - 1))
        self.rows = rows
        self.matching = Matching(filling + real, holds, costs.forbidden)
        self.fillers = fillers
        self._home: dict[int, int] = {unit: at for at, party in enumerate(parties) for unit in party}

    def _row(self, row: int) -> list[int]:
        pairs = [(column, row) if self.by_target else (row, column) for column in range(self._width())]
        return [self._cost(party, target) for party, target in pairs]

    def _width(self) -> int:
        return len(self.parties) if self.by_target else len(self.targets)

    def _cost(self, party: int, target: int) -> int:
        units, inspected = self.parties[party], self.targets[target]
        if inspected in units:
            return self.costs.forbidden
        steps = (inspected - units[0] - 1) % len(self.costs.members)
        return steps + sum(self.costs.of(unit, inspected) for unit in units)

    def pairs(self, matching: Matching) -> list[Pair]:
        """Return (party, target) of every row."""
        found = []
        for row in range(self.rows):
            column = matching.column_of[row + self.fillers]
            assert column is not None
            column %= self.columns
            found.append((column, row) if self.by_target else (row, column))
        return found

    def mutual(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Return the parties that inspect units of each other, in a fixed order."""
        to = {
            (party, home)
            for party, target in pairs
            if (home := self._home.get(self.targets[target])) is not None
        }
        return sorted((one, other) for one, other in to if one < other and (other, one) in to)

    def without(self, matching: Matching, party: int, other: int) -> Matching | None:
        """Forbid the party to inspect any unit of the other; None when that leaves somebody without."""
        apart = matching.copy()
        cells = []
        for target, unit in enumerate(self.targets):
            if unit in self.parties[other]:
                row, column = (target, party) if self.by_target else (party, target)
                cells += [(row + self.fillers, at) for at in range(column, self._wide(), self.columns)]
        apart.forbid(cells)
        return apart if apart.cost() < self.costs.forbidden else None

    def _wide(self) -> int:
        return self.columns * (2 if self.fillers else 1)

    def solve(self) -> list[Pair] | None:
        """Return the best (party, target) pairs; None when somebody would have to inspect itself."""
        first = self.matching.place_all()
        if first.cost() >= self.costs.forbidden:
            return None
        order = count()
        waiting = [(first.cost(), next(order), first, frozenset[Pair]())]
        left = STEPS // len(first.column_of) ** 2 + 1
        while True:
            cost, _at, matching, accepted = heappop(waiting)
            pairs = self.pairs(matching)
            open_pairs = [pair for pair in self.mutual(pairs) if pair not in accepted]
            if not open_pairs:
                return pairs
            left -= 1
            if left < 0:
                # Only the cheapest way on from here is kept: the search ends after a few more steps.
                waiting.clear()
            one, other = open_pairs[0]
            paid = len(accepted) * self.costs.mutual
            for party, against in ((one, other), (other, one)):
                apart = self.without(matching, party, against)
                if apart is not None:
                    heappush(waiting, (apart.cost() + paid, next(order), apart, accepted))
            heappush(waiting, (cost + self.costs.mutual, next(order), matching, accepted | {(one, other)}))
