"""The facts of a meeting are recorded once it was held; what is refused changes nothing."""

import datetime as dt
from dataclasses import replace

import pytest

from clusters.cycles.changes import CHANGED_MEANWHILE, fingerprint
from clusters.meetings.content import MeetingContent, Present, Spoken, content_of
from clusters.meetings.services import add_meeting, remove_meeting, save_meeting
from emulation.audit.models import Entry
from emulation.core.errors import Conflict, NotPermitted, Refused
from tests.people import make_cast
from tests.refusing import logged, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def content(cast):
    return MeetingContent(
        held_on=dt.date(2026, 10, 14),
        place="Hà Nội",
        manner="ballot",
        counts_published=True,
        present=[
            Present("chair", "Mai Văn Chủ", "Thứ trưởng"),
            Present("presenter", "Lê Văn Trình", "Phó Cục trưởng", cast.head_unit),
            Present("guest", body="Cụm thi đua số II"),
        ],
        agenda=["Trình bày báo cáo", "Thảo luận", "Bỏ phiếu"],
        speeches=[Spoken("Thêm phong trào riêng", "Nguyễn Thị Nói", "Vụ trưởng", answer="Ghi nhận")],
    )


@pytest.fixture
def meeting(cast, content):
    return add_meeting(cycle=cast.cycle, actor=cast.head, content=content)


def seen(meeting):
    return fingerprint(content_of(meeting).as_data())


def test_a_meeting_is_recorded_whole(cast, content, meeting):
    assert content_of(meeting) == content
    assert logged() == [("meetings.added", "Phan Văn Trưởng", "")]


def test_the_log_holds_no_names_of_people(cast, meeting):
    data = str(Entry.objects.last().data)
    assert [name in data for name in ("Mai Văn Chủ", "Lê Văn Trình", "Nguyễn Thị Nói")] == [False] * 3


def test_a_second_click_records_once(cast, content, meeting):
    with refused(Refused, "This meeting is recorded already."):
        add_meeting(cycle=cast.cycle, actor=cast.head, content=content)


def test_a_meeting_to_come_is_not_recorded(cast, content):
    later = replace(content, held_on=dt.date.today() + dt.timedelta(days=2))
    with refused(Refused, "A meeting is recorded once it was held."):
        add_meeting(cycle=cast.cycle, actor=cast.head, content=later)


def test_a_line_without_anybody_is_refused(cast, content):
    nobody = replace(content, present=[Present("guest", note="ai?")])
    with refused(Refused, "Say who was present in every line."):
        add_meeting(cycle=cast.cycle, actor=cast.head, content=nobody)


def test_saving_changes_and_tells_what(cast, content, meeting):
    changed = replace(content, agenda=["Thảo luận"], place="Huế")
    saved = save_meeting(meeting=meeting, actor=cast.deputy, seen=seen(meeting), content=changed)
    assert content_of(saved) == changed
    assert sorted(Entry.objects.last().data) == ["agenda", "held_on", "place"]


def test_a_stale_page_never_overwrites(cast, content, meeting):
    stale = seen(meeting)
    save_meeting(meeting=meeting, actor=cast.deputy, seen=stale, content=replace(content, place="Huế"))
    with refused(Conflict, CHANGED_MEANWHILE):
        save_meeting(meeting=meeting, actor=cast.head, seen=stale, content=content)


def test_saving_the_same_logs_nothing(cast, content, meeting):
    before = logged()
    save_meeting(meeting=meeting, actor=cast.head, seen=seen(meeting), content=content)
    assert logged() == before


def test_removing_needs_a_reason_and_happens_once(cast, meeting):
    with refused(Refused, "Give a reason."):
        remove_meeting(meeting=meeting, actor=cast.head, reason=" ")
    remove_meeting(meeting=meeting, actor=cast.head, reason="Nhập nhầm năm")
    assert cast.cycle.meetings.count() == 0
    assert logged()[-1] == ("meetings.removed", "Phan Văn Trưởng", "Nhập nhầm năm")
    with refused(Conflict, "The record has been removed already."):
        remove_meeting(meeting=meeting, actor=cast.head, reason="Nhập nhầm năm")


@pytest.mark.parametrize("person", ["contact", "viewer", "administrator"])
def test_others_may_not_record(cast, content, person):
    with refused(NotPermitted, "Only the head, a deputy or the standing body may do this."):
        add_meeting(cycle=cast.cycle, actor=getattr(cast, person), content=content)
