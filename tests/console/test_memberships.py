"""Memberships in and out: through the services of the year, with their reasons and rights."""

import pytest

from clusters.cycles.models import MemberGroup, Membership
from clusters.cycles.resources import MembershipResource
from clusters.scoring.models import Sheet
from tests.console.importing import exported, fates, rehearse, sheet, told, write
from tests.factories import close_windows, make_cycle, make_table, make_unit
from tests.factories.scoring import give_marks
from tests.people import make_cast
from tests.refusing import everything, logged

pytestmark = pytest.mark.django_db

HEADINGS = ["Mã cụm", "Năm", "Mã đơn vị", "Mã nhóm", "Thứ tự", "Dự xét khen thưởng", "Lý do"]


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(params=["xlsx", "csv"])
def kind(request):
    return request.param


def line(cast, unit, *cells):
    return [cast.cycle.cluster.code, 2026, unit.code, *cells]


def test_members_that_go_out_and_come_in_again_change_nothing(cast, kind):
    Membership.objects.filter(unit=cast.head_unit).update(stands=False, until="2026-06-30", position=4)
    before = everything()
    result = write(
        MembershipResource(), exported(MembershipResource(), Membership.objects.all(), kind), cast.viewer
    )
    assert {row.status for row in result.lines} == {"unchanged"}
    assert len(result.lines) == 4
    assert everything() == before


def test_members_are_added_placed_and_taken_out_of_the_running(cast, kind):
    thads = MemberGroup.objects.create(cycle=cast.cycle, code="thads", name="Cục THADS", position=2)
    new = make_unit("Cục mới")
    grid = sheet(
        kind,
        HEADINGS,
        line(cast, new, "thads", 9, "x", "QĐ 5"),
        line(cast, cast.head_unit, "chung", 7, "Có", ""),
        line(cast, cast.deputy_unit, "thads", 2, "Không", "Đơn xin rút"),
        line(cast, cast.contact_unit, "chung", 3, "", ""),
    )
    result = write(MembershipResource(), grid, cast.standing_body)
    assert fates(result) == [(2, "new"), (3, "changed"), (4, "changed"), (5, "unchanged")]
    rows = cast.cycle.memberships.order_by("unit__position").values_list(
        "unit__name", "group__code", "position", "stands"
    )
    assert sorted(rows) == sorted(
        [
            ("Cục mới", "thads", 9, True),
            ("Cục Kế hoạch", "chung", 7, True),
            ("Thanh tra", thads.code, 2, False),
            ("Văn phòng", "chung", 3, True),
        ]
    )
    assert logged() == [
        ("cycles.member-added", "Nguyễn Thị Trực", "QĐ 5"),
        ("cycles.member-changed", "Nguyễn Thị Trực", ""),
        ("cycles.member-changed", "Nguyễn Thị Trực", "Đơn xin rút"),
        ("cycles.member-changed", "Nguyễn Thị Trực", "Đơn xin rút"),
    ]


def test_a_year_with_one_group_needs_no_group(cast, kind):
    new = make_unit("Cục mới")
    write(MembershipResource(), sheet(kind, HEADINGS[:3], line(cast, new)), cast.standing_body)
    assert cast.cycle.memberships.get(unit=new).group.code == "chung"


def test_each_bad_line_is_named(cast, kind):
    code = cast.cycle.cluster.code
    unit = make_unit("Cục mới", code="cuc-moi")
    grid = sheet(
        kind,
        HEADINGS,
        ["cum-khong-co", 2026, unit.code, "", "", "", ""],
        [code, 2020, unit.code, "", "", "", ""],
        [code, "hai nghìn", unit.code, "", "", "", ""],
        [code, 2026, "cuc-mo", "", "", "", ""],
        [code, 2026, cast.head_unit.code, "so", "", "", ""],
        [code, 2026, cast.deputy_unit.code, "chung", -1, "", ""],
        [code, 2026, cast.contact_unit.code, "chung", 3, "có thể", ""],
    )
    clusters = sorted([code, cast.outside_cycle.cluster.code])
    result = write(MembershipResource(), grid, cast.standing_body)
    assert told(result) == [
        f"row 2, column “Mã cụm”: There is no emulation year with the code “cum-khong-co”. There are: {', '.join(clusters)}.",
        f"row 3, column “Năm”: The year 2020 of “{code}” is not open. There are: 2026.",
        "row 4, column “Năm”: “hai nghìn” is not a whole number.",
        "row 5, column “Mã đơn vị”: There is no unit with the code “cuc-mo”. There are: cuc-moi.",
        "row 6, column “Mã nhóm”: There is no member group with the code “so”. There are: chung.",
        "row 7, column “Thứ tự”: “-1” is not a whole number.",
        "row 8, column “Dự xét khen thưởng”: “có thể” is neither Có nor Không.",
    ]


def test_the_services_ask_for_reasons(cast):
    close_windows(cast.cycle, "pledge")
    other = MemberGroup.objects.create(cycle=cast.cycle, code="thads", name="Cục THADS", position=2)
    grid = sheet(
        "csv",
        HEADINGS,
        line(cast, make_unit(), "chung", 1, "", ""),
        line(cast, cast.head_unit, "chung", 1, "Không", ""),
        line(cast, cast.deputy_unit, other.code, 2, "", ""),
    )
    assert told(write(MembershipResource(), grid, cast.standing_body)) == [
        "row 2, column “Lý do”: The pledge is signed: name the decision that changes the members.",
        "row 3, column “Lý do”: Give a reason.",
        "row 4, column “Lý do”: Give a reason.",
    ]


def test_a_member_with_marks_stays_in_its_group(cast):
    MemberGroup.objects.create(cycle=cast.cycle, code="thads", name="Cục THADS", position=2)
    make_table(cast.cycle.groups.first())
    give_marks(cast.cycle.memberships.get(unit=cast.head_unit), "self", [5])
    grid = sheet("csv", HEADINGS, line(cast, cast.head_unit, "thads", 1, "", "QĐ 7"))
    assert told(write(MembershipResource(), grid, cast.standing_body)) == [
        "row 2, column “Mã nhóm”: The member has marks by the table of its group; it stays there."
    ]
    assert Sheet.objects.get().membership.group.code == "chung"


@pytest.mark.parametrize("person", ["head", "deputy", "contact", "viewer", "administrator", "outsider"])
def test_only_the_standing_body_decides_members(cast, person):
    grid = sheet("csv", HEADINGS, line(cast, make_unit(), "chung", 1, "", "QĐ"))
    assert told(write(MembershipResource(), grid, cast.fresh(person))) == [
        "row 2: Only the standing body may do this."
    ]


def test_one_bad_line_stops_the_good_ones(cast):
    grid = sheet(
        "csv",
        HEADINGS,
        line(cast, make_unit(), "chung", 1, "", "QĐ"),
        [cast.cycle.cluster.code, 2026, "khong-co", "chung", 1, "", "QĐ"],
    )
    result = write(MembershipResource(), grid, cast.standing_body)
    assert fates(result) == [(2, "new"), (3, "error")]
    assert cast.cycle.memberships.count() == 3


def test_two_years_of_one_cluster_are_told_apart(cast):
    next_year = make_cycle(cluster=cast.cycle.cluster, year=2027)
    grid = sheet("xlsx", HEADINGS[:3], [cast.cycle.cluster.code, 2027, cast.head_unit.code])
    assert fates(rehearse(MembershipResource(), grid, cast.standing_body)) == [(2, "new")]
    assert next_year.memberships.count() == 0
