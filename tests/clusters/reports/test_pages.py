"""The pages of the summary report: writing, contributing, comparing versions, adopting."""

import pytest

from clusters.cycles.changes import CHANGED_MEANWHILE
from clusters.reports.models import Contribution, ReportSection
from clusters.reports.services import contribute, write_section
from tests.factories import add_members
from tests.people import make_cast
from tests.platform.reading import read
from tests.posting import address, fill, offered, send
from tests.refusing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(autouse=True)
def signed_in(client, cast, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(cast.head)


@pytest.fixture
def report(cast):
    write_section(cycle=cast.cycle, kind="results", text="Kết quả rất tốt", version=0, actor=cast.head)
    write_section(cycle=cast.cycle, kind="results", text="Kết quả khá tốt", version=1, actor=cast.deputy)
    return cast.cycle.report


def give(cast, unit, text):
    membership = cast.cycle.memberships.get(unit=unit)
    return contribute(membership=membership, kind="results", text=text, version=0, actor=cast.head)


def test_the_head_writes_beside_what_the_units_gave(client, cast):
    give(cast, cast.contact_unit, "Văn phòng làm xong")
    place = address(cast.cycle, "report-write", "results")
    assert "Văn phòng làm xong" in read(client.get(place)).words
    assert fill(client, place, text="Đoạn một\r\n\r\nĐoạn hai").status_code == 302
    assert ReportSection.objects.get().text == "Đoạn một\n\nĐoạn hai"
    assert "Đoạn hai" in read(client.get(address(cast.cycle, "report"))).words


def test_a_member_reads_the_report_and_only_its_own_contribution(client, cast, report):
    give(cast, cast.contact_unit, "Của Văn phòng")
    give(cast, cast.deputy_unit, "Của Thanh tra")
    client.force_login(cast.contact)
    words = read(client.get(address(cast.cycle, "report"))).words
    assert ("Kết quả khá tốt" in words, "Của Văn phòng" in words, "Của Thanh tra" in words) == (
        True,
        True,
        False,
    )


def test_a_unit_contributes_and_a_stale_page_is_kept(client, cast):
    client.force_login(cast.contact)
    place = address(cast.cycle, "contribute", "results", cast.contact_unit.code)
    values = offered(client.get(place))
    give(cast, cast.contact_unit, "Bản giấy")
    before = everything()
    answer = send(client, place, values, text="Của tôi")
    words = read(answer).words
    assert (answer.status_code, CHANGED_MEANWHILE in words, "Bản giấy" in words) == (409, True, True)
    assert everything() == before
    assert send(client, place, offered(answer)).status_code == 302
    assert Contribution.objects.get().text == "Của tôi"


def test_what_is_typed_for_a_unit_says_so(client, cast):
    place = address(cast.cycle, "contribute", "results", cast.contact_unit.code)
    assert "On behalf of Văn phòng: the log keeps who typed it and for whom." in read(client.get(place)).words


def test_two_versions_are_compared(client, cast, report):
    page = client.get(address(cast.cycle, "report-versions", "results"))
    html = page.content.decode()
    assert ("<del>rất </del>" in html, "<ins>khá </ins>" in html) == (True, True)
    same = client.get(address(cast.cycle, "report-versions", "results") + "?from=1&to=1").content.decode()
    assert ("<del>" in same, "<ins>" in same) == (False, False)


def test_a_section_without_versions_has_no_such_page(client, cast, report):
    assert client.get(address(cast.cycle, "report-versions", "proposals")).status_code == 404
    assert client.get(address(cast.cycle, "report-write", "songs")).status_code == 404


def test_adopting_locks_and_reopening_needs_a_reason(client, cast, report):
    place = address(cast.cycle, "report-adopt")
    assert fill(client, place, adopted_on="").status_code == 422
    assert fill(client, place, adopted_on="10/11/2026").status_code == 302
    page = read(client.get(address(cast.cycle, "report")))
    assert page.all("a", href=address(cast.cycle, "report-write", "results")) == []
    late = fill(client, address(cast.cycle, "report-write", "results"), text="Muộn")
    assert late.status_code == 409
    assert fill(client, address(cast.cycle, "report-reopen")).status_code == 422
    assert fill(client, address(cast.cycle, "report-reopen"), reason="Thiếu").status_code == 302


def test_what_changed_after_the_page_was_opened_is_not_adopted(client, cast, report):
    place = address(cast.cycle, "report-adopt")
    values = offered(client.get(place))
    write_section(cycle=cast.cycle, kind="results", text="Phút chót", version=2, actor=cast.deputy)
    before = everything()
    assert send(client, place, values, adopted_on="10/11/2026").status_code == 409
    assert everything() == before


def test_the_deputy_sees_why_the_button_is_locked(client, cast, report):
    client.force_login(cast.deputy)
    words = read(client.get(address(cast.cycle, "report"))).words
    assert "Only the head or the standing body adopts the report." in words


@pytest.mark.parametrize("members", [1, 3, 12])
def test_the_page_asks_the_same_number_of_queries(client, cast, report, exactly_queries, members):
    for member in add_members(cast.cycle, members):
        give(cast, member.unit, "Nội dung")
    with exactly_queries(17):
        client.get(address(cast.cycle, "report"))
