"""Rules in words: nothing of what a rule gives is left out."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from clusters.criteria.describing import describe
from clusters.criteria.explaining import sentence
from clusters.criteria.rules.kinds import KINDS, rule_for
from tests.clusters.criteria.samples import SAMPLES
from tests.factories.criteria import TIERS


def words(kind, minimum, maximum, parameters=None, **more):
    with override("en"):
        told = describe(
            rule_for(kind, parameters or {}, minimum=Decimal(minimum), maximum=Decimal(maximum)), **more
        )
    return told.text, told.steps


@pytest.mark.parametrize(
    ("kind", "minimum", "maximum", "parameters", "text"),
    [
        ("group", "0", "10", {}, "The sum of the lines below."),
        ("manual", "0", "10", {}, "Judged: 0 to 10 points; below 10 a reason is needed."),
        ("yes_no", "0", "2", {}, "Yes: 2 points; no: 0 points."),
        ("bonus", "0", "5", {}, "Bonus: 0 to 5 points."),
        ("bonus", "0", "5", {"each": "0.5"}, "Bonus: 0,5 points for each case, at most 5 points."),
        ("deduction", "1", "6", {}, "Starts at 6 points, less what is taken off, not below 1."),
        ("deduction", "1", "6", {"each": "0.5"}, "Starts at 6 points, less 0,5 for each case, not below 1."),
    ],
)
def test_a_rule_in_one_sentence(kind, minimum, maximum, parameters, text):
    assert words(kind, minimum, maximum, parameters) == (text, ())


def test_tiers_stand_from_the_best_down_with_what_nothing_gives():
    assert words("percent_tiers", "0", "2", TIERS) == (
        "Share = “Số việc hoàn thành đúng hạn” ÷ “Tổng số việc được giao” × 100, rounded to 0,01 %:",
        (
            ("95 % and above", "2"),
            ("80 % to below 95 %", "1,5"),
            ("below 80 %", "0"),
            ("nothing arose (0 of 0)", "2"),
        ),
    )


def test_open_and_closed_ends_are_told_apart():
    tiers = [
        {"from": "100", "to": "100", "points": "4"},
        {"from": "75", "to": "100", "from_open": True, "to_open": True, "points": "3"},
        {"from": "50", "to": "75", "points": "2"},
        {"to": "50", "to_open": True, "points": "1"},
        {"from": "100", "from_open": True, "points": "4"},
    ]
    _text, steps = words("percent_tiers", "0", "4", {"tiers": tiers})
    assert [when for when, _points in steps] == [
        "100 %",
        "above 100 %",
        "above 75 % to below 100 %",
        "50 % to 75 %",
        "below 50 %",
    ]


@pytest.mark.parametrize(
    ("kind", "text", "steps"),
    [
        (
            "choice",
            "One of these options:",
            (("Đúng thẩm quyền", "1"), ("Có báo cáo chưa đúng", "0,5"), ("Không đúng", "0")),
        ),
        (
            "days_late_tiers",
            "By whole days late:",
            (
                ("on time", "2"),
                ("1 to 2 days late", "1,5"),
                ("3 to 5 days late", "1"),
                ("6 to 10 days late", "0,5"),
                ("11 days late or more", "0"),
            ),
        ),
        (
            "date_tiers",
            "By the day (“Ngày ban hành văn bản”):",
            (
                ("by 28/02/2022", "1"),
                ("01/03/2022 to 31/03/2022", "0,5"),
                ("from 01/04/2022 on", "0"),
                ("not sent or issued", "0"),
            ),
        ),
        ("proportional", "“Đã thực hiện” ÷ “Kế hoạch” × 10 points, at most 10.", ()),
        (
            "leader_target",
            "Measured against the own target and the leading unit:",
            (
                ("below the target, by what was done of it", "0–10"),
                ("the target exactly", "10"),
                ("above the target, by the percent above it against the greatest of all", "10–20"),
                ("no target: done ÷ the best done of the units without one", "0–20"),
            ),
        ),
        ("count", "0,5 points for each case, at most 5 points.", ()),
        (
            "deduction_tiers",
            "Starts at 110 points, not below 0. Share = “Số việc còn tồn” ÷ “Tổng số việc theo kế hoạch” × 100, "
            "rounded to 1 %:",
            (
                ("0 %", "110"),
                ("1 % to 10 %", "100 (−10)"),
                ("11 % to 20 %", "90 (−20)"),
                ("21 % and above", "0"),
            ),
        ),
        (
            "external",
            "Given by Cục Công nghệ thông tin: 0 to 10 points; the unit does not fill it in.",
            (),
        ),
    ],
)
def test_every_step_of_a_rule_is_told(kind, text, steps):
    assert words(kind, *SAMPLES[kind]) == (text, steps)


@pytest.mark.parametrize(
    ("kind", "minimum", "text"),
    [
        ("count", "0", "For each case, at most 10 points in all:"),
        ("bonus", "0", "Bonus for each case, at most 10 points in all:"),
        ("deduction", "2", "Starts at 10 points, not below 2; taken off for each case:"),
    ],
)
def test_sorts_of_cases_are_listed(kind, minimum, text):
    cases = [
        {"value": "mot", "label": "Cờ thi đua của Bộ", "each": "5"},
        {"value": "hai", "label": "Bằng khen", "each": "0.5"},
    ]
    told = words(kind, minimum, "10", {"cases": cases})
    assert told == (text, (("Cờ thi đua của Bộ", "5"), ("Bằng khen", "0,5")))


def test_a_table_that_names_no_figures_keeps_its_words():
    old = {name: value for name, value in TIERS.items() if name not in ("numerator", "denominator")}
    assert words("percent_tiers", "0", "2", old)[0] == "Share = done ÷ out of × 100, rounded to 0,01 %:"


def test_on_top_is_said():
    assert words("bonus", "0", "5", on_top=True)[0] == "Bonus: 0 to 5 points. Added on top of the total."


def test_every_kind_can_be_described():
    for kind, (minimum, maximum, parameters) in SAMPLES.items():
        assert words(kind, minimum, maximum, parameters)[0]
    assert list(SAMPLES) == list(KINDS)


def test_an_explanation_is_told_and_none_is_silent():
    rule = rule_for("yes_no", {}, minimum=Decimal(0), maximum=Decimal(2))
    with override("en"):
        assert sentence(rule.score({"answer": True}).explanation) == "Yes: 2 points."
        assert sentence({}) == ""
