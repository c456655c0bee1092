"""Cụm thi đua số III of the Ministry of Justice, 2018, as its article tells it."""

import datetime as dt
from decimal import Decimal

import pytest

from clusters.cycles.models import Membership
from tests.stories import told

pytestmark = pytest.mark.django_db

CHECKING = "Cục Kiểm tra văn bản quy phạm pháp luật"
SANCTIONS = "Cục Quản lý xử lý vi phạm hành chính và theo dõi thi hành pháp luật"
INSPECTORATE = "Thanh tra Bộ"
UNNAMED = [f"Đơn vị thành viên số {number} (bài viết không nêu tên)" for number in range(4, 13)]


@pytest.fixture
def cycle():
    return told.load("btp-cum-3-2018")


def test_three_members_are_named_and_nine_are_not(cycle):
    assert told.members(cycle) == [CHECKING, SANCTIONS, INSPECTORATE, *UNNAMED]
    samples = cycle.memberships.filter(unit__is_sample=True).in_order()
    assert [member.unit.name for member in samples] == UNNAMED


def test_who_led_it(cycle):
    assert told.leaders(cycle, 2018) == [("head", SANCTIONS, "Đặng Thanh Sơn", "Cục trưởng")]
    assert cycle.cluster.leaderships.get().title == "Cụm trưởng"
    assert told.leaders(cycle, 2019) == []


def test_the_nominated_units_are_in_front(cycle):
    in_front = [(1, CHECKING), (2, SANCTIONS), (3, INSPECTORATE)]
    assert told.ranks(cycle)[:3] == in_front
    assert told.ranks(cycle, "final") == told.ranks(cycle)


def test_the_nominations_are_the_published_ones(cycle):
    assert told.nominations(cycle) == [
        (CHECKING, "Cờ thi đua ngành Tư pháp"),
        (SANCTIONS, "Cờ thi đua ngành Tư pháp"),
        (INSPECTORATE, "Cờ thi đua ngành Tư pháp"),
        (CHECKING, "Cờ thi đua của Chính phủ"),
    ]
    told_of = set(cycle.nominations.values_list("origin", "state", "votes_for", "votes_of"))
    assert told_of == {("ballot", "sent", None, None)}


def test_the_day_of_the_meeting(cycle):
    meeting = cycle.meetings.get()
    assert meeting.held_on == dt.date(2018, 10, 14)
    assert meeting.held_on < cycle.ends_on
    assert (meeting.manner, meeting.counts_published) == ("ballot", False)
    assert meeting.submitted_to == "Hội đồng Thi đua - Khen thưởng ngành Tư pháp"
    assert told.attended(meeting) == [
        ("leader", "Đặng Hoàng Oanh", "Thứ trưởng Bộ Tư pháp", ""),
        (
            "standing-body",
            "Phùng Huy Thuận",
            "Phó Vụ trưởng Vụ Thi đua - Khen thưởng",
            "Vụ Thi đua - Khen thưởng",
        ),
        ("guest", "", "", "Vụ Thi đua - Khen thưởng"),
        ("guest", "", "", "Cụm thi đua số I"),
    ]
    assert told.asked(meeting) == [
        ("Cụm thi đua số III", "Phát động thêm các phong trào thi đua theo chuyên đề.", "Phùng Huy Thuận")
    ]


def test_what_was_done(cycle):
    movement = cycle.movements.get()
    assert (movement.name, movement.kind) == (
        "Ngành Tư pháp chung sức góp phần xây dựng nông thôn mới",
        "themed",
    )
    rows = [*movement.results.all(), *cycle.results.filter(movement=None).order_by("position")]
    assert [(row.by or row.unit.name, row.amount, row.measure, row.at_least) for row in rows] == [
        ("Hệ thống Thi hành án dân sự", Decimal(1300000000), "đồng", True),
        ("Hệ thống Thi hành án dân sự", Decimal(2100000000), "đồng", True),
        ("Thanh tra Bộ", None, "", False),
    ]


def test_thanh_tra_bo_changes_its_cluster(cycle):
    told.load("btp-cum-1-2022")
    years = Membership.objects.filter(unit__code="btp-thanh-tra").order_by("cycle__year")
    assert [(one.cycle.cluster.name, one.cycle.year) for one in years] == [
        ("Cụm thi đua số III", 2018),
        ("Cụm thi đua số I", 2022),
    ]


def test_the_final_ranking_is_published(cycle):
    published = [
        (one.standing, one.withdrawn_at, [(row.rank, row.unit_name) for row in one.rows.all()][:3])
        for one in cycle.groups.get().publications.order_by("published_at")
    ]
    in_front = [(1, CHECKING), (2, SANCTIONS), (3, INSPECTORATE)]
    assert published == [("provisional", None, in_front), ("final", None, in_front)]
    assert set(cycle.memberships.values_list("sheet__state", flat=True)) == {"final"}
