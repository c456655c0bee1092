"""The block of the central bodies of internal affairs, 2023, as its article tells it."""

import datetime as dt

import pytest

from tests.stories import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return told.load("tw-noi-chinh-2023")


def test_who_was_a_member(cycle):
    assert told.members(cycle) == [
        "Bộ Công an",
        "Bộ Quốc phòng",
        "Bộ Tư pháp",
        "Tòa án nhân dân tối cao",
        "Viện kiểm sát nhân dân tối cao",
        "Thanh tra Chính phủ",
        "Kiểm toán nhà nước",
        "Ban Quản lý Lăng Chủ tịch Hồ Chí Minh",
    ]


def test_who_led_it_and_who_leads_next(cycle):
    assert told.leaders(cycle, 2023) == [
        ("head", "Kiểm toán nhà nước", "Ngô Văn Tuấn", "Tổng Kiểm toán Nhà nước")
    ]
    assert told.leaders(cycle, 2024) == [
        ("head", "Tòa án nhân dân tối cao", "", ""),
        ("deputy", "Viện kiểm sát nhân dân tối cao", "", ""),
    ]
    how = set(cycle.cluster.leaderships.filter(year=2024).values_list("how", flat=True))
    assert how == {"Bầu tại Hội nghị"}


def test_the_nominated_bodies_are_in_front(cycle):
    assert told.ranks(cycle)[:4] == [
        (1, "Kiểm toán nhà nước"),
        (2, "Bộ Quốc phòng"),
        (3, "Tòa án nhân dân tối cao"),
        (4, "Bộ Công an"),
    ]
    assert told.ranks(cycle, "final") == told.ranks(cycle)


def test_the_nominations_are_the_published_ones(cycle):
    assert told.nominations(cycle) == [
        ("Kiểm toán nhà nước", "Cờ thi đua của Chính phủ"),
        ("Bộ Quốc phòng", "Cờ thi đua của Chính phủ"),
        ("Tòa án nhân dân tối cao", "Bằng khen của Thủ tướng Chính phủ"),
        ("Bộ Công an", "Bằng khen của Thủ tướng Chính phủ"),
    ]
    assert set(cycle.nominations.values_list("origin", "votes_for")) == {("agreement", None)}


def test_the_day_of_the_meeting(cycle):
    meeting = cycle.meetings.get()
    assert meeting.held_on == dt.date(2024, 4, 10)
    assert meeting.held_on > cycle.ends_on
    assert meeting.manner == "agreement"
    assert told.attended(meeting) == [
        ("chair", "Ngô Văn Tuấn", "Tổng Kiểm toán Nhà nước", "Kiểm toán nhà nước"),
        ("presenter", "Nguyễn Tuấn Anh", "Phó Tổng Kiểm toán nhà nước", "Kiểm toán nhà nước"),
        ("launched", "Phạm Quốc Hưng", "Phó Chánh án Tòa án nhân dân tối cao", "Tòa án nhân dân tối cao"),
        ("signed", "Nguyễn Thanh Tịnh", "Thứ trưởng Bộ Tư pháp", "Bộ Tư pháp"),
        ("guest", "", "", "Ban Thi đua - Khen thưởng Trung ương"),
        ("guest", "", "", "Vụ Thi đua - Khen thưởng, Văn phòng Chủ tịch nước"),
    ]


def test_the_other_spelling_finds_the_audit_office(cycle):
    from clusters.organisation.models import Unit

    assert [unit.code for unit in Unit.objects.filter(aliases__text="Kiểm toán Nhà nước")] == [
        "kiem-toan-nha-nuoc"
    ]
