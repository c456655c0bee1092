"""Proposals for the clusters there are: pairs, teams, one team, Sở and THADS of one region."""

import pytest

from clusters.inspections.rules.facts import Across, Day, Member, Mode, Setting
from clusters.inspections.rules.plan import propose
from emulation.core.errors import Refused
from tests.clusters.inspections.planning import DAYS, a_week, many, members, past, said, visits

TEN = "abcdefghij"


def test_each_inspects_the_next_in_the_order_of_the_cycle():
    plan = propose(members("abcd"), Setting())
    assert visits(plan.inspections) == ["d>a", "a>b", "b>c", "c>d"]
    assert [one.leader for one in plan.inspections] == ["d", "a", "b", "c"]
    assert (plan.given_up, plan.loads) == ((), dict.fromkeys("abcd", 1))


def test_two_units_have_no_choice_and_are_told():
    plan = propose(members("ab"), Setting(), history=past("ab1", "ba2"))
    assert visits(plan.inspections) == ["b>a", "a>b"]
    assert said(plan.given_up) == [
        ("mutual", "A and B inspect each other."),
        ("history", "B inspected A 2 years ago as well."),
        ("history", "A inspected B last year as well."),
    ]


def test_the_pair_of_last_year_goes_before_any_number_of_older_ones():
    history = past("ab1", "bc1", "ca1", "ac2", "cb2", "ba2")
    assert visits(propose(members("abc"), Setting(), history=history).inspections) == ["b>a", "c>b", "a>c"]


def test_few_inspectors_share_evenly():
    people = [*members("abc"), *(Member(key, key.upper(), 9, inspects=False) for key in "defgh")]
    plan = propose(people, Setting())
    assert (plan.loads, plan.given_up) == ({"a": 2, "b": 3, "c": 3}, ())


def test_more_inspectors_than_inspected_go_together():
    people = [*members("abc"), *(Member(key, key.upper(), 9, is_inspected=False) for key in "de")]
    plan = propose(people, Setting())
    assert sorted(len(one.inspecting) for one in plan.inspections) == [1, 2, 2]
    assert (plan.loads, plan.given_up) == (dict.fromkeys("abcde", 1), ())


def test_the_only_one_inspected_does_not_inspect():
    people = [*members("a"), *(Member(key, key.upper(), 9, is_inspected=False) for key in "bc")]
    plan = propose(people, Setting(Mode.TEAMS, teams=2))
    assert (visits(plan.inspections), plan.given_up) == (["bc>a"], ())


REGION = members("abcdefgh", groups="sstttsts")


def groups_met(plan):
    groups = {one.key: one.group for one in REGION}
    return sorted(groups[key] + groups[one.inspected] for one in plan.inspections for key in one.inspecting)


@pytest.mark.parametrize(
    ("across", "expected"),
    [(Across.WITHIN, ["ss"] * 4 + ["tt"] * 4), (Across.ACROSS, ["st"] * 4 + ["ts"] * 4)],
)
def test_departments_of_justice_and_enforcement_in_one_region(across, expected):
    plan = propose(REGION, Setting(groups=across))
    assert (groups_met(plan), plan.given_up) == (expected, ())


def test_two_in_a_group_meet_across_rather_than_inspect_each_other():
    plan = propose(members("abcd", groups="sstt"), Setting(groups=Across.WITHIN))
    assert visits(plan.inspections) == ["d>a", "a>b", "b>c", "c>d"]
    assert said(plan.given_up) == [
        ("groups", "D inspects A: not in the same group."),
        ("groups", "B inspects C: not in the same group."),
    ]


def test_teams_go_round_and_each_has_one_leader():
    plan = propose(members("abcdefghi"), Setting(Mode.TEAMS, teams=3))
    assert visits(plan.inspections) == [
        *("ghi>a", "ghi>b", "ghi>c"),
        *("abc>d", "abc>e", "abc>f"),
        *("def>g", "def>h", "def>i"),
    ]
    assert [one.leader for one in plan.inspections] == [*"ggg", *"aaa", *"ddd"]
    assert (plan.given_up, plan.loads) == ((), dict.fromkeys("abcdefghi", 3))


def test_teams_of_a_size_that_does_not_go_into_the_members():
    plan = propose(members(TEN), Setting(Mode.TEAMS, team_size=3))
    assert [str(one) for one in plan.given_up] == ["Size of the team of A, B, C, D: 4 instead of 3."]


def test_two_teams_can_only_inspect_each_other():
    plan = propose(members("abcd"), Setting(Mode.TEAMS, teams=2))
    assert said(plan.given_up) == [
        ("mutual", "The team of A, B and the team of C, D inspect units of each other.")
    ]


def test_teams_of_one_group_stay_in_it():
    people = members("abcdefghijkl", groups="sssssstttttt")
    plan = propose(people, Setting(Mode.TEAMS, Across.WITHIN, teams=6))
    assert plan.given_up == ()


def test_neighbours_who_are_all_inspected_are_dealt_out():
    people = [*members("abc"), *(Member(key, key.upper(), 9, is_inspected=False) for key in "def")]
    plan = propose(people, Setting(Mode.TEAMS, teams=2))
    assert sorted(map(len, {one.inspecting for one in plan.inspections})) == [3, 3]
    assert [one for one in plan.given_up if one.is_fault or one.wish == "load"] == []


def test_one_team_inspects_all_and_the_others_its_own():
    plan = propose(members("abcde"), Setting(Mode.ONE_TEAM, team_size=3))
    assert visits(plan.inspections) == ["bc>a", "ac>b", "ab>c", "abc>d", "abc>e"]
    assert [one.leader for one in plan.inspections] == ["b", "a", "a", "a", "a"]
    assert (plan.given_up, plan.loads) == ((), {"a": 4, "b": 4, "c": 4, "d": 0, "e": 0})


def test_one_team_of_others_than_last_year():
    history = past(*(f"{one}{other}1" for one in "ab" for other in "abcde" if one != other))
    plan = propose(members("abcde"), Setting(Mode.ONE_TEAM, team_size=2), history=history)
    assert visits(plan.inspections) == ["cd>a", "cd>b", "d>c", "c>d", "cd>e"]


def test_days_hold_no_more_than_they_can_and_nobody_goes_and_receives_at_once():
    plan = propose(members(TEN), Setting(), a_week(2))
    assert plan.given_up == ()
    assert sorted(one.on for one in plan.inspections) == sorted(DAYS[:5] * 2)


def test_nobody_has_to_come_on_a_day_without_time():
    people = [
        Member("a", "A", 0, unavailable=frozenset(DAYS[:4])),
        Member("b", "B", 1, unavailable=frozenset(DAYS[2:])),
        Member("c", "C", 2, unavailable=frozenset(DAYS[:2])),
    ]
    plan = propose(people, Setting(), a_week(1))
    assert [str(one) for one in plan.given_up] == [
        # A and B, B and C have no day in common: one of each pair has to give way in any round of three.
        "A is not available on 03/10/2022, when B is inspected.",
        "B is not available on 05/10/2022, when C is inspected.",
    ]
    plan = propose([*people, Member("d", "D", 3), Member("e", "E", 4)], Setting(), a_week(1))
    assert (visits(plan.inspections), plan.given_up) == (["e>a", "d>b", "a>c", "c>d", "b>e"], ())


def test_who_finds_no_room_stays_without_a_day():
    plan = propose(members("abc"), Setting(), [Day(DAYS[0]), Day(DAYS[1], 0), Day(DAYS[2])])
    assert [one.on for one in plan.inspections] == [DAYS[0], DAYS[2], None]
    assert said(plan.given_up) == [("undated", "The inspection of C has no day yet.")]


def test_one_date_at_two_places_is_one_day_for_the_units():
    plan = propose(members("ab"), Setting(), [Day(DAYS[0], 1, "Vinh"), Day(DAYS[0], 1, "Huế")])
    assert [(one.on, one.place) for one in plan.inspections] == [(DAYS[0], "Vinh"), (DAYS[0], "Huế")]
    assert [one.wish.value for one in plan.given_up] == ["mutual", "both-sides", "both-sides"]


@pytest.mark.parametrize(
    ("people", "setting", "message"),
    [
        (
            [Member(at, "", is_inspected=False) for at in range(3)],
            Setting(),
            "All members are excused from being inspected: there is nothing to plan.",
        ),
        (
            [Member(at, "", inspects=False) for at in range(3)],
            Setting(),
            "Nobody is left to inspect: excuse fewer members from inspecting.",
        ),
        (many(1), Setting(), "Nobody is left to inspect: excuse fewer members from inspecting."),
        ([], Setting(), "All members are excused from being inspected: there is nothing to plan."),
        (
            [Member(1, ""), Member(2, "", inspects=False)],
            Setting(),
            "Somebody would have to inspect itself: excuse fewer members or change the teams.",
        ),
        (
            many(4),
            Setting(Mode.ONE_TEAM, team_size=1),
            "Somebody would have to inspect itself: excuse fewer members or change the teams.",
        ),
        (many(4), Setting(Mode.TEAMS), "Give the number of teams or the units in a team."),
        (many(4), Setting(Mode.TEAMS, teams=1), "Give at least two teams, or choose one team for all."),
        (many(4), Setting(Mode.TEAMS, team_size=0), "A team has at least one unit."),
        ([*many(2), *many(1)], Setting(), "A member stands twice in the list."),
    ],
)
def test_refused(people, setting, message):
    with pytest.raises(Refused) as refused:
        propose(people, setting)
    assert str(refused.value) == message


def test_history_lies_in_the_past():
    with pytest.raises(Refused, match="at least one year back"):
        propose(members("abc"), Setting(), history=past("ab0"))
