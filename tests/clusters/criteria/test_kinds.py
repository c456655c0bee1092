"""Each kind of rule: what it asks, gives, explains and refuses."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.criteria.rules.kinds import KINDS, rule_for
from clusters.criteria.rules.tiers import read_tier
from emulation.core.errors import Refused
from tests.factories.criteria import TIERS

NAMED = {"numerator": "Số việc đúng hạn", "denominator": "Tổng số việc"}


def rule(kind, minimum="0", maximum="10", **parameters):
    return rule_for(kind, parameters, minimum=Decimal(minimum), maximum=Decimal(maximum))


def words(problems):
    return [str(one) for one in problems]


def refusal(act, *args):
    with pytest.raises(Refused) as caught:
        act(*args)
    return caught.value.field, str(caught.value)


def test_there_are_these_kinds():
    assert list(KINDS) == [
        "group", "manual", "yes_no", "choice", "percent_tiers", "days_late_tiers", "date_tiers", "proportional",
        "leader_target", "count", "deduction", "deduction_tiers", "bonus", "external",
    ]  # fmt: skip


def test_an_unknown_kind_is_refused_with_the_known_ones():
    assert refusal(lambda: rule("magic")) == (
        "",
        f"“magic” is not a kind of rule; there are {', '.join(KINDS)}.",
    )


def test_a_group_takes_no_points():
    assert refusal(rule("group").accepts, Decimal(1)) == (
        "points",
        "A group of criteria takes no marks; mark its lines.",
    )


@pytest.mark.parametrize("points", ["0", "9.99", "10"])
def test_a_judged_line_takes_points_within_its_bounds(points):
    assert rule("manual").accepts(Decimal(points)) is None


@pytest.mark.parametrize(
    ("points", "said"), [("-0.01", "-0,01 is outside 0 to 10."), ("10.01", "10,01 is outside 0 to 10.")]
)
def test_points_outside_the_bounds_are_refused_never_clamped(points, said):
    assert refusal(rule("manual").accepts, Decimal(points)) == ("points", said)


def test_a_judged_line_has_own_bounds():
    assert refusal(rule("manual", "2", "5").accepts, Decimal("1.5"))[1] == "1,5 is outside 2 to 5."


def test_a_judged_line_computes_nothing():
    assert refusal(rule("manual").score, {"count": "1"}) == (
        "inputs",
        "Points of this criterion are given directly.",
    )


def test_yes_and_no_give_all_or_the_least():
    either = rule("yes_no", "0", "2")
    assert (either.score({"answer": True}).points, either.score({"answer": False}).points) == (
        Decimal("2.00"),
        Decimal("0.00"),
    )
    assert either.score({"answer": True}).explanation == {
        "text": "Yes: %(points)s points.",
        "values": {"points": "2"},
    }


@pytest.mark.parametrize("answer", [None, "", "yes", 1, 0])
def test_yes_or_no_takes_no_other_answer(answer):
    assert refusal(rule("yes_no").score, {"answer": answer}) == ("answer", "Answer yes or no.")


def test_yes_or_no_refuses_points_between():
    assert refusal(rule("yes_no", "0", "2").accepts, Decimal(1)) == (
        "points",
        "1 cannot come out of this rule; possible are 2; 0.",
    )


@pytest.mark.parametrize(("count", "points"), [("0", "0.00"), ("3", "1.50"), ("10", "5.00"), ("11", "5.00")])
def test_a_bonus_counts_cases_up_to_its_cap(count, points):
    bonus = rule("bonus", "0", "5", each="0.5")
    assert bonus.score({"count": count}).points == Decimal(points)


def test_a_bonus_given_outright_is_refused_above_its_cap():
    assert refusal(rule("bonus", "0", "5").score, {"amount": "5.5"}) == (
        "points",
        "5,5 is outside 0 to 5.",
    )


@pytest.mark.parametrize(
    ("count", "said"),
    [
        ("1.5", "Enter a whole number."),
        ("-1", "A figure cannot be negative."),
        ("", "A figure is missing."),
        (None, "A figure is missing."),
    ],
)
def test_cases_are_whole_and_not_negative(count, said):
    assert refusal(rule("bonus", "0", "5", each="0.5").score, {"count": count}) == ("count", said)


def test_a_figure_is_never_a_float():
    assert refusal(rule("bonus", "0", "5", each="0.5").score, {"count": 1.0})[1] == (
        "“count” must be written as text or a whole number."
    )


@pytest.mark.parametrize(("count", "points"), [("0", "6.00"), ("4", "4.00"), ("10", "1.00"), ("11", "1.00")])
def test_a_deduction_stores_what_remains_down_to_its_floor(count, points):
    assert rule("deduction", "1", "6", each="0.5").score({"count": count}).points == Decimal(points)


def test_a_rule_refuses_figures_it_does_not_ask_for():
    assert refusal(rule("yes_no").score, {"answer": True, "count": "1"}) == (
        "count",
        "The rule does not ask for “count”.",
    )


@pytest.mark.parametrize(
    ("share", "points"),
    [
        (("95", "100"), "2.00"),
        (("94.99", "100"), "1.50"),
        (("80", "100"), "1.50"),
        (("799", "1000"), "0.00"),
        (("0", "10"), "0.00"),
        (("12", "10"), "2.00"),
        (("0", "0"), "2.00"),
    ],
)
def test_a_share_falls_into_one_tier(share, points):
    tiers = rule("percent_tiers", "0", "2", **TIERS)
    assert tiers.score(dict(zip(("numerator", "denominator"), share, strict=True))).points == Decimal(points)


def test_a_share_is_rounded_half_up_to_its_grain_first():
    parameters = {
        "grain": "1",
        "tiers": [{"from": "95", "points": "2"}, {"to": "95", "to_open": True, "points": "0"}],
    }
    whole = rule("percent_tiers", "0", "2", **parameters)
    exact = rule("percent_tiers", "0", "2", **{**parameters, "grain": "exact"})
    figures = {"numerator": "945", "denominator": "1000"}
    assert (whole.score(figures).points, exact.score(figures).points) == (Decimal("2.00"), Decimal("0.00"))
    lower = {"numerator": "9449", "denominator": "10000"}
    assert whole.score(lower).points == Decimal("0.00")


def test_a_share_is_explained_with_its_figures():
    outcome = rule("percent_tiers", "0", "2", **TIERS).score({"numerator": "19", "denominator": "21"})
    assert outcome.explanation["text"] % outcome.explanation["values"] == (
        "19 ÷ 21 = 90,48 % falls in the tier “≥ 80 %, < 95 %”: 1,5 points."
    )


def test_out_of_zero_is_refused_unless_the_rule_says_what_it_gives():
    without = {name: value for name, value in TIERS.items() if name != "none"}
    assert refusal(
        rule("percent_tiers", "0", "2", **without).score, {"numerator": "0", "denominator": "0"}
    ) == (
        "denominator",
        "“Out of” cannot be zero.",
    )
    assert refusal(
        rule("percent_tiers", "0", "2", **TIERS).score, {"numerator": "1", "denominator": "0"}
    ) == (
        "denominator",
        "“Out of” cannot be zero.",
    )


def test_above_the_highest_tier_is_refused():
    parameters = {
        "tiers": [{"from": "50", "to": "100", "points": "2"}, {"to": "50", "to_open": True, "points": "0"}]
    }
    assert refusal(
        rule("percent_tiers", "0", "2", **parameters).score, {"numerator": "3", "denominator": "2"}
    ) == ("numerator", "150 % is in no tier: “done” is more than “out of”.")


def tier(low, high, points, low_open=False, high_open=False):
    data = {"points": points, "from_open": low_open, "to_open": high_open}
    return {**data, **({"from": low} if low else {}), **({"to": high} if high else {})}


@pytest.mark.parametrize(
    ("grain", "tiers", "said"),
    [
        ("1", [tier(None, "10", "0"), tier("11", "20", "1"), tier("21", None, "2")], []),
        (
            "0.1",
            [tier(None, "10", "0"), tier("11", None, "2")],
            ["There is a gap between the tiers “≤ 10 %” and “≥ 11 %”."],
        ),
        (
            "1",
            [tier(None, "10", "0"), tier("10", None, "2")],
            ["The tiers “≤ 10 %” and “≥ 10 %” overlap."],
        ),
        (
            "exact",
            [tier(None, "10", "0", high_open=True), tier("10", None, "2", low_open=True)],
            ["There is a gap between the tiers “< 10 %” and “> 10 %”."],
        ),
        ("exact", [tier(None, "10", "0", high_open=True), tier("10", None, "2")], []),
        (
            "exact",
            [tier("5", "10", "0", high_open=True), tier("10", None, "2")],
            ["The tiers do not begin at 0 %: “≥ 5 %, < 10 %”."],
        ),
        (
            "exact",
            [tier(None, "10", "0", high_open=True), tier("10", "99", "2")],
            ["The tiers do not reach 100 %: “≥ 10 %, ≤ 99 %”."],
        ),
        (
            "exact",
            [tier(None, "10", "0", high_open=True), tier("10", None, "1")],
            ["The best tier gives the standard points, none less than the least."],
        ),
        ("exact", [], ["The rule needs tiers."]),
        ("2", [tier(None, None, "2")], ["The grain is one of 1, 0.1, 0.01, exact."]),
    ],
    ids=["whole", "gap", "overlap", "open-gap", "meets", "start", "end", "best", "none", "grain"],
)
def test_a_list_of_tiers_holds_together_on_its_grain(grain, tiers, said):
    assert words(rule("percent_tiers", "0", "2", **NAMED, grain=grain, tiers=tiers).problems()) == said


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (("bonus", "1", "5"), ["A bonus begins at 0."]),
        (("manual", "5", "1"), ["The standard points are below the least points."]),
    ],
)
def test_bounds_are_checked_when_a_line_is_entered(made, said):
    assert words(rule(*made).problems()) == said


def test_unknown_parameters_and_a_worthless_case_are_named():
    assert words(rule("bonus", "0", "5", each="0", cap="3").problems()) == [
        "The rule “bonus” does not know “cap”.",
        "“each” is above zero.",
    ]


# --- Properties ----------------------------------------------------------------------------------

amounts = st.integers(0, 5000)
hundredths = st.integers(0, 2000).map(lambda value: Decimal(value).scaleb(-2))


@given(maximum=hundredths, each=st.integers(1, 500), count=amounts)
def test_a_bonus_and_a_deduction_stay_within_their_bounds(maximum, each, count):
    parameters = {"each": str(Decimal(each).scaleb(-2))}
    for kind in ("bonus", "deduction"):
        points = rule(kind, "0", str(maximum), **parameters).score({"count": str(count)}).points
        assert Decimal(0) <= points <= maximum


@st.composite
def tier_rules(draw):
    """Tiers cut at whole percents, points rising with the share, on any grain."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), min_size=1, max_size=5)))
    points = sorted(draw(st.lists(hundredths, min_size=len(cuts) + 1, max_size=len(cuts) + 1)))
    ends = [None, *[str(cut) for cut in cuts], None]
    tiers = [
        tier(ends[place], ends[place + 1], str(value), high_open=True) for place, value in enumerate(points)
    ]
    grain = draw(st.sampled_from(["1", "0.1", "0.01", "exact"]))
    return rule("percent_tiers", "0", str(points[-1]), **NAMED, grain=grain, tiers=tiers)


@given(made=tier_rules(), shares=st.lists(st.integers(0, 12_000), min_size=2, max_size=6))
def test_more_done_never_gives_less_where_the_points_rise(made, shares):
    assert made.problems() == []
    points = [made.score({"numerator": str(done), "denominator": "10000"}).points for done in sorted(shares)]
    assert points == sorted(points)
    assert all(made.minimum <= one <= made.maximum for one in points)


@given(made=tier_rules(), done=st.integers(0, 1000), factor=st.integers(1, 50))
def test_a_share_does_not_depend_on_the_unit_it_is_counted_in(made, done, factor):
    once = made.score({"numerator": str(done), "denominator": "1000"})
    scaled = made.score({"numerator": str(done * factor), "denominator": str(1000 * factor)})
    assert once.points == scaled.points


@pytest.mark.parametrize("end", ["from_open", "to_open"])
def test_an_open_end_is_true_or_false_and_never_a_word(end):
    with pytest.raises(Refused) as refusal:
        read_tier({"from": "75", "to": "95", end: "false", "points": "1"})
    assert str(refusal.value) == f"“{end}” is true or false."
