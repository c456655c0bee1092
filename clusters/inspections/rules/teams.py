"""Teams of several units: who is with whom, and which team inspects whom."""

from collections.abc import Sequence

from clusters.inspections.rules.costs import Costs
from clusters.inspections.rules.facts import Across, Member, Setting
from clusters.inspections.rules.pairing import Pair, Pairing, Party

# Times to exchange members and then share out the inspected anew.
ROUNDS = 3


def number_of_teams(setting: Setting, inspecting: int, targets: int) -> int:
    """Return how many teams there will be: those asked for, but each with a unit in it and one to inspect.

    From the size of a team alone, as many as can have that size; two at the least.
    """
    asked = setting.teams or max(inspecting // (setting.team_size or inspecting), 2)
    return max(min(asked, inspecting, targets), 1)


def in_teams(
    inspecting: Sequence[int], targets: Sequence[int], teams: int, setting: Setting, costs: Costs
) -> list[tuple[Party, int]] | None:
    """Return each team with one it inspects; None when somebody would have to inspect itself.

    Sizes and loads are within one. Teams begin as neighbours in the list (of one group, where groups
    matter), then members are exchanged while that makes the plan better: good, not surely the best.
    """
    members = costs.members
    for parties in (
        _neighbours(inspecting, members, teams, setting.groups),
        # Neighbours may all be inspected and leave nobody to another team; dealt out, no team holds more
        # of them than its share.
        _dealt(inspecting, members, teams),
    ):
        best = Pairing(parties, targets, costs).solve()
        if best is not None:
            return _improved(parties, best, targets, costs)
    return None


def _neighbours(
    inspecting: Sequence[int], members: Sequence[Member], teams: int, groups: Across
) -> list[Party]:
    units = list(inspecting)
    if groups is not Across.BOTH:
        # A group stands where its first member stands.
        first: dict[object, int] = {}
        for unit in units:
            first.setdefault(members[unit].group, unit)
        units.sort(key=lambda unit: (first[members[unit].group], unit))
    size, more = divmod(len(units), teams)
    ends = [team * size + min(team, more) for team in range(teams + 1)]
    return [tuple(sorted(units[ends[team] : ends[team + 1]])) for team in range(teams)]


def _dealt(inspecting: Sequence[int], members: Sequence[Member], teams: int) -> list[Party]:
    units = sorted(inspecting, key=lambda unit: (not members[unit].is_inspected, unit))
    return [tuple(sorted(units[team::teams])) for team in range(teams)]


class _Sharing:
    """Teams and the team of each inspected, while members change places."""

    def __init__(self, parties: Sequence[Party], pairs: Sequence[Pair], targets: Sequence[int]) -> None:
        self.units = [set(party) for party in parties]
        self.team = {unit: at for at, party in enumerate(parties) for unit in party}
        self.by = {targets[target]: party for party, target in pairs}
        self.sees: list[set[int]] = [set() for _ in parties]
        for target, party in self.by.items():
            self.sees[party].add(target)

    def exchange(self, one: int, other: int) -> None:
        """Let two units change places in the plan: in their teams and as inspected."""
        for of, held in ((self.team, self.units), (self.by, self.sees)):
            if one not in of:
                continue
            here, there = of[one], of[other]
            if here != there:
                held[here].remove(one)
                held[there].remove(other)
                held[here].add(other)
                held[there].add(one)
                of[one], of[other] = there, here

    def cost(self, one: int, other: int, costs: Costs) -> int:
        """Return what the pairs cost in which either of two units stands."""
        total = 0
        for unit, beside in ((one, None), (other, one)):
            if unit in self.team:
                total += sum(costs.of(unit, to) for to in self.sees[self.team[unit]] if to != beside)
            if unit in self.by:
                total += sum(costs.of(of, unit) for of in self.units[self.by[unit]] if of != beside)
        return total

    def parties(self) -> list[Party]:
        return [tuple(sorted(units)) for units in self.units]


def _improved(
    parties: list[Party], pairs: list[Pair], targets: Sequence[int], costs: Costs
) -> list[tuple[Party, int]]:
    best = _total(parties, pairs, targets, costs)
    for _round in range(ROUNDS):
        sharing = _Sharing(parties, pairs, targets)
        if not _exchanged(sharing, costs):
            break
        changed = sharing.parties()
        place = {target: at for at, target in enumerate(targets)}
        options = [[(party, place[target]) for target, party in sharing.by.items()]]
        anew = Pairing(changed, targets, costs).solve()
        if anew is not None:
            options.append(anew)
        total, _at, option = min(
            (_total(changed, one, targets, costs), at, one) for at, one in enumerate(options)
        )
        if total >= best:
            break
        best, parties, pairs = total, changed, option
    return [(parties[party], targets[target]) for party, target in pairs]


def _exchanged(sharing: _Sharing, costs: Costs) -> bool:
    """Exchange units of the same standing once round while it pays; teams that are apart stay apart."""
    better = False
    units = sorted({*sharing.team, *sharing.by})
    kinds = {unit: (unit in sharing.team, unit in sharing.by) for unit in units}
    for at, one in enumerate(units):
        for other in units[at + 1 :]:
            if kinds[one] != kinds[other]:
                continue
            before = sharing.cost(one, other, costs)
            if before < costs.unit:
                continue
            sharing.exchange(one, other)
            if sharing.cost(one, other, costs) < before:
                better = True
            else:
                sharing.exchange(one, other)
    return better


def _total(parties: Sequence[Party], pairs: Sequence[Pair], targets: Sequence[int], costs: Costs) -> int:
    wishes = sum(costs.of(unit, targets[target]) for party, target in pairs for unit in parties[party])
    mutual = len(Pairing(parties, targets, costs).mutual(pairs))
    return wishes + mutual * costs.mutual
