"""The kinds of rule on the lines of tables that were really issued, and on the examples of the field."""

from decimal import Decimal

import pytest

from clusters.criteria.explaining import sentences
from clusters.criteria.rules.kinds import rule_for
from emulation.core.errors import Refused
from tests.clusters.criteria.samples import SAMPLES

# Sở Tư pháp 2022, VIII.3.a and VIII.3.b: > 95 %: 1.5; 75–95 %: 1; 50–<75 %: 0.5; < 50 %: 0.
SIGNED = {
    "numerator": "Số văn bản gửi Bộ có chữ ký số",
    "denominator": "Tổng số văn bản gửi Bộ",
    "grain": "0.01",
    "tiers": [
        {"from": "95", "from_open": True, "points": "1.5"},
        {"from": "75", "to": "95", "points": "1"},
        {"from": "50", "to": "75", "to_open": True, "points": "0.5"},
        {"to": "50", "to_open": True, "points": "0"},
    ],
}


# Công tác tư pháp 2022 (150 points), A.I.1.1 and A.I.1.2: the same six tiers for 2 and for 3 points.
def on_time(*points):
    ends = ["60", "70", "80", "95", "100"]
    worst, *middle, best = reversed(points)
    between = zip(ends, ends[1:], middle, strict=False)
    return {
        "numerator": "Số thẩm định đúng hạn",
        "denominator": "Tổng số phải thẩm định",
        "grain": "0.01",
        "tiers": [
            {"to": "60", "to_open": True, "points": worst},
            *({"from": low, "to": high, "to_open": True, "points": given} for low, high, given in between),
            {"from": "100", "points": best},
        ],
    }


def share(done, whole="100"):
    return {"numerator": done, "denominator": whole}


def rule(kind, minimum, maximum, parameters, **more):
    made = rule_for(kind, parameters, minimum=Decimal(minimum), maximum=Decimal(maximum), **more)
    assert made.problems() == []
    return made


def sample(kind, **more):
    return rule(kind, *SAMPLES[kind], **more)


def of(kind, minimum, maximum, parameters, *examples):
    return [
        pytest.param(kind, minimum, maximum, parameters, inputs, points, id=f"{kind}-{place}-{points}")
        for place, (inputs, points) in enumerate(examples)
    ]


PLAN = {"numerator": "Đã thực hiện", "denominator": "Kế hoạch"}


@pytest.mark.parametrize(
    ("kind", "minimum", "maximum", "parameters", "inputs", "points"),
    [
        # VIII.1: plan issued: 2, not issued: 0.
        *of("yes_no", "0", "2", {}, ({"answer": True}, "2.00"), ({"answer": False}, "0.00")),
        # III.1.2, 0.75 points: quarter points are kept.
        *of("yes_no", "0", "0.75", {}, ({"answer": True}, "0.75"), ({"answer": False}, "0.00")),
        # I.1.2: a ladder of options.
        *of(
            "choice", *SAMPLES["choice"],
            ({"option": "dung"}, "1.00"), ({"option": "mot-phan"}, "0.50"), ({"option": "khong"}, "0.00"),
        ),
        # VIII.3: 95 itself falls in the second tier, 75 and 50 into the one that begins there.
        *of(
            "percent_tiers", "0", "1.5", SIGNED,
            (share("96"), "1.50"), (share("95.01"), "1.50"), (share("95"), "1.00"), (share("75"), "1.00"),
            (share("74.99"), "0.50"), (share("50"), "0.50"), (share("49.99"), "0.00"), (share("0"), "0.00"),
            (share("95004", "100000"), "1.00"), (share("95005", "100000"), "1.50"),
        ),
        # A.I.1.1 for 2 points and A.I.1.2 for 3 points.
        *of(
            "percent_tiers", "0", "2", on_time("2", "1.75", "1.5", "1", "0.5", "0"),
            (share("100"), "2.00"), (share("99.99"), "1.75"), (share("95"), "1.75"), (share("94.99"), "1.50"),
            (share("80"), "1.50"), (share("79.99"), "1.00"), (share("70"), "1.00"), (share("69.99"), "0.50"),
            (share("60"), "0.50"), (share("59.99"), "0.00"),
        ),
        *of(
            "percent_tiers", "0", "3", on_time("3", "2.75", "2.5", "2", "1.5", "0"),
            (share("7", "7"), "3.00"), (share("19", "20"), "2.75"), (share("6", "7"), "2.50"),
            (share("3", "4"), "2.00"), (share("2", "3"), "1.50"), (share("1", "2"), "0.00"),
        ),
        # I.1.1: 0 days late: 2; 1–2: 1.5; 3–5: 1; 6–10: 0.5; more than 10: 0.
        *of(
            "days_late_tiers", *SAMPLES["days_late_tiers"],
            ({"days": "0"}, "2.00"), ({"days": "1"}, "1.50"), ({"days": "2"}, "1.50"), ({"days": "3"}, "1.00"),
            ({"days": "5"}, "1.00"), ({"days": "6"}, "0.50"), ({"days": "10"}, "0.50"), ({"days": "11"}, "0.00"),
            ({"days": "365"}, "0.00"),
        ),
        # III.1.1: by 28/02/2022: 1; from 01/3 to 31/3: 0.5; after that or none: 0.
        *of(
            "date_tiers", *SAMPLES["date_tiers"],
            ({"sent": True, "date": "31/12/2021"}, "1.00"), ({"sent": True, "date": "28/02/2022"}, "1.00"),
            ({"sent": True, "date": "2022-03-01"}, "0.50"), ({"sent": True, "date": "31/3/2022"}, "0.50"),
            ({"sent": True, "date": "01/4/2022"}, "0.00"), ({"sent": False}, "0.00"),
        ),
        # Units of the ministry 2011 (200 points), 1.1: 110, backlog 1–10 %: −10; 11–20 %: −20; from 21 %: 0.
        *of(
            "deduction_tiers", *SAMPLES["deduction_tiers"],
            (share("0"), "110.00"), (share("0.49"), "110.00"), (share("0.5"), "100.00"), (share("1"), "100.00"),
            (share("10"), "100.00"), (share("10.49"), "100.00"), (share("10.5"), "90.00"), (share("11"), "90.00"),
            (share("20"), "90.00"), (share("20.5"), "0.00"), (share("21"), "0.00"), (share("100"), "0.00"),
        ),
        # done ÷ plan × max; over the plan gives the standard points.
        *of(
            "proportional", "0", "10", PLAN,
            (share("8", "10"), "8.00"), (share("2", "3"), "6.67"), (share("1", "3"), "3.33"),
            (share("1", "1600"), "0.01"), (share("1", "2001"), "0.00"), (share("12", "10"), "10.00"),
            (share("1300000000", "2000000000"), "6.50"),
        ),
        # +0.5 each, at most 5.
        *of(
            "count", "0", "5", {"each": "0.5"},
            ({"count": "0"}, "0.00"), ({"count": "9"}, "4.50"), ({"count": "10"}, "5.00"), ({"count": "11"}, "5.00"),
        ),
        # Cờ tỉnh/bộ +10, Cờ Chính phủ +15.
        *of(
            "bonus", "0", "25",
            {
                "cases": [
                    {"value": "co_bo", "label": "Cờ thi đua của Bộ, tỉnh", "each": "10"},
                    {"value": "co_chinh_phu", "label": "Cờ thi đua của Chính phủ", "each": "15"},
                ]
            },
            ({"co_bo": "1", "co_chinh_phu": "0"}, "10.00"), ({"co_bo": "0", "co_chinh_phu": "1"}, "15.00"),
            ({"co_bo": "1", "co_chinh_phu": "1"}, "25.00"), ({"co_bo": "2", "co_chinh_phu": "1"}, "25.00"),
        ),
        # A deduction starts at the standard points and ends at its floor.
        *of(
            "deduction", "5", "10", {"each": "0.5"},
            ({"count": "0"}, "10.00"), ({"count": "3"}, "8.50"), ({"count": "10"}, "5.00"), ({"count": "40"}, "5.00"),
        ),
    ],
)  # fmt: skip
def test_a_line_gives(kind, minimum, maximum, parameters, inputs, points):
    outcome = rule(kind, minimum, maximum, parameters).score(inputs)
    assert outcome.points == Decimal(points)
    assert outcome.points.as_tuple().exponent == -2


def test_above_the_plan_up_to_the_ceiling_as_in_2012():
    exceeding = sample("proportional", ceiling=Decimal(15))
    assert [exceeding.score(share(done, "10")).points for done in ("10", "12", "15", "16")] == [
        Decimal("10.00"),
        Decimal("12.00"),
        Decimal("15.00"),
        Decimal("15.00"),
    ]


def test_a_share_that_cannot_exceed_the_whole_is_refused_above_it():
    made = rule("proportional", "0", "10", {**PLAN, "above": "refused"})
    assert made.score(share("10", "10")).points == Decimal("10.00")
    with pytest.raises(Refused, match="110 % is more than 100 %") as refusal:
        made.score(share("11", "10"))
    assert refusal.value.field == "numerator"


def test_the_table_may_round_inside_its_rules():
    # 1 ÷ 3 of 150 points: exactly 50; with the share rounded to 33.33 % it is 49.995, half up 50.00.
    figures = share("1", "3")
    assert rule("proportional", "0", "150", PLAN).score(figures).points == Decimal("50.00")
    assert rule("proportional", "0", "150", PLAN, places=2).score(figures).points == Decimal("50.00")
    assert rule("proportional", "0", "200", PLAN).score(figures).points == Decimal("66.67")
    assert rule("proportional", "0", "200", PLAN, places=2).score(figures).points == Decimal("66.66")
    assert rule("proportional", "0", "200", PLAN, places=4).score(figures).points == Decimal("66.67")


@pytest.mark.parametrize(
    ("kind", "inputs", "said"),
    [
        (
            "deduction_tiers",
            share("12", "1000"),
            [
                "12 ÷ 1000 = 1 % falls in the tier “≥ 1 %, ≤ 10 %”: 110 − 10, not below 0: 100 points.",
                "Số việc còn tồn: 12.",
                "Tổng số việc theo kế hoạch: 1000.",
                "Share: 12 ÷ 1000 × 100 = 1,2 %, rounded half up to 1 %: 1 %.",
                "Tiers: = 0 %: 110; ≥ 1 %, ≤ 10 %: 100; ≥ 11 %, ≤ 20 %: 90; ≥ 21 %: 0.",
            ],
        ),
        (
            "proportional",
            share("2", "3"),
            [
                "2 ÷ 3 × 10, at most 10: 6,67 points.",
                "Đã thực hiện: 2.",
                "Kế hoạch: 3.",
                "Share: 2 ÷ 3 × 100 = 66,666666… %, not rounded.",
                "66,666666… % × 10 points = 6,666666… points.",
                "Rounded half up to two decimals: 6,666666… becomes 6,67.",
            ],
        ),
        (
            "date_tiers",
            {"sent": True, "date": "1/3/2022"},
            [
                "01/03/2022 falls in the tier “01/03/2022–31/03/2022”: 0,5 points.",
                "Ngày ban hành văn bản: 01/03/2022.",
                "Tiers: ≤ 28/02/2022: 1; 01/03/2022–31/03/2022: 0,5; ≥ 01/04/2022: 0.",
                "Not sent or issued at all: 0.",
            ],
        ),
        (
            "date_tiers",
            {"sent": False},
            [
                "Not sent or issued: 0 points.",
                "Tiers: ≤ 28/02/2022: 1; 01/03/2022–31/03/2022: 0,5; ≥ 01/04/2022: 0.",
                "Not sent or issued at all: 0.",
            ],
        ),
        (
            "days_late_tiers",
            {"days": 4},
            [
                "4 days late fall in the tier “3–5”: 1 points.",
                "Days late (0 when on time): 4.",
                "Tiers: 0: 2; 1–2: 1,5; 3–5: 1; 6–10: 0,5; > 10: 0.",
            ],
        ),
        (
            "count",
            {"count": "11"},
            [
                "11 × 0,5, at most 5: 5 points.",
                "Số sáng kiến được công nhận: 11.",
                "11 × 0,5 = 5,5 points.",
                "At most 5 points: 5,5 becomes 5.",
            ],
        ),
        (
            "choice",
            {"option": "mot-phan"},
            [
                "“Có báo cáo chưa đúng”: 0,5 points.",
                "Options: Đúng thẩm quyền: 1; Có báo cáo chưa đúng: 0,5; Không đúng: 0.",
            ],
        ),
    ],
)
def test_an_outcome_tells_inputs_rule_tier_formula_and_rounding(settings, kind, inputs, said):
    settings.LANGUAGE_CODE = "en"
    assert sentences(sample(kind).score(inputs).explanation) == said


def test_a_kept_table_without_words_still_scores_and_tells(settings):
    settings.LANGUAGE_CODE = "en"
    old = {name: value for name, value in SIGNED.items() if name not in ("numerator", "denominator")}
    outcome = rule_for("percent_tiers", old, minimum=Decimal(0), maximum=Decimal("1.5")).score(share("95"))
    assert outcome.points == Decimal("1.00")
    assert sentences(outcome.explanation)[1:3] == ["Done: 95.", "Out of: 100."]
