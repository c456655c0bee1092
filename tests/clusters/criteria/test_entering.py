"""What a rule refuses when it is entered, and which figures it takes: every fault in words."""

import json
from decimal import Decimal

import pytest

from clusters.criteria.rules.kinds import rule_for
from clusters.criteria.rules.table import Line, problems
from emulation.core.errors import Refused
from tests.clusters.criteria.samples import BACKLOG, NAMED, SAMPLES


def rule(kind, minimum="0", maximum="2", parameters=None, **more):
    return rule_for(kind, parameters or {}, minimum=Decimal(minimum), maximum=Decimal(maximum), **more)


def sample(kind, **more):
    return rule(kind, *SAMPLES[kind], **more)


def words(made):
    return [str(one) for one in made.problems()]


def refusal(act, *args):
    with pytest.raises(Refused) as caught:
        act(*args)
    return caught.value.field, str(caught.value)


NUMERATOR = "The rule needs “numerator”: the words for what is counted, as “sent on time”."
DENOMINATOR = "The rule needs “denominator”: the words for what it is a share of, as “all sent”."
BEST = "The best tier gives the standard points, none less than the least."
WHOLE = [{"to": "50", "to_open": True, "points": "0"}, {"from": "50", "points": "2"}]


@pytest.mark.parametrize(
    ("kind", "parameters", "said"),
    [
        ("percent_tiers", {"tiers": WHOLE}, [NUMERATOR, DENOMINATOR]),
        ("percent_tiers", {"numerator": "Đã làm", "denominator": " ", "tiers": WHOLE}, [DENOMINATOR]),
        ("percent_tiers", {**NAMED, "tiers": WHOLE, "none": "3"}, ["What nothing gives (“none”) lies outside the bounds.", BEST]),
        ("percent_tiers", {**NAMED, "tiers": [{"points": "2"}]}, []),
        ("percent_tiers", {**NAMED, "tiers": ["x"]}, ["A tier is written with from, from_open, to, to_open and points."]),
        (
            "percent_tiers",
            {**NAMED, "grain": "1", "tiers": [*WHOLE, {"from": "30", "to": "20", "points": "1"}]},
            ["No value falls into the tier “≥ 30 %, ≤ 20 %”."],
        ),
        (
            "percent_tiers",
            {**NAMED, "grain": "1", "tiers": [{"to": "10.5", "points": "0"}, {"from": "11", "points": "2"}]},
            [],
        ),
        ("percent_tiers", {**NAMED, "tiers": [{"to": "50", "points": "0.005"}]}, ["0,005 has more than two decimals."]),
        ("deduction_tiers", {"grain": "1", "tiers": [{"from": "1", "off": "2"}]}, [NUMERATOR, DENOMINATOR]),
        ("deduction_tiers", {**BACKLOG, "grain": "1", "tiers": [{"from": "1", "off": "2"}]}, []),
        ("deduction_tiers", {**BACKLOG, "grain": "1", "tiers": [{"from": "0", "from_open": True, "off": "2"}]}, []),
        ("deduction_tiers", {**BACKLOG, "tiers": [{"from": "0", "from_open": True, "off": "2"}]}, []),
        ("deduction_tiers", {**BACKLOG, "tiers": [{"from": "1", "off": "2"}]}, ["The tiers do not begin at 0 %: “≥ 1 %”."]),
        ("deduction_tiers", {**BACKLOG, "grain": "0.1", "tiers": [{"from": "1", "off": "2"}]}, ["The tiers do not begin at 0 %: “≥ 1 %”."]),
        (
            "deduction_tiers",
            {**BACKLOG, "grain": "0.1", "tiers": [{"to": "10", "points": "2"}, {"from": "11", "to": "20", "off": "1"}]},
            ["The tiers do not reach 100 %: “≥ 11 %, ≤ 20 %”.", "There is a gap between the tiers “≤ 10 %” and “≥ 11 %, ≤ 20 %”."],
        ),
        (
            "deduction_tiers",
            {**BACKLOG, "grain": "1", "tiers": [{"from": "1", "off": "2", "points": "0"}]},
            ["A tier is written with from, from_open, to, to_open and either off or points."],
        ),
        ("deduction_tiers", {**BACKLOG, "tiers": [{"off": "-1"}]}, ["“off” is above zero."]),
        ("deduction_tiers", {**BACKLOG, "tiers": [{"points": "3"}]}, [BEST]),
        ("proportional", {}, [NUMERATOR, DENOMINATOR]),
        ("proportional", {**NAMED, "above": "more"}, ["“above” is full or refused."]),
        ("days_late_tiers", {}, ["The rule needs tiers."]),
        ("days_late_tiers", {"tiers": [{"to": "0", "points": "2"}, {"from": "1", "to": "2", "points": "0"}]}, ["The tiers end at “1–2”: say what still later gives."]),
        ("days_late_tiers", {"tiers": [{"from": "1", "points": "2"}]}, ["The tiers do not begin at 0 days: “≥ 1”."]),
        (
            "days_late_tiers",
            {"tiers": [{"to": "2", "points": "2"}, {"from": "4", "points": "0"}]},
            ["There is a gap between the tiers “≤ 2” and “≥ 4”."],
        ),
        (
            "days_late_tiers",
            {"tiers": [{"to": "2", "points": "2"}, {"from": "2", "points": "0"}]},
            ["The tiers “≤ 2” and “≥ 2” overlap."],
        ),
        ("days_late_tiers", {"tiers": [{"to": "2", "points": "1"}, {"from": "3", "points": "0"}]}, [BEST]),
        (
            "date_tiers",
            {"tiers": [{"to": "2022-02-28", "points": "2"}, {"from": "2022-03-02", "points": "0"}]},
            ["There is a gap between the tiers “≤ 28/02/2022” and “≥ 02/03/2022”."],
        ),
        (
            "date_tiers",
            {"tiers": [{"to": "2022-03-01", "points": "2"}, {"from": "2022-03-01", "points": "0"}]},
            ["The tiers “≤ 01/03/2022” and “≥ 01/03/2022” overlap."],
        ),
        ("date_tiers", {"tiers": [{"from": "2022-01-01", "points": "2"}]}, ["The tiers begin at “≥ 01/01/2022”: the first has no beginning."]),
        ("date_tiers", {"tiers": [{"to": "2022-12-31", "points": "2"}]}, ["The tiers end at “≤ 31/12/2022”: say what still later gives."]),
        ("date_tiers", {"tiers": [{"to": "29/02/2022", "points": "2"}]}, ["“29/02/2022” is not a date. Type day/month/year, for example 05/11/2022."]),
        ("choice", {}, ["The rule needs options."]),
        ("choice", {"options": [{"label": "A"}]}, ["An option is written with label, points and perhaps value."]),
        ("choice", {"options": [{"label": " ", "points": "2"}]}, ["An option needs words."]),
        ("choice", {"options": [{"label": "A", "points": "2"}, {"label": "A", "points": "1"}]}, ["The option “A” stands twice."]),
        ("choice", {"options": [{"label": "A", "points": "1"}]}, ["The best option gives the standard points, none less than the least."]),
        ("count", {}, ["The rule needs either “each” or a list of “cases”."]),
        ("count", {"each": "0"}, ["“each” is above zero."]),
        ("count", {"each": "1", "cases": []}, ["The rule needs either “each” or a list of “cases”."]),
        ("count", {"cases": [{"value": "a"}]}, ["A case is written with value, label and each."]),
        ("count", {"cases": [{"value": "a b", "label": "A", "each": "1"}]}, ["“value” of a case is a short word without spaces, “label” its words."]),
        ("count", {"cases": [{"value": "a", "label": "A", "each": "1"}, {"value": "a", "label": "B", "each": "2"}]}, ["Two cases have the same value."]),
        ("leader_target", {"excess": "ratio"}, ["“excess” is share or amount."]),
        ("external", {}, ["The rule needs “body”: the name of the body that gives the points."]),
        ("external", {"body": "Cục Công nghệ thông tin"}, []),
    ],
)  # fmt: skip
def test_a_rule_is_refused_when_it_is_entered(kind, parameters, said):
    assert words(rule(kind, parameters=parameters)) == said


@pytest.mark.parametrize("kind", ["proportional", "count", "bonus", "leader_target"])
def test_kinds_that_begin_at_zero_say_so(kind):
    minimum, maximum, parameters = SAMPLES[kind]
    said = words(rule(kind, "1", maximum, parameters))
    assert len(said) == 1
    assert said[0].endswith("at 0.")
    assert words(rule(kind, minimum, maximum, parameters)) == []


def test_a_ceiling_stands_only_where_the_rule_may_exceed_and_not_below_the_standard():
    assert words(sample("proportional", ceiling=Decimal(12))) == []
    assert words(sample("proportional", ceiling=Decimal(9))) == [
        "The most points are below the standard points."
    ]
    assert words(sample("yes_no", ceiling=Decimal(3))) == [
        "The rule “yes_no” never exceeds the standard points."
    ]
    made = rule("proportional", "0", "10", {**NAMED, "above": "refused"}, ceiling=Decimal(12))
    assert words(made) == ["Where more than the plan is refused, no points exceed the standard."]


def test_points_are_accepted_up_to_the_ceiling():
    judged = sample("manual", ceiling=Decimal(12))
    assert (judged.most, judged.accepts(Decimal(12))) == (Decimal(12), None)
    assert refusal(judged.accepts, Decimal("12.01")) == ("points", "12,01 is outside 0 to 12.")


@pytest.mark.parametrize(("places", "count"), [(None, 0), (2, 0), (4, 0), (1, 1), (5, 1)])
def test_inside_a_rule_two_to_four_decimals_are_kept(places, count):
    said = words(sample("proportional", places=places))
    assert said == ["Inside a rule figures are rounded to two to four decimals."] * count


def test_only_what_can_come_out_of_a_rule_is_accepted():
    for kind, points, possible in [
        ("choice", "0.75", "1; 0,5; 0"),
        ("days_late_tiers", "1.75", "2; 1,5; 1; 0,5; 0"),
        ("date_tiers", "0.25", "1; 0,5; 0"),
        ("deduction_tiers", "95", "110; 100; 90; 0"),
    ]:
        said = f"{points.replace('.', ',')} cannot come out of this rule; possible are {possible}."
        assert refusal(sample(kind).accepts, Decimal(points)) == ("points", said)


def test_some_kinds_are_judged_supplied_across_units_or_cannot_fail_to_arise():
    def those(word):
        return [kind for kind in SAMPLES if getattr(sample(kind), word)]

    assert those("judged") == ["manual"]
    assert those("supplied") == ["external"]
    assert those("cross_unit") == ["leader_target"]
    assert [kind for kind in SAMPLES if not sample(kind).may_not_arise] == ["group", "bonus"]


def test_a_unit_is_asked_nothing_where_a_body_gives_the_points():
    external = sample("external")
    assert (external.inputs, external.clean({})) == ((), {})
    assert refusal(external.score, {}) == ("inputs", "Points of this criterion are given directly.")
    assert external.accepts(Decimal("9.5")) is None


# --- Figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "inputs", "kept"),
    [
        ("proportional", {"numerator": "9,5", "denominator": "9.50"}, {"numerator": "9.5", "denominator": "9.5"}),
        ("proportional", {"numerator": 7, "denominator": " 0012 "}, {"numerator": "7", "denominator": "12"}),
        ("proportional", {"numerator": "0,125", "denominator": "1.2340"}, {"numerator": "0.125", "denominator": "1.2340"}),
        (
            "proportional",
            {"numerator": "1.300.000.000", "denominator": "2 000 000 000,25"},
            {"numerator": "1300000000", "denominator": "2000000000.25"},
        ),
        ("count", {"count": "3,0"}, {"count": "3"}),
        ("count", {"count": "-0"}, {"count": "0"}),
        ("yes_no", {"answer": False}, {"answer": False}),
        ("choice", {"option": "dung"}, {"option": "dung"}),
        ("date_tiers", {"sent": True, "date": "1/3/2022"}, {"sent": True, "date": "2022-03-01"}),
        ("date_tiers", {"sent": True, "date": "2022-03-01"}, {"sent": True, "date": "2022-03-01"}),
        ("date_tiers", {"sent": False, "date": ""}, {"sent": False}),
        ("leader_target", {"target": "", "done": "4"}, {"done": "4"}),
        ("manual", {}, {}),
    ],
)  # fmt: skip
def test_figures_are_kept_in_one_way_of_writing(kind, inputs, kept):
    made = sample(kind)
    assert made.clean(inputs) == kept
    assert made.clean(json.loads(json.dumps(kept))) == kept


@pytest.mark.parametrize(
    ("kind", "inputs", "field", "said"),
    [
        ("proportional", {"numerator": "1"}, "denominator", "A figure is missing."),
        ("proportional", {"numerator": " ", "denominator": "1"}, "numerator", "A figure is missing."),
        ("proportional", {"numerator": "-1", "denominator": "1"}, "numerator", "A figure cannot be negative."),
        ("proportional", {"numerator": "1", "denominator": "0"}, "denominator", "“Out of” cannot be zero."),
        ("proportional", {"numerator": "1", "denominator": "1.234"}, "denominator", "“1.234” could be a decimal or a thousand. Type 1234 or 1,23."),
        ("proportional", {"numerator": "mười", "denominator": "1"}, "numerator", "“mười” is not a number. Type figures with a comma, for example 9,5."),
        ("proportional", {"numerator": "1e5", "denominator": "1"}, "numerator", "“1e5” is not a number. Type figures with a comma, for example 9,5."),
        ("proportional", {"numerator": 1.5, "denominator": "1"}, "numerator", "“numerator” must be written as text or a whole number."),
        ("proportional", {"numerator": True, "denominator": "1"}, "numerator", "“numerator” must be written as text or a whole number."),
        ("proportional", {"numerator": ["1"], "denominator": "1"}, "numerator", "“numerator” must be written as text or a whole number."),
        ("proportional", {"numerator": "9" * 16, "denominator": "1"}, "numerator", f"“{'9' * 16}” is far too large."),
        ("proportional", {"numerator": "1", "denominator": "1", "plan": "1"}, "plan", "The rule does not ask for “plan”."),
        ("count", {"count": "2,5"}, "count", "Enter a whole number."),
        ("days_late_tiers", {"days": "0.5"}, "days", "Enter a whole number."),
        ("days_late_tiers", {}, "days", "A figure is missing."),
        ("days_late_tiers", {"days": "1", "sent": True}, "sent", "The rule does not ask for “sent”."),
        ("date_tiers", {}, "sent", "Answer yes or no."),
        ("date_tiers", {"sent": True}, "date", "Say when it was sent or issued."),
        ("date_tiers", {"sent": False, "date": "1/3/2022"}, "date", "Leave this empty where nothing was sent or issued."),
        ("date_tiers", {"sent": True, "date": "30/02/2022"}, "date", "“30/02/2022” is not a date. Type day/month/year, for example 05/11/2022."),
        ("date_tiers", {"sent": True, "date": "2022-02-30"}, "date", "“2022-02-30” is not a date. Type day/month/year, for example 05/11/2022."),
        ("choice", {}, "option", "Choose one of the options."),
        ("choice", {"option": "khac"}, "option", "Choose one of the options."),
        ("choice", {"option": 1}, "option", "Choose one of the options."),
        ("leader_target", {"target": "5", "done": "1"}, "inputs", "These points depend on the figures of all units and are computed together."),
    ],
)  # fmt: skip
def test_a_figure_that_makes_no_sense_is_refused_at_its_name(kind, inputs, field, said):
    assert refusal(sample(kind).score, inputs) == (field, said)


def test_the_words_of_the_table_stand_at_the_figures():
    assert [(one.label, one.kind, one.required) for one in sample("date_tiers").inputs] == [
        ("Sent or issued", "yes-no", True),
        ("Ngày ban hành văn bản", "date", False),
    ]
    assert [one.label for one in sample("deduction_tiers").inputs] == list(BACKLOG.values())
    assert sample("choice").inputs[0].choices[0] == ("dung", "Đúng thẩm quyền")


# --- In a table ----------------------------------------------------------------------------------


def line(code, maximum, kind="manual", parent="", **more):
    return Line(code=code, name=code, kind=kind, maximum=Decimal(maximum), parent=parent, **more)


def test_a_table_names_the_line_of_a_wrong_rule():
    lines = [
        line("I", "13", "group"),
        line("I.1", "10", "proportional", "I", ceiling=Decimal(8)),
        line("I.2", "2", "percent_tiers", "I", parameters={"tiers": WHOLE, "numerator": "Đã gửi"}),
        line("I.3", "1", "external", "I"),
    ]
    assert [(one.place, str(one)) for one in problems(lines, Decimal(13))] == [
        ("I.1", "The most points are below the standard points."),
        ("I.1", NUMERATOR),
        ("I.1", DENOMINATOR),
        ("I.2", DENOMINATOR),
        ("I.3", "The rule needs “body”: the name of the body that gives the points."),
    ]


def test_a_table_with_every_kind_of_rule_holds():
    leaves = [
        line(f"I.{place}", maximum, kind, "I", minimum=Decimal(minimum), parameters=parameters)
        for place, (kind, (minimum, maximum, parameters)) in enumerate(SAMPLES.items(), start=1)
        if kind != "group"
    ]
    scale = sum(one.maximum for one in leaves)
    assert problems([line("I", scale, "group"), *leaves], scale) == []
