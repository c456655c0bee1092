"""What every proposal keeps to, whatever the cluster: checked against brute force where that is possible."""

import random
import time
from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusters.inspections.rules.days import with_days
from clusters.inspections.rules.facts import Across, Day, Mode, Past, Setting
from clusters.inspections.rules.plan import propose
from clusters.inspections.rules.wishes import broken_wishes
from tests.clusters.inspections.planning import (
    DAYS,
    balanced_plans,
    broken,
    clusters,
    many,
    mutual_teams,
)

SIZES = [2, 3, 4, 5, 9, 10, 17, 31, 59, 60]


def settings_of_plans():
    return st.one_of(
        st.builds(Setting, groups=st.sampled_from(Across)),
        st.builds(
            Setting,
            st.just(Mode.TEAMS),
            st.sampled_from(Across),
            st.integers(2, 4),
            st.none() | st.integers(1, 3),
        ),
        st.builds(Setting, st.just(Mode.ONE_TEAM), team_size=st.none() | st.integers(2, 4)),
    )


@settings(max_examples=60, deadline=None)
@given(clusters(most=5), st.sampled_from(Across), st.booleans())
def test_pairs_are_as_good_as_the_best_of_all_plans(cluster, groups, dated):
    people, history = cluster
    days = [Day(on, 9) for on in DAYS[:2]] if dated else []
    plan = propose(people, Setting(groups=groups), days, history)
    best = min(broken(people, history, groups, days, one) for one in balanced_plans(people))
    assert broken(people, history, groups, days, plan.inspections) == best


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.integers(8, 22))
def test_six_who_know_each_other_well_get_the_best_plan(seed, known):
    people = many(6)
    pairs = [(one, other) for one in range(6) for other in range(6) if one != other]
    history = [Past(*pair, 1 + at % 3) for at, pair in enumerate(random.Random(seed).sample(pairs, known))]
    plan = propose(people, Setting(), (), history)
    best = min(broken(people, history, Across.BOTH, (), one) for one in balanced_plans(people))
    assert broken(people, history, Across.BOTH, (), plan.inspections) == best


def absent(people, plan):
    """Count who is not available: the inspected first, then those who inspect."""
    facts = {one.key: one for one in people}
    inspected = sum(facts[one.inspected].away(one.on) for one in plan)
    return (inspected, sum(facts[key].away(one.on) for one in plan for key in one.inspecting))


@settings(max_examples=25, deadline=None)
@given(clusters(most=5), st.integers(1, 3))
def test_days_are_as_good_as_the_best_of_all_calendars(cluster, holds):
    people, _history = cluster
    plan = propose(people, Setting()).inspections
    days = [Day(on, holds) for on in DAYS[: -(-len(plan) // holds) + 1]]
    dated = with_days(plan, {one.key: one for one in people}, days)
    slots = [day.on for day in days for _one in range(holds)]
    calendars = {tuple(some) for some in permutations(slots, len(plan))}
    best = min(
        absent(people, [replace(one, on=on) for one, on in zip(plan, some, strict=True)])
        for some in calendars
    )
    assert absent(people, dated) == best


@settings(max_examples=80, deadline=None)
@given(clusters(most=12), settings_of_plans(), st.integers(0, 4))
def test_a_proposal_has_no_faults_and_even_loads(cluster, setting, holds):
    people, history = cluster
    days = [Day(on, holds) for on in DAYS]
    plan = propose(people, setting, days, history)
    assert [one for one in plan.given_up if one.is_fault] == []
    assert [one.inspected for one in plan.inspections if one.inspected in one.inspecting] == []
    assert sorted(one.inspected for one in plan.inspections) == [
        one.key for one in people if one.is_inspected
    ]
    in_it = [load for load in plan.loads.values() if load or setting.mode is not Mode.ONE_TEAM]
    assert max(in_it) - min(in_it) <= 1
    assert plan.given_up == broken_wishes(plan.inspections, people, setting, days, history)
    for day in days:
        assert sum(one.on == day.on for one in plan.inspections) <= holds


@settings(max_examples=40, deadline=None)
@given(clusters(most=12), settings_of_plans(), st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_changes_nothing(cluster, setting, dice):
    people, history = cluster
    days = [Day(on, 2) for on in DAYS]
    plan = propose(people, setting, days, history)
    assert propose(people, setting, days, history) == plan
    shuffled = dice.sample(people, len(people)), dice.sample(history, len(history))
    other = propose(shuffled[0], setting, days, shuffled[1])
    assert other == plan
    assert list(map(str, other.given_up)) == list(map(str, plan.given_up))


@pytest.mark.parametrize("size", SIZES)
def test_year_after_year_no_pair_comes_back_while_there_are_others(size):
    """Each year all units are inspected by ones new to them, until mutual pairs or old ones are unavoidable."""
    people, history, slowest = many(size), [], 0.0
    years = max(min(size // 2 - 1, 8), 1)
    for year in range(years):
        before = time.process_time()
        plan = propose(people, Setting(), (), [Past(one, other, year - then) for one, other, then in history])
        slowest = max(slowest, time.process_time() - before)
        assert [str(one) for one in plan.given_up] == (["U0 and U1 inspect each other."] if size == 2 else [])
        assert set(plan.loads.values()) == {1}
        history += [(one.inspecting[0], one.inspected, year) for one in plan.inspections]
    print(f"{size} units, {years} years: {slowest:.3f} s at most")


@pytest.mark.parametrize("size", SIZES[2:])
def test_teams_are_apart_and_change_with_the_years(size):
    people, history, slowest = many(size), [], 0.0
    setting = Setting(Mode.TEAMS, teams=max(3, size // 5))
    again = []
    for year in range(3):
        past = [Past(one, other, year - then) for one, other, then in history]
        before = time.process_time()
        plan = propose(people, setting, (), past)
        slowest = max(slowest, time.process_time() - before)
        assert mutual_teams(plan.inspections) == []
        assert len({one.inspecting for one in plan.inspections}) == setting.teams
        assert max(plan.loads.values()) - min(plan.loads.values()) <= 1
        again.append(sum(one.wish == "history" for one in plan.given_up))
        history += [(key, one.inspected, year) for one in plan.inspections for key in one.inspecting]
    print(f"{size} units in {setting.teams} teams: {slowest:.3f} s at most, old pairs {again}")
    if size > 30:
        assert again == [0, 0, 0]


@pytest.mark.parametrize("setting", [Setting(), Setting(Mode.TEAMS, teams=12)], ids=["pairs", "teams"])
@pytest.mark.parametrize("known", [0.5, 0.9, 1.0])
def test_sixty_who_have_met_nearly_all_still_get_a_plan(setting, known):
    dice = random.Random(60)
    history = [
        Past(one, other, dice.randint(1, 9))
        for one in range(60)
        for other in range(60)
        if one != other and dice.random() <= known
    ]
    days = [Day(on, 4, place) for on in DAYS for place in ("Vinh", "Hà Tĩnh", "Huế")]
    before = time.process_time()
    plan = propose(many(60), setting, days, history)
    print(f"{known:.0%} known: {time.process_time() - before:.3f} s")
    assert [one for one in plan.given_up if one.is_fault or one.wish == "load"] == []
    assert mutual_teams(plan.inspections) == []


def test_without_history_each_inspects_the_next():
    plan = propose(many(60), Setting())
    assert [one.inspecting for one in plan.inspections] == [(59,), *((at,) for at in range(59))]
    assert all(one.leader == one.inspecting[0] for one in plan.inspections)
    assert list(pairwise(one.inspected for one in plan.inspections)) == [(at, at + 1) for at in range(59)]
