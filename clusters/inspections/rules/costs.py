"""What it costs that one member inspects another: one whole number that keeps the order of the wishes."""

from collections.abc import Sequence

from clusters.inspections.rules.facts import Day, Member, Setting, Years, against_groups


class Costs:
    """The wishes between two members as one number: history, then groups, then a day that suits both.

    Any number of lighter wishes weighs less than one heavier; a pair of last year weighs more than any
    number of older ones. `mutual` outweighs all of these, `forbidden` everything; `unit` leaves room below
    it for the natural order (each inspects the next), which decides between plans that are equally good.
    """

    def __init__(
        self, members: Sequence[Member], setting: Setting, days: Sequence[Day], years: Years
    ) -> None:
        # No plan has more pairs than this, so no wish can be broken more often.
        base = (len(members) + 1) ** 2
        self.members = members
        self.unit = base * (len(members) + 1)
        self._group = self.unit * base
        weight = self._group * base
        self._history: dict[int, int] = {}
        for ago in years.levels():
            self._history[ago] = weight
            weight *= base
        self.mutual = weight
        self.forbidden = weight * base
        self._setting, self._years = setting, years
        self._dates = sorted({day.on for day in days})
        self._pairs = [[self._cost(one, other) for other in members] for one in members]

    def _cost(self, one: Member, other: Member) -> int:
        ago = self._years.ago(one.key, other.key)
        cost = 0 if ago is None else self._history[ago]
        if against_groups(self._setting.groups, one, other):
            cost += self._group
        if self._dates and all(one.away(on) or other.away(on) for on in self._dates):
            cost += self.unit
        return cost

    def of(self, one: int, other: int) -> int:
        """Return the cost of one member (its place among `members`) inspecting the other."""
        return self._pairs[one][other]
