"""The region of the justice bodies of Bắc Trung Bộ, 2022, as its article tells it."""

import datetime as dt
from decimal import Decimal

import pytest

from awards.nominations.models import Nomination
from tests.stories import told

pytestmark = pytest.mark.django_db

PROVINCES = ["Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Bình", "Quảng Trị", "Thừa Thiên Huế"]


@pytest.fixture
def cycle():
    return told.load("btp-bac-trung-bo-2022")


def test_two_kinds_of_member_from_six_provinces(cycle):
    assert told.members(cycle, "so") == [f"Sở Tư pháp tỉnh {name}" for name in PROVINCES]
    assert told.members(cycle, "thads") == [f"Cục Thi hành án dân sự tỉnh {name}" for name in PROVINCES]
    assert cycle.memberships.count() == 12


def test_who_led_it(cycle):
    assert told.leaders(cycle, 2022) == [
        ("head", "Sở Tư pháp tỉnh Quảng Trị", "Hoàng Kỳ", "Giám đốc Sở Tư pháp")
    ]
    assert cycle.cluster.leaderships.get().title == "Trưởng Khu vực thi đua"
    assert told.leaders(cycle, 2023) == []


def test_each_kind_has_its_own_table_ranking_and_pledge(cycle):
    tables = {group.code: group.binding.table.name for group in cycle.groups.all()}
    assert tables == {
        "so": "Bảng tiêu chí đánh giá, chấm điểm, xếp hạng thi đua khối Sở Tư pháp",
        "thads": "Bảng tiêu chí đánh giá, chấm điểm, xếp hạng thi đua khối cơ quan Thi hành án dân sự",
    }
    assert [rank for rank, _unit in told.ranks(cycle, group="so")] == [1, 2, 3, 4, 5, 6]
    assert [rank for rank, _unit in told.ranks(cycle, group="thads")] == [1, 2, 3, 4, 5, 6]
    assert [pledge.group.code for pledge in cycle.pledges.order_by("group__position")] == ["so", "thads"]


def test_the_tables_are_said_to_be_partial(cycle):
    assert [group.binding.table.is_partial for group in cycle.groups.all()] == [True, True]


def test_no_nominations_were_published(cycle):
    assert list(Nomination.objects.filter(cycle=cycle)) == []


def test_the_provisional_ranking_was_announced(cycle):
    published = [
        (one.standing, one.published_at.date())
        for group in cycle.groups.all()
        for one in group.publications.all()
    ]
    assert published == [("provisional", dt.date(2022, 12, 9))] * 2


def test_the_day_of_the_meeting(cycle):
    meeting = cycle.meetings.get()
    assert (meeting.held_on, meeting.place) == (dt.date(2022, 12, 9), "TP. Đông Hà, tỉnh Quảng Trị")
    assert told.attended(meeting) == [
        ("leader", "Nguyễn Thanh Tịnh", "Thứ trưởng Bộ Tư pháp", ""),
        ("guest", "", "", "Vụ Thi đua - Khen thưởng"),
        ("guest", "", "", "Tổng cục Thi hành án dân sự"),
        ("guest", "", "", "Ủy ban nhân dân tỉnh Quảng Trị"),
    ]


def test_what_was_done(cycle):
    movement = cycle.movements.get()
    assert (movement.name, movement.launched_by, movement.kind) == (
        "Đoàn kết, kỷ cương, sáng tạo, vượt khó, thi đua hoàn thành xuất sắc nhiệm vụ",
        "Bộ Tư pháp",
        "yearly",
    )
    figure = cycle.results.get()
    assert (figure.amount, figure.measure) == (Decimal(1103), "dự thảo")
