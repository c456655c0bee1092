"""The log of a year, told in words."""

import pytest

from clusters.cycles.services import close_phase, open_phase
from clusters.reports.services import contribute
from tests.people import make_cast
from tests.platform.reading import read
from tests.posting import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(autouse=True)
def signed_in(client, cast, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(cast.head)


def test_entries_are_told_newest_first(client, cast):
    open_phase(cycle=cast.cycle, phase="pledge", actor=cast.head)
    close_phase(cycle=cast.cycle, phase="pledge", actor=cast.deputy, reason="Đã ký")
    words = read(client.get(address(cast.cycle, "history"))).words
    assert "Lê Thị Phó closed the phase “Pledge” Đã ký" in words
    assert words.index("closed the phase") < words.index("opened the phase")


def test_on_whose_behalf_is_told(client, cast):
    membership = cast.cycle.memberships.get(unit=cast.contact_unit)
    contribute(membership=membership, kind="results", text="Tốt", version=0, actor=cast.head)
    words = read(client.get(address(cast.cycle, "history"))).words
    assert (
        "Phan Văn Trưởng – on behalf of Văn phòng Văn phòng contributed to “Results” of the report" in words
    )


def test_chapters_filter_by_the_address(client, cast):
    open_phase(cycle=cast.cycle, phase="pledge", actor=cast.head)
    membership = cast.cycle.memberships.get(unit=cast.contact_unit)
    contribute(membership=membership, kind="results", text="Tốt", version=0, actor=cast.head)
    page = client.get(address(cast.cycle, "history") + "?chapter=reports")
    assert [entry.verb for entry in page.context["object_list"]] == ["reports.contributed"]


def test_another_year_s_log_stays_out(client, cast):
    open_phase(cycle=cast.outside_cycle, phase="pledge", actor=cast.standing_body)
    assert list(client.get(address(cast.cycle, "history")).context["object_list"]) == []


@pytest.mark.parametrize("number", [1, 3, 12])
def test_the_log_asks_the_same_number_of_queries(client, cast, exactly_queries, number):
    for _click in range(number):
        open_phase(cycle=cast.cycle, phase="pledge", actor=cast.head, reason="Mở")
        close_phase(cycle=cast.cycle, phase="pledge", actor=cast.head)
    with exactly_queries(6):
        client.get(address(cast.cycle, "history"))
