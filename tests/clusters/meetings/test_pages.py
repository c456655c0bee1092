"""The pages of meetings: the facts of the day, recorded by those who run the year, kept when stale."""

import datetime as dt

import pytest

from clusters.cycles.changes import CHANGED_MEANWHILE
from clusters.meetings.content import MeetingContent, Present, Spoken, content_of
from clusters.meetings.models import Meeting
from clusters.meetings.services import add_meeting, save_meeting
from tests.people import make_cast
from tests.platform.reading import read
from tests.posting import address, fill, offered, send
from tests.refusing import everything

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 10, 14)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(autouse=True)
def signed_in(client, cast, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(cast.head)


@pytest.fixture
def meeting(cast):
    content = MeetingContent(
        held_on=DAY,
        place="Hà Nội",
        present=[
            Present("chair", "Mai Văn Chủ", "Thứ trưởng"),
            Present("presenter", "Lê Văn Trình", "Cục trưởng Cục Kế hoạch", cast.head_unit),
            Present("guest", body="Cụm thi đua số II"),
        ],
        agenda=["Trình bày báo cáo"],
        speeches=[Spoken("Thêm phong trào", "Nguyễn Thị Nói")],
    )
    return add_meeting(cycle=cast.cycle, actor=cast.head, content=content)


def test_members_read_the_facts(client, cast, meeting):
    client.force_login(cast.contact)
    words = read(client.get(address(cast.cycle, "meeting"))).words
    assert "Year-end review, 14/10/2026" in words
    assert "Chair Mai Văn Chủ, Thứ trưởng" in words
    # The office names the unit already.
    assert "Lê Văn Trình, Cục trưởng Cục Kế hoạch Guest Cụm thi đua số II" in words


def test_a_meeting_is_recorded(client, cast):
    answer = fill(
        client,
        address(cast.cycle, "meeting-add"),
        held_on="14/10/2026",
        manner="ballot",
        counts_published="on",
        **{
            "present-0-role": "chair",
            "present-0-person": "Mai Văn Chủ",
            "agenda-0-text": "Bỏ phiếu",
            "speeches-0-asks": "Thêm phong trào",
        },
    )
    assert answer.status_code == 302
    assert content_of(Meeting.objects.get()) == MeetingContent(
        held_on=DAY,
        manner="ballot",
        counts_published=True,
        present=[Present("chair", "Mai Văn Chủ")],
        agenda=["Bỏ phiếu"],
        speeches=[Spoken("Thêm phong trào")],
    )


def test_a_part_without_anybody_is_refused_and_kept(client, cast):
    before = everything()
    answer = fill(
        client,
        address(cast.cycle, "meeting-add"),
        held_on="14/10/2026",
        **{"present-0-role": "chair", "present-0-note": "ai?"},
    )
    assert answer.status_code == 422
    assert "Say who was present in every line." in read(answer).words
    assert offered(answer)["present-0-note"] == "ai?"
    assert everything() == before


def test_more_lines_begin_empty(client, cast):
    place = address(cast.cycle, "meeting-add")
    page = fill(client, place, held_on="14/10/2026", more="present", **{"present-0-person": "Mai Văn Chủ"})
    values = offered(page)
    assert (page.status_code, values["present-TOTAL_FORMS"], values["present-5-role"]) == (200, "6", "guest")
    assert send(client, place, values).status_code == 302
    assert content_of(Meeting.objects.get()).present == [Present("guest", "Mai Văn Chủ")]


def test_sending_the_form_unchanged_changes_nothing(client, cast, meeting):
    before = everything()
    assert fill(client, address(cast.cycle, "meeting-edit", meeting.public_id)).status_code == 302
    assert everything() == before


def test_a_stale_page_keeps_what_was_typed(client, cast, meeting):
    place = address(cast.cycle, "meeting-edit", meeting.public_id)
    values = offered(client.get(place))
    changed = MeetingContent(held_on=DAY, place="Đà Nẵng")
    save_meeting(meeting=meeting, actor=cast.deputy, seen=values["version"], content=changed)
    before = everything()
    answer = send(client, place, values, place="Huế")
    words = read(answer).words
    assert (answer.status_code, CHANGED_MEANWHILE in words, "Đà Nẵng" in words) == (409, True, True)
    assert everything() == before
    assert offered(answer)["place"] == "Huế"


def test_removing_asks_for_a_reason(client, cast, meeting):
    place = address(cast.cycle, "meeting-remove", meeting.public_id)
    assert fill(client, place).status_code == 422
    assert fill(client, place, reason="Nhập nhầm").status_code == 302
    assert Meeting.objects.count() == 0


def test_a_wrong_method_is_refused(client, cast):
    assert client.post(address(cast.cycle, "meeting")).status_code == 405


@pytest.mark.parametrize("number", [1, 3, 12])
def test_the_page_asks_the_same_number_of_queries(client, cast, exactly_queries, number):
    for place in range(number):
        content = MeetingContent(
            held_on=dt.date(2026, 1, 1 + place),
            present=[Present("guest", unit=cast.contact_unit)] * 3,
            agenda=["Một", "Hai"],
            speeches=[Spoken("Đề nghị")],
        )
        add_meeting(cycle=cast.cycle, actor=cast.head, content=content)
    with exactly_queries(8):
        client.get(address(cast.cycle, "meeting"))
