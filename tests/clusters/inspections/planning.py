"""Members, histories and plans in few words, for the tests of the plan."""

import datetime as dt
from itertools import combinations, product

from hypothesis import strategies as st

from clusters.inspections.rules.facts import Across, Day, Inspection, Member, Past

FIRST = dt.date(2022, 10, 3)
DAYS = tuple(FIRST + dt.timedelta(at) for at in range(6))


def members(names, *, groups="", **facts):
    """One member for each letter, in this order; `groups` has a letter for each ("" is none)."""
    return [
        Member(name, name.upper(), order=at, group=groups[at] if groups else None, **facts)
        for at, name in enumerate(names)
    ]


def many(size, **facts):
    return [Member(at, f"U{at}", order=at, **facts) for at in range(size)]


def past(*rows):
    """Past inspections as "ab1": a inspected b one year ago."""
    return [Past(row[0], row[1], int(row[2:])) for row in rows]


def visits(plan):
    """Who inspects whom, as texts: "ab>c"."""
    return ["".join(one.inspecting) + ">" + one.inspected for one in plan]


def by_hand(*rows):
    """Inspections as "ab>c", led by the first."""
    split = [row.split(">") for row in rows]
    return [Inspection(tuple(team), target, team[0] if team else None) for team, target in split]


def said(broken):
    return [(one.wish.value, str(one)) for one in broken]


@st.composite
def clusters(draw, least=2, most=6):
    """Members with some excused, unavailable or in groups, and some history; somebody can always inspect."""
    size = draw(st.integers(least, most))
    people = [
        Member(
            at,
            f"U{at}",
            order=draw(st.integers(0, 2)),
            group=draw(st.sampled_from([None, "s", "t"])),
            unavailable=frozenset(draw(st.lists(st.sampled_from(DAYS[:2]), max_size=2))),
            # Two inspect in any case, so that a plan can be made.
            inspects=at < 2 or draw(st.integers(0, 5)) > 0,
            is_inspected=at < 1 or draw(st.integers(0, 5)) > 0,
        )
        for at in range(size)
    ]
    pairs = [pair for pair in product(range(size), repeat=2) if pair[0] != pair[1]]
    history = [
        Past(one, other, draw(st.integers(1, 3)))
        for one, other in draw(st.lists(st.sampled_from(pairs), max_size=2 * size))
    ]
    return people, history


def broken(people, history, groups, days, plan):
    """Count broken wishes between units, the heaviest first; independent of the rules under test."""
    facts = {one.key: one for one in people}
    pairs = {(key, one.inspected) for one in plan for key in one.inspecting}
    latest = {}
    for one in history:
        pair = one.inspecting, one.inspected
        latest[pair] = min(one.years_ago, latest.get(pair, 99))
    mutual = sum((other, one) in pairs for one, other in pairs) // 2
    years = [sum(latest.get(pair) == ago for pair in pairs) for ago in (1, 2, 3)]
    wrong = apart = 0
    for one, other in ((facts[a], facts[b]) for a, b in pairs):
        if groups is not Across.BOTH and one.group and other.group:
            wrong += (one.group == other.group) == (groups is Across.ACROSS)
        if days and {day.on for day in days} <= one.unavailable | other.unavailable:
            apart += 1
    return (mutual, *years, wrong, apart)


def balanced_plans(people):
    """Every plan of pairs that keeps to the rules: by brute force."""
    targets = [one.key for one in people if one.is_inspected]
    inspecting = [one.key for one in people if one.inspects and targets != [one.key]]
    rows, columns = (targets, inspecting) if len(inspecting) <= len(targets) else (inspecting, targets)
    least = len(rows) // len(columns)
    for chosen in product(columns, repeat=len(rows)):
        if any(one == other for one, other in zip(rows, chosen, strict=True)):
            continue
        counts = [chosen.count(column) for column in columns]
        if min(counts) < least or max(counts) > least + (len(rows) % len(columns) > 0):
            continue
        met = zip(chosen, rows, strict=True) if rows is targets else zip(rows, chosen, strict=True)
        plan = {}
        for one, other in met:
            plan.setdefault(other, []).append(one)
        yield [Inspection(tuple(units), target) for target, units in plan.items()]


def mutual_teams(plan):
    return [
        (one, other)
        for one, other in combinations({one.inspecting for one in plan}, 2)
        if any(x.inspecting == one and x.inspected in other for x in plan)
        and any(x.inspecting == other and x.inspected in one for x in plan)
    ]


def a_week(holds):
    return [Day(on, holds) for on in DAYS]
