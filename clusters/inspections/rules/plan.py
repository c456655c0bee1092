"""The proposal of a plan of cross-inspections: who inspects whom, under whom, on which day.

Nobody inspects itself, each member that is not excused is inspected exactly once, each that is not excused
from it inspects, and the loads are within one: a proposal holds to these or is refused. Wishes are kept in
this order, each as far as the heavier ones allow: nobody inspects whoever inspects it, not the pairs of past
years (the more recent the worse), groups as asked, days on which all can come, not inspecting and being
inspected on one day. What could not be kept is told by `wishes.broken_wishes`, as for a plan made by hand.

The same facts give the same plan, in whatever order they come; between equal plans each inspects the next in
the cycle's order. With single units the pairs are the best there are (see `pairing` for very long searches).
"""

from collections.abc import Iterable, Sequence

from clusters.inspections.rules.costs import Costs
from clusters.inspections.rules.days import with_days
from clusters.inspections.rules.facts import (
    Day,
    Inspection,
    Member,
    Mode,
    Past,
    Plan,
    Setting,
    Years,
    in_order,
    loads_of,
)
from clusters.inspections.rules.pairing import Pairing, Party
from clusters.inspections.rules.teams import in_teams, number_of_teams
from clusters.inspections.rules.wishes import broken_wishes
from emulation.core.errors import Refused, gettext_noop


def propose(
    members: Iterable[Member],
    setting: Setting,
    days: Iterable[Day] = (),
    history: Iterable[Past] = (),
) -> Plan:
    """Propose a plan. Refused where no plan can keep to the rules; the text says what to change.

    `days` may be empty (they are fixed later); else their order is that of preference.
    """
    everyone, possible, past = in_order(members), list(days), list(history)
    _check(everyone, setting)
    targets = [at for at, one in enumerate(everyone) if one.is_inspected]
    if not targets:
        raise Refused(gettext_noop("All members are excused from being inspected: there is nothing to plan."))
    # Who is the only one inspected has nobody to inspect.
    inspecting = [at for at, one in enumerate(everyone) if one.inspects and targets != [at]]
    if not inspecting:
        raise Refused(gettext_noop("Nobody is left to inspect: excuse fewer members from inspecting."))
    costs = Costs(everyone, setting, possible, Years(past))
    who = _who(inspecting, targets, setting, costs)
    plan = [
        Inspection(tuple(everyone[unit].key for unit in party), everyone[target].key, everyone[party[0]].key)
        for target, party in sorted(who.items())
    ]
    plan = with_days(plan, {one.key: one for one in everyone}, possible)
    return Plan(tuple(plan), broken_wishes(plan, everyone, setting, possible, past), loads_of(plan, everyone))


def _check(everyone: Sequence[Member], setting: Setting) -> None:
    if len({one.key for one in everyone}) != len(everyone):
        raise Refused(gettext_noop("A member stands twice in the list."))
    if setting.mode is Mode.TEAMS:
        if setting.teams is None and setting.team_size is None:
            raise Refused(gettext_noop("Give the number of teams or the units in a team."), field="teams")
        if setting.teams is not None and setting.teams < 2:
            raise Refused(gettext_noop("Give at least two teams, or choose one team for all."), field="teams")
    if setting.team_size is not None and setting.team_size < 1:
        raise Refused(gettext_noop("A team has at least one unit."), field="team_size")


def _who(
    inspecting: Sequence[int],
    targets: Sequence[int],
    setting: Setting,
    costs: Costs,
) -> dict[int, Party]:
    """Return who inspects each target, in the cycle's order: the first of them leads."""
    if setting.mode is Mode.ONE_TEAM:
        team = _one_team(inspecting, targets, setting, costs)
        who = {target: tuple(unit for unit in team if unit != target) for target in targets}
        if all(who.values()):
            return who
    elif setting.mode is Mode.TEAMS:
        teams = number_of_teams(setting, len(inspecting), len(targets))
        shared = in_teams(inspecting, targets, teams, setting, costs)
        if shared is not None:
            return {target: party for party, target in shared}
    else:
        singles = [(unit,) for unit in inspecting]
        pairs = Pairing(singles, targets, costs).solve()
        if pairs is not None:
            found: dict[int, list[int]] = {}
            for party, target in pairs:
                found.setdefault(targets[target], []).append(inspecting[party])
            return {target: tuple(sorted(units)) for target, units in found.items()}
    raise Refused(
        gettext_noop("Somebody would have to inspect itself: excuse fewer members or change the teams.")
    )


def _one_team(inspecting: Sequence[int], targets: Sequence[int], setting: Setting, costs: Costs) -> list[int]:
    """Return who is in the one team: those whose wishes are broken least, then those first in the order."""

    def cost(unit: int) -> int:
        return sum(costs.of(unit, target) for target in targets if target != unit)

    size = setting.team_size or len(inspecting)
    return sorted(sorted(inspecting, key=lambda unit: (cost(unit), unit))[:size])
