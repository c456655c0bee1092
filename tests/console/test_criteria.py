"""Criteria tables in and out: the whole table is judged, only a draft takes it, nothing goes unseen."""

from decimal import Decimal

import pytest

from clusters.criteria.models import CriteriaTable
from clusters.criteria.resources import CriteriaResource
from clusters.criteria.rules.kinds import KINDS
from clusters.criteria.services import freeze
from emulation.core.resources import Xlsx
from tests.console.files import official
from tests.console.importing import exported, fates, rehearse, sheet, told, write
from tests.factories import make_table, make_unit
from tests.people import make_cast
from tests.refusing import everything, logged

pytestmark = pytest.mark.django_db

HEADINGS = [
    "Mã bảng", "Phiên bản", "Mã tiêu chí", "Mã tiêu chí cha", "Nội dung tiêu chí", "Cách tính", "Điểm tối thiểu",
    "Điểm chuẩn", "Cộng ngoài thang điểm", "Quy tắc (JSON)", "Mã đơn vị thẩm định", "Ghi chú", "Điểm trần",
    "Thay cho mã tiêu chí",
]  # fmt: skip
TIERS = (
    '{"numerator": "Đúng hạn", "denominator": "Tất cả", '
    '"grain": "1", "tiers": [{"to": "50", "to_open": true, "points": 0}, {"from": "50", "points": "1.5"}]}'
)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(params=["xlsx", "csv"])
def kind(request):
    return request.param


@pytest.fixture
def draft():
    return CriteriaTable.objects.create(code="bang", name="Bảng", scale=Decimal(10))


def row(
    code, parent="", kind="manual", maximum="", minimum="", on_top="", rule="", unit="", note="", table="bang",
    ceiling="", replaces="", version=1,
):  # fmt: skip
    line = [
        table,
        version,
        code,
        parent,
        f"Nội dung {code}",
        kind,
        minimum,
        maximum,
        on_top,
        rule,
        unit,
        note,
    ]
    return [*line, ceiling, replaces]


WHOLE = [
    row("I", kind="group", maximum="10"),
    row("I.1", "I", "judged", "6,25", note="Theo CV 12"),
    row("I.2", "I", "percent_tiers", "1,5", rule=TIERS),
    row("I.3", "I", "deduction", "2,25", minimum="-5", rule='{"each": 0.5}'),
    row("II", kind="bonus", maximum="5", on_top="x", rule='{"each": "0.25"}'),
]


def test_a_whole_table_comes_in_and_goes_out_and_in_again_unchanged(cast, draft, kind):
    office = make_unit("Vụ Tổng hợp", code="vu-th")
    lines = [
        *WHOLE[:4],
        row("II", kind="bonus", maximum="5", on_top="x", rule='{"each": "0.25"}', unit="vu-th"),
    ]
    result = write(CriteriaResource(), sheet(kind, HEADINGS, *lines), cast.standing_body)
    assert fates(result) == [(number, "new") for number in range(2, 7)]
    stored = draft.criteria.order_by("position").values_list(
        "code",
        "parent__code",
        "kind",
        "minimum",
        "maximum",
        "on_top",
        "parameters",
        "verified_by",
        "note",
        "level",
    )
    zero = Decimal("0.00")
    assert list(stored) == [
        ("I", None, "group", zero, Decimal("10.00"), False, {}, None, "", 0),
        ("I.1", "I", "manual", zero, Decimal("6.25"), False, {}, None, "Theo CV 12", 1),
        (
            "I.2", "I", "percent_tiers", zero, Decimal("1.50"), False,
            {"numerator": "Đúng hạn", "denominator": "Tất cả", "grain": "1", "tiers": [{"to": "50", "to_open": True, "points": 0}, {"from": "50", "points": "1.5"}]},
            None, "", 1,
        ),
        ("I.3", "I", "deduction", Decimal("-5.00"), Decimal("2.25"), False, {"each": "0.5"}, None, "", 1),
        ("II", None, "bonus", zero, Decimal("5.00"), True, {"each": "0.25"}, office.pk, "", 0),
    ]  # fmt: skip
    assert logged() == [("criteria.created", "Nguyễn Thị Trực", "")]
    make_table(code="bang-2")
    before = everything()
    result = write(
        CriteriaResource(), exported(CriteriaResource(), CriteriaTable.objects.all(), kind), cast.viewer
    )
    assert {line.status for line in result.lines} == {"unchanged"}
    assert len(result.lines) == 9
    assert everything() == before


def test_changed_moved_and_removed_lines_are_shown(cast, draft):
    write(CriteriaResource(), sheet("csv", HEADINGS, *WHOLE), cast.standing_body)
    lines = [
        WHOLE[0],
        row("I.3", "I", "deduction", "2,25", minimum="-5", rule='{"each": 0.5}'),
        row("I.1", "I", "manual", "7,75", note="Theo CV 12"),
    ]
    result = write(CriteriaResource(), sheet("csv", HEADINGS, *lines), cast.standing_body)
    assert [(line.number, line["code"], line.status, line.notes) for line in result.lines] == [
        (2, "I", "unchanged", []),
        (3, "I.3", "changed", ["stands at another place"]),
        (4, "I.1", "changed", []),
        (0, "I.2", "removed", []),
        (0, "II", "removed", []),
    ]
    assert list(draft.criteria.order_by("position").values_list("code", flat=True)) == ["I", "I.3", "I.1"]


def test_every_problem_of_a_table_is_named_with_its_row(cast, draft, kind):
    grid = sheet(
        kind,
        HEADINGS,
        row("I", kind="group", maximum="9"),
        row("I.1", "I", "manual", "6"),
        row("I.2", "I", "percent_tiers", "1,5"),
        row("I.3", "I", "yes_no", "1", minimum="2"),
        row("II", kind="group", maximum="1"),
    )
    assert told(write(CriteriaResource(), grid, cast.standing_body)) == [
        "row 2: The group has 9 points, its lines sum to 8,5.",
        "row 4: The rule needs “numerator”: the words for what is counted, as “sent on time”.",
        "row 4: The rule needs “denominator”: the words for what it is a share of, as “all sent”.",
        "row 4: The rule needs tiers.",
        "row 5: The standard points are below the least points.",
        "row 6: The group has no criteria.",
    ]


def test_what_concerns_the_whole_table_stands_above_the_lines(cast, draft):
    grid = sheet("csv", HEADINGS, row("I", kind="manual", maximum="9"))
    assert told(write(CriteriaResource(), grid, cast.standing_body)) == [
        "Bảng (bang v1): The table has 10 points, its sections sum to 9."
    ]


def test_each_bad_cell_is_named_before_the_table_is_judged(cast, draft):
    grid = sheet(
        "xlsx",
        HEADINGS,
        row("I", kind="group", maximum=9.999),
        row("I.1", "I", "khác", "6"),
        row("I.2", "I", "manual", ""),
        row("I.3", "I", "manual", "1.234"),
        row("I.4", "I", "manual", "1", rule="each: 1"),
        row("I.5", "I", "manual", "1", on_top="ít"),
        row("I.6", "I", "manual", "1", unit="khong-co"),
        row("I.6", "I", "manual", "1"),
    )
    kinds = ", ".join(rule.label for rule in KINDS.values())
    problems = told(write(CriteriaResource(), grid, cast.standing_body))
    units = problems.pop(6)
    assert units.startswith("row 8, column “Mã đơn vị thẩm định”: There is no unit with the code “khong-co”.")
    assert problems == [
        "row 2, column “Điểm chuẩn”: “9,999” has more than 2 decimals.",
        f"row 3, column “Cách tính”: “khác” is none of: {kinds}.",
        "row 4, column “Điểm chuẩn”: The cell is empty.",
        "row 5, column “Điểm chuẩn”: “1.234” could be a decimal or a thousand. Type 1234 or 1,23.",
        'row 6, column “Quy tắc (JSON)”: The rule is not written as JSON, for example {"each": "0.5"}.',
        "row 7, column “Cộng ngoài thang điểm”: “ít” is neither Có nor Không.",
        "row 9: The line stands in the file twice, first in row 8.",
    ]


def test_a_frozen_table_takes_nothing(cast, draft):
    write(CriteriaResource(), sheet("csv", HEADINGS, *WHOLE), cast.standing_body)
    freeze(table=draft, actor=cast.standing_body)
    changed = [*WHOLE[:1], row("I.1", "I", "judged", "6,25", note="Khác"), *WHOLE[2:]]
    assert told(write(CriteriaResource(), sheet("csv", HEADINGS, *changed), cast.standing_body)) == [
        "row 3: The table is frozen: enter a new version."
    ]
    assert told(write(CriteriaResource(), sheet("csv", HEADINGS, *WHOLE), cast.standing_body)) == []


def test_only_the_standing_body_issues_tables(cast, draft):
    assert told(write(CriteriaResource(), sheet("csv", HEADINGS, *WHOLE), cast.administrator)) == [
        "row 2: Only the standing body may do this."
    ]


def test_an_unknown_table_names_what_there_is(cast, draft):
    grid = sheet("csv", HEADINGS, row("I", maximum="10", table="bảng khác"))
    assert told(rehearse(CriteriaResource(), grid, cast.standing_body)) == [
        "row 2, column “Mã bảng”: There is no criteria table with the code “bảng khác v1”. There are: bang v1."
    ]


def test_an_official_sheet_without_codes_of_a_table_goes_into_the_chosen_draft(cast, draft):
    data = official(
        ["Mã tiêu chí", "Nội dung tiêu chí", "Loại", "Điểm tối đa"],
        ["(1)", "(2)", "(3)", "(4)"],
        ["I", "Chấp hành", "manual", 7.5],
        [2, "Kết quả", "manual", 2.5],
    )
    grid = Xlsx().create_dataset(data)
    assert told(rehearse(CriteriaResource(), grid, cast.standing_body)) == [
        "Choose the criteria table, or name it in the column “Mã bảng”."
    ]
    result = write(CriteriaResource(chosen=draft), grid, cast.standing_body)
    assert fates(result) == [(8, "new"), (9, "new")]
    assert list(draft.criteria.order_by("position").values_list("code", "maximum")) == [
        ("I", Decimal("7.50")),
        ("2", Decimal("2.50")),
    ]
