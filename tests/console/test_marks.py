"""Marks in and out: by the one writer, with its windows, rights, conflicts of interest and bounds."""

from decimal import Decimal

import pytest

from clusters.scoring.models import Mark
from clusters.scoring.resources import MarkResource
from clusters.scoring.services import MarkChange, save_marks
from emulation.accounts.models import User
from tests.console.importing import exported, fates, rehearse, sheet, told, write
from tests.factories import make_representation, make_table, open_windows
from tests.factories.scoring import give_marks, make_sheet
from tests.people import make_cast
from tests.refusing import everything, logged

pytestmark = pytest.mark.django_db

HEADINGS = ["Mã cụm", "Năm", "Mã đơn vị", "Mã tiêu chí", "Nguồn điểm", "Điểm", "Lý do", "Minh chứng"]


@pytest.fixture
def cast():
    made = make_cast()
    make_table(made.cycle.groups.first())
    return made


@pytest.fixture(params=["xlsx", "csv"])
def kind(request):
    return request.param


def line(cast, unit, criterion, source, points, reason="", evidence=""):
    return [cast.cycle.cluster.code, 2026, unit.code, criterion, source, points, reason, evidence]


def member(cast, unit):
    return cast.cycle.memberships.get(unit=unit)


def marks():
    rows = Mark.objects.order_by("sheet__membership__position", "criterion__position", "source")
    return list(
        rows.values_list(
            "sheet__membership__unit__name", "criterion__code", "source", "points", "reason", "evidence"
        )
    )


def test_marks_that_go_out_and_come_in_again_change_nothing(cast, kind):
    open_windows(cast.cycle, "self-scoring")
    save_marks(
        source="self",
        changes=[
            MarkChange(
                member(cast, cast.contact_unit).pk, "I.1", Decimal("9.25"), reason="=1+1", evidence="- CV 12"
            ),
            MarkChange(member(cast, cast.contact_unit).pk, "I.2", Decimal("0.00")),
        ],
        actor=cast.contact,
    )
    give_marks(member(cast, cast.head_unit), "verified", [10, None, "0.5"], state="submitted")
    Mark.objects.filter(criterion__code="I.2").update(points=None)
    before = everything()
    result = write(MarkResource(), exported(MarkResource(), Mark.objects.all(), kind), cast.fresh("viewer"))
    assert {row.status for row in result.lines} == {"unchanged"}
    assert len(result.lines) == 4
    assert everything() == before


def test_a_unit_brings_its_own_marks_in(cast, kind):
    open_windows(cast.cycle, "self-scoring")
    points = 9.5 if kind == "xlsx" else "9,5"
    grid = sheet(
        kind,
        HEADINGS,
        line(cast, cast.contact_unit, "I.1", "self-score", points, "Đủ", "QĐ 1"),
        line(cast, cast.contact_unit, "I.2", "self", 0),
        line(cast, cast.contact_unit, "I.3", "self", ""),
    )
    result = write(MarkResource(), grid, cast.contact)
    assert fates(result) == [(2, "new"), (3, "new"), (4, "unchanged")]
    assert marks() == [
        ("Văn phòng", "I.1", "self", Decimal("9.50"), "Đủ", "QĐ 1"),
        ("Văn phòng", "I.2", "self", Decimal("0.00"), "", ""),
    ]
    assert [entry[:2] for entry in logged()] == [
        ("criteria.frozen", "Trần Thị Mối"),
        ("scoring.mark", "Trần Thị Mối"),
        ("scoring.mark", "Trần Thị Mối"),
    ]


def test_what_the_standing_body_types_for_a_unit_says_for_whom(cast):
    open_windows(cast.cycle, "self-scoring")
    grid = sheet("csv", HEADINGS, line(cast, cast.contact_unit, "I.1", "self", 8))
    write(MarkResource(), grid, cast.standing_body)
    mark = Mark.objects.get()
    assert (mark.given_by, mark.given_for) == (cast.standing_body, cast.contact_unit)


# --- Refusals ---------------------------------------------------------------------------------------


def refused(cast, person, *lines, kind="csv"):
    return told(write(MarkResource(), sheet(kind, HEADINGS, *lines), cast.fresh(person)))


def test_a_closed_window_refuses(cast):
    assert refused(cast, "contact", line(cast, cast.contact_unit, "I.1", "self", 8)) == [
        "row 2: Self-scoring is not open."
    ]
    assert refused(cast, "standing_body", line(cast, cast.contact_unit, "I.1", "verified", 8)) == [
        "row 2: Verification is not open."
    ]


@pytest.mark.parametrize(
    ("person", "message"),
    [
        ("viewer", "Only the head, a deputy or the standing body may do this."),
        ("administrator", "Only the head, a deputy or the standing body may do this."),
        ("contact", "Only the head, a deputy or the standing body may do this."),
        ("outsider", "There is no such page for you."),
    ],
)
def test_only_who_may_verify_brings_verified_marks_in(cast, person, message):
    open_windows(cast.cycle, "verification")
    make_sheet(member(cast, cast.head_unit), "submitted")
    assert refused(cast, person, line(cast, cast.head_unit, "I.1", "verified", 8)) == [f"row 2: {message}"]


def test_nobody_brings_verified_marks_of_the_own_unit_in_not_even_a_superuser(cast):
    open_windows(cast.cycle, "verification")
    make_sheet(member(cast, cast.head_unit), "submitted")
    make_sheet(member(cast, cast.contact_unit), "submitted")
    User.objects.filter(pk__in=[cast.standing_body.pk, cast.administrator.pk]).update(is_superuser=True)
    make_representation(cast.standing_body, cast.contact_unit)
    conflict = "You act for this unit: its points are set by the deputy, the head or the standing body."
    lines = [
        line(cast, cast.head_unit, "I.1", "verified", 8),
        line(cast, cast.contact_unit, "I.1", "verified", 8),
    ]
    assert refused(cast, "head", *lines) == [f"row 2: {conflict}"]
    assert refused(cast, "standing_body", *lines) == [f"row 3: {conflict}"]
    assert refused(cast, "administrator", *lines) == [
        "row 2: Only the head, a deputy or the standing body may do this.",
        "row 3: Only the head, a deputy or the standing body may do this.",
    ]


def test_each_bad_line_is_named(cast, kind):
    open_windows(cast.cycle, "self-scoring")
    too_fine, message = (9.999, "9,999") if kind == "xlsx" else ("9,9991", "9,9991")
    unit = cast.contact_unit
    problems = refused(
        cast,
        "contact",
        line(cast, unit, "I.1", "self", 12),
        line(cast, unit, "I.2", "self", -1),
        line(cast, unit, "I.3", "self", too_fine),
        line(cast, unit, "I.4", "self", 1),
        line(cast, unit, "I", "self", 1),
        line(cast, cast.outside_unit, "I.1", "self", 1),
        line(cast, unit, "I.1", "khác", 1),
        line(cast, unit, "I.1", "self", 1),
        line(cast, unit, "I.2", "inspection", "chín"),
        line(cast, unit, "I.3", "inspection", "1e1"),
        kind=kind,
    )
    assert problems == [
        "row 2, column “Điểm”: 12 is outside 0 to 10.",
        "row 3, column “Điểm”: -1 is outside 0 to 10.",
        f"row 4, column “Điểm”: “{message}” has more than 2 decimals.",
        "row 5, column “Mã tiêu chí”: The criterion “I.4” is not in the table of this group.",
        "row 6, column “Điểm”: A group of criteria takes no marks; mark its lines.",
        f"row 7, column “Mã đơn vị”: {cast.outside_unit.name} is not a member of this year.",
        "row 8, column “Nguồn điểm”: “khác” is none of: self-score, cross-inspection, verified, final.",
        "row 9: The line stands in the file twice, first in row 2.",
        "row 10, column “Điểm”: “chín” is not a number. Type figures with a comma, for example 9,5.",
        "row 11, column “Điểm”: “1e1” is not a number. Type figures with a comma, for example 9,5.",
    ]
    assert marks() == []


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (True, "“True” is not a number. Type figures with a comma, for example 9,5."),
        ("1.234", "“1.234” could be a decimal or a thousand. Type 1234 or 1,23."),
        (1e20, "“100000000000000000000” is far too large."),
    ],
)
def test_cells_that_are_no_points_are_refused(cast, cell, message):
    open_windows(cast.cycle, "self-scoring")
    bad = line(cast, cast.contact_unit, "I.1", "self", cell)
    assert refused(cast, "contact", bad, kind="xlsx") == [f"row 2, column “Điểm”: {message}"]


def test_the_noise_of_binary_fractions_is_no_decimal(cast):
    open_windows(cast.cycle, "self-scoring")
    write(
        MarkResource(),
        sheet("xlsx", HEADINGS, line(cast, cast.contact_unit, "I.1", "self", 0.1 + 0.2)),
        cast.contact,
    )
    assert Mark.objects.get().points == Decimal("0.30")


def test_an_empty_cell_never_takes_a_mark_away(cast):
    open_windows(cast.cycle, "self-scoring")
    give_marks(member(cast, cast.contact_unit), "self", [5])
    assert refused(cast, "contact", line(cast, cast.contact_unit, "I.1", "self", "")) == [
        "row 2, column “Điểm”: A mark is not taken away by an empty cell; clear it on the score page."
    ]
    assert refused(cast, "contact", line(cast, cast.contact_unit, "I.2", "self", "", "vì sao")) == [
        "row 2, column “Điểm”: A reason or evidence is given without points."
    ]


def test_somebody_else_s_points_are_changed_with_a_reason_only(cast):
    open_windows(cast.cycle, "self-scoring")
    give_marks(member(cast, cast.contact_unit), "self", [5], given_by=cast.standing_body)
    assert refused(cast, "contact", line(cast, cast.contact_unit, "I.1", "self", 6)) == [
        "row 2, column “Lý do”: Say why these points are changed."
    ]
    write(
        MarkResource(),
        sheet("csv", HEADINGS, line(cast, cast.contact_unit, "I.1", "self", 6, "Bổ sung")),
        cast.contact,
    )
    assert marks() == [("Văn phòng", "I.1", "self", Decimal("6.00"), "Bổ sung", "")]


def test_one_refused_mark_stops_all_sources_and_all_units(cast):
    open_windows(cast.cycle, "self-scoring", "verification")
    make_sheet(member(cast, cast.contact_unit), "in-work")
    before = everything()
    assert refused(
        cast,
        "standing_body",
        line(cast, cast.contact_unit, "I.1", "self", 6),
        line(cast, cast.contact_unit, "I.1", "verified", 6),
    ) == ["row 3: The unit has not sent its sheet."]
    assert everything() == before


def test_a_computed_mark_keeps_its_figures_when_the_same_points_come_in(cast):
    open_windows(cast.cycle, "self-scoring")
    give_marks(
        member(cast, cast.contact_unit),
        "self",
        [5],
        given_by=cast.contact,
        inputs={"amount": "5"},
        explanation={"text": "x", "values": {}},
    )
    grid = sheet("csv", HEADINGS, line(cast, cast.contact_unit, "I.1", "self", 5, "Thêm lý do"))
    assert fates(write(MarkResource(), grid, cast.contact)) == [(2, "changed")]
    mark = Mark.objects.get()
    assert (mark.inputs, mark.explanation, mark.reason) == (
        {"amount": "5"},
        {"text": "x", "values": {}},
        "Thêm lý do",
    )


def test_a_rehearsal_leaves_no_mark_no_sheet_no_frozen_table(cast, django_capture_on_commit_callbacks):
    open_windows(cast.cycle, "self-scoring")
    grid = sheet("csv", HEADINGS, line(cast, cast.contact_unit, "I.1", "self", 6))
    with django_capture_on_commit_callbacks() as callbacks:
        assert fates(rehearse(MarkResource(), grid, cast.contact)) == [(2, "new")]
    assert callbacks == []
