"""The first block of advisory bodies of Quảng Nam, 2022, as its article tells it."""

import datetime as dt

import pytest

from clusters.cycles.models import Membership
from tests.stories import told

pytestmark = pytest.mark.django_db

NAMED = [
    "Sở Tư pháp",
    "Sở Nội vụ",
    "Sở Tài chính",
    "Văn phòng UBND tỉnh",
    "Văn phòng Đoàn ĐBQH và HĐND tỉnh",
    "Ban Dân tộc tỉnh",
]
UNNAMED = [f"Đơn vị thành viên số {number} (bài viết không nêu tên)" for number in range(7, 11)]

# The same department competes among the departments of justice of the country in the same year.
SECOND_CLUSTER = """
format: 1
cluster: {code: btp-so-tu-phap-thu, name: Cụm thử các Sở Tư pháp, kind: cụm, level: ministry, owner: btp}
year: 2022
starts_on: 2022-01-01
ends_on: 2022-12-31
units:
  - {code: btp, name: Bộ Tư pháp, kind: central}
groups: [{code: chung, name: Các Sở Tư pháp}]
members: [{unit: qnam-so-tu-phap, group: chung}]
"""


@pytest.fixture
def cycle():
    return told.load("qnam-tham-muu-1-2022")


def test_six_members_are_named_and_four_are_not(cycle):
    assert told.members(cycle) == [*NAMED, *UNNAMED]
    samples = cycle.memberships.filter(unit__is_sample=True).in_order()
    assert [member.unit.name for member in samples] == UNNAMED


def test_the_head_of_2022_is_not_published_and_the_next_are_elected(cycle):
    assert told.leaders(cycle, 2022) == []
    assert told.leaders(cycle, 2023) == [("head", "Sở Tư pháp", "", ""), ("deputy", "Sở Nội vụ", "", "")]


def test_the_nominated_bodies_are_in_front(cycle):
    assert told.ranks(cycle)[:5] == [
        (1, "Sở Tư pháp"),
        (2, "Văn phòng Đoàn ĐBQH và HĐND tỉnh"),
        (3, "Sở Tài chính"),
        (3, "Văn phòng UBND tỉnh"),
        (5, "Ban Dân tộc tỉnh"),
    ]
    assert told.ranks(cycle, "final") == told.ranks(cycle)


def test_the_nominations_are_the_published_ones(cycle):
    assert told.nominations(cycle) == [
        ("Sở Tư pháp", "Cờ thi đua của Chính phủ"),
        ("Văn phòng Đoàn ĐBQH và HĐND tỉnh", "Cờ thi đua của UBND tỉnh"),
        ("Văn phòng UBND tỉnh", "Bằng khen"),
        ("Sở Tài chính", "Bằng khen"),
        ("Ban Dân tộc tỉnh", "Bằng khen"),
    ]


def test_the_day_of_the_meeting(cycle):
    meeting = cycle.meetings.get()
    assert (meeting.held_on, meeting.place) == (dt.date(2023, 1, 13), "Ban Dân tộc tỉnh Quảng Nam")
    assert [item.text for item in meeting.agenda.all()] == [
        "Tổng kết công tác thi đua, khen thưởng năm 2022",
        "Thông qua kết quả kiểm tra chéo",
        "Bầu Trưởng khối, Phó Trưởng khối năm 2023",
        "Ký giao ước thi đua năm 2023",
    ]


def test_the_movements(cycle):
    assert [movement.name for movement in cycle.movements.order_by("position")] == [
        "Cả nước chung sức xây dựng nông thôn mới",
        "Doanh nghiệp Việt Nam hội nhập và phát triển",
        "Quảng Nam chung tay vì người nghèo - không để ai bị bỏ lại phía sau",
        "Quảng Nam đoàn kết, chung sức, đồng lòng thi đua phòng, chống và chiến thắng đại dịch Covid - 19",
    ]


def test_a_unit_in_two_clusters_in_one_year(cycle, tmp_path):
    from django.core.management import call_command

    path = tmp_path / "second.yaml"
    path.write_text(SECOND_CLUSTER, encoding="utf-8")
    call_command("load_cycle", str(path), verbosity=0)
    rows = Membership.objects.filter(unit__code="qnam-so-tu-phap", cycle__year=2022)
    assert sorted(row.cycle.cluster.code for row in rows) == ["btp-so-tu-phap-thu", "qnam-tham-muu-1"]
