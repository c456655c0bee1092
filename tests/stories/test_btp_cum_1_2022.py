"""Cụm thi đua số I of the Ministry of Justice, 2022, as its article tells it."""

import datetime as dt

import pytest

from tests.stories import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return told.load("btp-cum-1-2022")


def test_who_was_a_member(cycle):
    assert told.members(cycle) == [
        "Văn phòng Bộ",
        "Vụ Tổ chức cán bộ",
        "Vụ Thi đua - Khen thưởng",
        "Văn phòng Đảng - Đoàn thể",
        "Cục Kế hoạch - Tài chính",
        "Cục Công nghệ thông tin",
        "Cục Công tác phía Nam",
        "Thanh tra Bộ",
    ]


def test_who_led_it_and_who_leads_next(cycle):
    assert told.leaders(cycle, 2022) == [
        ("head", "Cục Kế hoạch - Tài chính", "Phan Anh Tuấn", "Cục trưởng"),
        ("deputy", "Thanh tra Bộ", "", "Chánh Thanh tra"),
    ]
    assert told.leaders(cycle, 2023) == [("head", "Thanh tra Bộ", "", ""), ("deputy", None, "", "")]


def test_the_nominated_unit_is_in_front(cycle):
    assert told.ranks(cycle) == [
        (1, "Văn phòng Bộ"),
        (2, "Vụ Tổ chức cán bộ"),
        (2, "Cục Công nghệ thông tin"),
        (4, "Cục Kế hoạch - Tài chính"),
        (5, "Vụ Thi đua - Khen thưởng"),
        (6, "Thanh tra Bộ"),
        (7, "Văn phòng Đảng - Đoàn thể"),
        (8, "Cục Công tác phía Nam"),
    ]


def test_the_nomination_is_the_published_one(cycle):
    assert told.nominations(cycle) == [("Văn phòng Bộ", "Cờ thi đua ngành Tư pháp")]
    nomination = cycle.nominations.get()
    assert (nomination.origin, nomination.votes_for, nomination.votes_of) == ("unknown", None, None)


def test_the_day_of_the_meeting(cycle):
    meeting = cycle.meetings.get()
    assert (meeting.held_on, meeting.manner, meeting.scores_published) == (
        dt.date(2022, 11, 25),
        "unknown",
        False,
    )
    assert told.attended(meeting) == [
        ("chair", "Mai Lương Khôi", "Thứ trưởng Bộ Tư pháp", ""),
        ("standing-body", "Nguyễn Thị Tố Nga", "Vụ trưởng", "Vụ Thi đua - Khen thưởng"),
        (
            "presenter",
            "Nguyễn Huy Hùng",
            "Phó Cục trưởng Cục Kế hoạch - Tài chính",
            "Cục Kế hoạch - Tài chính",
        ),
        ("presenter", "Phan Anh Tuấn", "Cục trưởng Cục Kế hoạch - Tài chính", "Cục Kế hoạch - Tài chính"),
        ("accepted", "Đặng Minh Quân", "Phó Chánh Thanh tra", "Thanh tra Bộ"),
        ("guest", "", "", "Cụm thi đua số II"),
        ("guest", "", "", "Cụm thi đua số III"),
        ("guest", "", "", "Cụm thi đua số IV"),
    ]
    assert told.asked(meeting) == [
        ("Tạ Thành Trung", "Bổ sung đánh giá tác động của công tác kiểm tra đối với công tác thi đua.", ""),
        ("Nguyễn Thị Tố Nga", "Xây dựng phong trào thi đua riêng của Cụm.", ""),
    ]
    assert [item.text for item in meeting.agenda.all()] == [
        "Trình bày dự thảo báo cáo tổng kết",
        "Các thành viên tham gia ý kiến",
        "Cơ quan thường trực thông báo điểm và xếp hạng",
        "Đại biểu bình xét, lựa chọn",
        "Công bố quyết định cử Trưởng cụm, Phó Trưởng cụm năm 2023",
        "Bàn giao nhiệm vụ Trưởng cụm",
        "Phát động phong trào thi đua năm 2023",
        "Ký giao ước thi đua năm 2023",
    ]


def test_its_figures_are_marked_as_samples(cycle):
    assert cycle.is_sample
    table = cycle.groups.get().binding.table
    assert (table.is_partial, table.is_frozen, table.scale) == (True, True, 200)
