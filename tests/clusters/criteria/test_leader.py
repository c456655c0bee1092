"""Target against leader: half for the target, the rest against the unit furthest above its own."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.criteria.explaining import sentences
from clusters.criteria.rules.kinds import rule_for
from emulation.core.errors import Refused


def leader(maximum="20", **parameters):
    return rule_for("leader_target", parameters, minimum=Decimal(0), maximum=Decimal(maximum))


def entry(done, target=None):
    return {"done": str(done)} if target is None else {"done": str(done), "target": str(target)}


def points(rule, **entries):
    scored = rule.score_group({name: entry(*figures) for name, figures in entries.items()})
    return {name: str(one.points) for name, one in scored.items()}


def test_below_equal_above_and_the_leader():
    assert points(leader(), ahead=(130, 100), above=(55, 50), equal=(9, 9), below=(7, 9), nothing=(0, 9)) == {
        "ahead": "20.00",  # 30 % above: the leader gets all
        "above": "13.33",  # 10 % above: 10 + 10 × 10 ÷ 30
        "equal": "10.00",
        "below": "7.78",  # ½ × 20 × 7 ÷ 9
        "nothing": "0.00",
    }


def test_the_excess_may_be_an_amount():
    figures = {"ahead": (130, 100), "above": (55, 50)}
    assert points(leader(excess="amount"), **figures) == {"ahead": "20.00", "above": "11.67"}
    assert points(leader(excess="share"), **figures) == {"ahead": "20.00", "above": "13.33"}


def test_units_without_a_target_are_scored_among_themselves():
    assert points(leader(), best=(4,), other=(3,), idle=(0,), assigned=(200, 100)) == {
        "best": "20.00",
        "other": "15.00",
        "idle": "0.00",
        "assigned": "20.00",
    }


def test_where_no_unit_without_a_target_did_anything_all_get_nothing():
    assert points(leader(), one=(0,), two=(0,)) == {"one": "0.00", "two": "0.00"}


def test_several_units_may_lead_and_nobody_need_be_above():
    assert points(leader(), one=(12, 10), two=(24, 20)) == {"one": "20.00", "two": "20.00"}
    assert points(leader(), one=(10, 10), two=(5, 20)) == {"one": "10.00", "two": "2.50"}
    assert leader().score_group({}) == {}


def test_half_of_an_odd_maximum_is_rounded_half_up():
    assert points(leader("0.25"), one=(10, 10)) == {"one": "0.13"}


def test_the_points_tell_how_they_came_about(settings):
    settings.LANGUAGE_CODE = "en"
    rule = leader(target="Chỉ tiêu", done="Kết quả")
    scored = rule.score_group({"a": entry(130, 100), "b": entry(55, 50), "c": entry(3), "d": entry(4)})
    assert sentences(scored["b"].explanation) == [
        "Done 55, above the target 50; 33,333333… % of the leader's excess: 13,33 points.",
        "Chỉ tiêu: 50.",
        "Kết quả: 55.",
        "Above the target by (55 − 50) ÷ 50 × 100 = 10 %.",
        "The greatest excess of all units: 30 %.",
        "Share: 10 ÷ 30 × 100 = 33,333333… %, not rounded.",
        "½ × 20 + ½ × 20 × 33,333333… % = 13,333333… points.",
        "Rounded half up to two decimals: 13,333333… becomes 13,33.",
    ]
    assert sentences(scored["c"].explanation) == [
        "No target; done 3 of the best 4 × 20: 15 points.",
        "Kết quả: 3.",
        "No target was assigned: scored among the units without one.",
        "Share: 3 ÷ 4 × 100 = 75 %, not rounded.",
        "75 % × 20 points = 15 points.",
    ]


@pytest.mark.parametrize(
    ("figures", "field", "said"),
    [
        ({"done": "1", "target": "0"}, "target", "A target is above zero; leave it empty where none was assigned."),
        ({"target": "1"}, "done", "A figure is missing."),
        ({"done": "x"}, "done", "“x” is not a number. Type figures with a comma, for example 9,5."),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_refused_with_the_unit_it_concerns(figures, field, said):
    with pytest.raises(Refused) as refusal:
        leader().score_group({"a": entry(1, 1), "b": figures})
    assert (refusal.value.subject, refusal.value.field, str(refusal.value)) == ("b", field, said)


# --- Properties ----------------------------------------------------------------------------------

amounts = st.integers(0, 10_000).map(lambda value: str(Decimal(value).scaleb(-2)))
targets = st.none() | st.integers(1, 10_000).map(lambda value: str(Decimal(value).scaleb(-2)))
groups = st.lists(st.tuples(amounts, targets), min_size=1, max_size=8)
rules = st.tuples(
    st.integers(0, 2000), st.sampled_from(["share", "amount"]), st.sampled_from([None, 2, 4])
).map(
    lambda drawn: rule_for(
        "leader_target",
        {"excess": drawn[1]},
        minimum=Decimal(0),
        maximum=Decimal(drawn[0]).scaleb(-2),
        places=drawn[2],
    )
)


@given(rule=rules, group=groups, data=st.data())
def test_the_order_of_units_does_not_matter(rule, group, data):
    entries = {place: entry(*figures) for place, figures in enumerate(group)}
    shuffled = dict(data.draw(st.permutations(list(entries.items()))))
    assert rule.score_group(shuffled) == rule.score_group(entries)


@given(rule=rules, group=groups)
def test_points_stay_within_bounds_and_somebody_above_leads(rule, group):
    scored = rule.score_group({place: entry(*figures) for place, figures in enumerate(group)})
    assert all(rule.minimum <= one.points <= rule.maximum for one in scored.values())
    above = [
        place for place, (done, target) in enumerate(group) if target and Decimal(done) > Decimal(target)
    ]
    assert not above or max(scored[place].points for place in above) == rule.maximum


@given(rule=rules, group=groups)
def test_more_done_for_the_same_target_never_gives_less(rule, group):
    scored = rule.score_group({place: entry(*figures) for place, figures in enumerate(group)})
    for one, (done, target) in enumerate(group):
        for other, (more, same) in enumerate(group):
            if target == same and Decimal(more) >= Decimal(done):
                assert scored[other].points >= scored[one].points
