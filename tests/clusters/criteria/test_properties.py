"""What holds for every kind of rule, whatever the figures."""

import itertools
import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.criteria.explaining import sentences
from clusters.criteria.rules.compare import same_rule
from clusters.criteria.rules.exact import figure_text, half_up
from clusters.criteria.rules.inputs import figure_kept, read_figure
from clusters.criteria.rules.kinds import rule_for
from clusters.criteria.rules.table import Line, problems
from tests.clusters.criteria.samples import NAMED, SAMPLES

COMPUTED = [kind for kind in SAMPLES if kind not in ("group", "manual", "external", "leader_target")]
hundredths = st.integers(0, 20_000).map(lambda value: Decimal(value).scaleb(-2))
figures = st.integers(0, 10_000_000).map(lambda value: Decimal(value).scaleb(-2))
days = st.dates().map(lambda value: value.strftime("%d/%m/%Y") if value.year > 999 else value.isoformat())


def sample(kind, **more):
    minimum, maximum, parameters = SAMPLES[kind]
    return rule_for(kind, parameters, minimum=Decimal(minimum), maximum=Decimal(maximum), **more)


@st.composite
def inputs_of(draw, rule):
    """Figures a rule accepts."""
    given_inputs = {}
    for one in rule.inputs:
        if one.kind == "choice":
            given_inputs[one.name] = draw(st.sampled_from([value for value, _label in one.choices]))
        elif one.kind == "yes-no":
            given_inputs[one.name] = draw(st.booleans())
        elif one.kind == "date":
            given_inputs[one.name] = draw(days)
        elif one.kind == "whole":
            given_inputs[one.name] = draw(st.integers(0, 1000))
        else:
            given_inputs[one.name] = str(draw(figures))
    if given_inputs.get("sent") is False:
        return {"sent": False}
    if "denominator" in given_inputs:
        whole = draw(figures.filter(bool))
        given_inputs |= {"denominator": str(whole), "numerator": str(draw(st.decimals(0, whole, places=2)))}
    return given_inputs


@given(data=st.data(), kind=st.sampled_from(COMPUTED), places=st.sampled_from([None, 2, 3, 4]))
def test_points_lie_within_the_bounds_with_two_places(data, kind, places):
    rule = sample(kind, places=places)
    outcome = rule.score(data.draw(inputs_of(rule)))
    assert rule.minimum <= outcome.points <= rule.most
    assert outcome.points.as_tuple().exponent == -2
    assert rule.accepts(outcome.points) is None


@given(data=st.data(), kind=st.sampled_from(COMPUTED))
def test_rules_inputs_and_explanations_survive_json(data, kind):
    rule = sample(kind)
    minimum, maximum, parameters = SAMPLES[kind]
    kept = json.loads(json.dumps(parameters))
    assert kept == parameters
    again = rule_for(kind, kept, minimum=Decimal(minimum), maximum=Decimal(maximum))
    figures_given = data.draw(inputs_of(rule))
    cleaned = rule.clean(figures_given)
    outcome = rule.score(figures_given)
    assert again.score(json.loads(json.dumps(cleaned))) == outcome
    assert again.clean(cleaned) == cleaned
    assert json.loads(json.dumps(outcome.explanation)) == outcome.explanation
    assert all(sentences(outcome.explanation))


@given(shares=st.lists(st.integers(0, 2000), min_size=2, max_size=6), ceiling=st.sampled_from([None, 12, 30]))
@pytest.mark.parametrize("places", [None, 2, 4])
def test_more_done_of_a_plan_never_gives_less(places, shares, ceiling):
    rule = sample("proportional", places=places, ceiling=ceiling and Decimal(ceiling))
    points = [rule.score({"numerator": done, "denominator": 1000}).points for done in sorted(shares)]
    assert points == sorted(points)


@given(backlogs=st.lists(st.integers(0, 2000), min_size=2, max_size=6))
def test_more_backlog_never_gives_more(backlogs):
    rule = sample("deduction_tiers")
    points = [rule.score({"numerator": one, "denominator": 2000}).points for one in sorted(backlogs)]
    assert points == sorted(points, reverse=True)


@given(late=st.lists(st.integers(0, 60), min_size=2, max_size=6))
def test_later_never_gives_more(late):
    rule = sample("days_late_tiers")
    points = [rule.score({"days": one}).points for one in sorted(late)]
    assert points == sorted(points, reverse=True)


@given(sent=st.lists(st.dates(), min_size=2, max_size=6))
def test_a_later_day_never_gives_more(sent):
    rule = sample("date_tiers")
    points = [rule.score({"sent": True, "date": day.isoformat()}).points for day in sorted(sent)]
    assert points == sorted(points, reverse=True)


@given(cuts=st.sets(st.integers(0, 100), min_size=1, max_size=5), share=st.integers(0, 10_000))
@pytest.mark.parametrize("is_open", [False, True])
def test_a_share_on_an_end_falls_where_the_end_is_closed(is_open, cuts, share):
    """On every cut itself, just below and just above: what a tier says of its ends is what is scored."""
    ends = sorted(cuts)
    tiers = [{"to": str(ends[0]), "to_open": not is_open, "points": "0"}]
    for place, (low, high) in enumerate(itertools.pairwise(ends), start=1):
        tiers.append(
            {
                "from": str(low),
                "from_open": is_open,
                "to": str(high),
                "to_open": not is_open,
                "points": str(place),
            }
        )
    tiers.append({"from": str(ends[-1]), "from_open": is_open, "points": str(len(ends))})
    rule = rule_for(
        "percent_tiers", {**NAMED, "tiers": tiers}, minimum=Decimal(0), maximum=Decimal(len(ends))
    )
    percent = Decimal(share) / 100
    passed = sum(percent > end or (percent == end and not is_open) for end in ends)
    lowest_is_empty = ends[0] == 0 and not is_open
    assert [str(one) for one in rule.problems()] == (
        ["The tiers do not begin at 0 %: “< 0 %”."] if lowest_is_empty else []
    )
    assert rule.score({"numerator": share, "denominator": 10_000}).points == passed


@given(maxima=st.lists(hundredths, min_size=1, max_size=8))
def test_a_table_holds_exactly_where_its_leaves_sum_to_it(maxima):
    total = sum(maxima, Decimal(0))
    leaves = [
        Line(f"I.{place}", "Dòng", "manual", one, parent="I") for place, one in enumerate(maxima, start=1)
    ]
    whole = [Line("I", "Mục", "group", total), *leaves]
    assert problems(whole, total) == []
    off = [Line("I", "Mục", "group", total + Decimal("0.01")), *leaves]
    assert [one.place for one in problems(off, total)] == ["I", ""]


@given(value=st.fractions(-1000, 1000, max_denominator=5000), places=st.integers(0, 4))
def test_rounding_goes_to_the_nearest_and_up_from_the_half(value, places):
    result = half_up(value, places)
    assert abs(Fraction(result) - value) * 2 * 10**places <= 1
    assert half_up(-value, places) == -result
    if abs(Fraction(result) - value) * 2 * 10**places == 1:
        assert abs(result) > abs(value)


@given(value=st.decimals(0, 10**12, places=4))
def test_a_figure_is_read_back_as_it_is_kept(value):
    assert read_figure(figure_kept(value), "x") == value
    assert read_figure(figure_kept(value).replace(".", ","), "x") == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("9.50"), "9,5"),
        (Decimal(10), "10"),
        (Decimal("0.0125"), "0,0125"),
        (Fraction(1, 3), "0,333333…"),
        (Fraction(-2, 3), "-0,666666…"),
        (Decimal(1300000000), "1.300.000.000"),
        (Decimal("-1234567.5"), "-1.234.567,5"),
        (Decimal(0), "0"),
    ],
)
def test_a_figure_is_shown_with_all_it_has(value, text):
    assert figure_text(value) == text


# --- The same rule in two versions ---------------------------------------------------------------


def line(kind="percent_tiers", **more):
    minimum, maximum, parameters = SAMPLES[kind]
    values = {"minimum": Decimal(minimum), "maximum": Decimal(maximum), "parameters": parameters, **more}
    return Line(code="I.1", name="Dòng", kind=kind, **values)


def tiers(**ends):
    return {
        **NAMED,
        "tiers": [{"to": "50", "to_open": True, "points": "0"}, {"from": "50", "points": "2", **ends}],
    }


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (line(), line(), True),
        (line(), line(maximum=Decimal(3)), False),
        (line(), line(minimum=Decimal(1)), False),
        (line("proportional"), line("proportional", ceiling=Decimal(12)), False),
        (line(parameters=tiers()), line(parameters=tiers(points="2.00", from_open=False)), True),
        (line(parameters=tiers()), line(parameters=tiers(points=2)), True),
        (line(parameters=tiers()), line(parameters=tiers(from_open=True)), False),
        (line(parameters=tiers()), line(parameters={**tiers(), "grain": "1"}), False),
        (line(parameters=tiers()), line(parameters={**tiers(), "denominator": "Khác"}), False),
        (line("count"), line("bonus", parameters=SAMPLES["count"][2]), False),
        (line("date_tiers"), line("date_tiers"), True),
    ],
)
def test_a_mark_carries_over_where_the_rule_is_the_same(a, b, same):
    assert same_rule(a, b) is same
    assert same_rule(b, a) is same


def test_code_and_name_do_not_matter():
    assert same_rule(Line("I.1", "Cũ", "manual", Decimal(2)), Line("II.4", "Mới", "manual", Decimal("2.00")))
