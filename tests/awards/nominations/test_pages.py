"""The pages of nominations: the list, adding, ordering, the steps with their reasons."""

import pytest

from awards.nominations.models import Nomination
from awards.nominations.services import Grounds, change_grounds, nominate
from clusters.cycles.changes import CHANGED_MEANWHILE
from tests.factories import close_windows, make_award
from tests.people import make_cast
from tests.platform.reading import read
from tests.posting import address, fill, offered, send
from tests.refusing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def award(db):
    return make_award("Cờ thi đua ngành Tư pháp")


@pytest.fixture(autouse=True)
def signed_in(client, cast, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(cast.head)


@pytest.fixture
def nomination(cast, award):
    return nominate(cycle=cast.cycle, unit=cast.contact_unit, award=award, actor=cast.head)


def url(cast, name, *args):
    return address(cast.cycle, f"awards:{name}", *args)


def test_an_empty_list_says_what_comes_first(client, cast):
    words = read(client.get(url(cast, "nominations"))).words
    assert "Nobody is nominated in this year yet." in words


def test_a_unit_is_nominated_with_its_votes(client, cast, award):
    answer = fill(
        client,
        url(cast, "nominate"),
        unit=str(cast.contact_unit.pk),
        award=str(award.pk),
        origin="ballot",
        votes_for="7",
        votes_of="8",
    )
    assert answer.status_code == 302
    client.force_login(cast.contact)
    page = read(client.get(url(cast, "nominations")))
    assert "Văn phòng 1 Cờ thi đua ngành Tư pháp ballot: 7 of 8 votes proposed" in page.words
    assert page.all("form", method="post", action=url(cast, "nominate")) == []


def test_only_members_that_stand_are_offered(client, cast, award):
    cast.cycle.memberships.filter(unit=cast.head_unit).update(stands=False)
    page = read(client.get(url(cast, "nominate")))
    offered_units = {option["value"] for option in page.all("option")}
    assert {str(cast.contact_unit.pk), str(cast.deputy_unit.pk)} <= offered_units
    assert {str(cast.head_unit.pk), str(cast.outside_unit.pk)} & offered_units == set()


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(client, cast, award):
    before = everything()
    answer = fill(
        client,
        url(cast, "nominate"),
        unit=str(cast.contact_unit.pk),
        award=str(award.pk),
        votes_for="9",
        votes_of="8",
    )
    assert answer.status_code == 422
    assert "There are more votes for than votes." in read(answer).words
    assert offered(answer)["votes_for"] == "9"
    assert everything() == before


def test_a_double_click_nominates_once(client, cast, award):
    values = offered(client.get(url(cast, "nominate")))
    chosen = {"unit": str(cast.contact_unit.pk), "award": str(award.pk), "origin": "agreement"}
    answers = [send(client, url(cast, "nominate"), values, **chosen) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Nomination.objects.count() == 1


def test_buttons_move_a_nomination(client, cast, award, nomination):
    second = nominate(cycle=cast.cycle, unit=cast.head_unit, award=award, actor=cast.head)
    answer = client.post(url(cast, "nomination-move", second.public_id), {"place": "1"})
    assert answer.status_code == 302
    assert list(cast.cycle.nominations.order_by("position")) == [second, nomination]
    assert client.post(url(cast, "nomination-move", second.public_id), {"place": "x"}).status_code == 404
    assert client.post(url(cast, "nomination-move", second.public_id), {"place": "5"}).status_code == 422
    assert client.get(url(cast, "nomination-move", second.public_id)).status_code == 405


def test_withdrawing_needs_a_reason_and_shows_it(client, cast, nomination):
    place = url(cast, "nomination-step", nomination.public_id, "withdraw")
    assert fill(client, place).status_code == 422
    assert fill(client, place, reason="Đơn vị xin rút").status_code == 302
    words = read(client.get(url(cast, "nominations"))).words
    assert "withdrawn Đơn vị xin rút" in words


def test_a_step_from_a_state_that_has_gone_is_refused(client, cast, nomination):
    place = url(cast, "nomination-step", nomination.public_id, "send")
    values = offered(client.get(place))
    fill(client, url(cast, "nomination-step", nomination.public_id, "withdraw"), reason="Xin rút")
    before = everything()
    assert send(client, place, values).status_code == 409
    assert everything() == before
    assert client.get(url(cast, "nomination-step", nomination.public_id, "sing")).status_code == 404


def test_a_stale_page_keeps_what_was_typed(client, cast, nomination):
    place = url(cast, "nomination-edit", nomination.public_id)
    values = offered(client.get(place))
    change_grounds(
        nomination=nomination,
        actor=cast.deputy,
        seen=values["version"],
        grounds=Grounds("ranking", note="Hạng 1"),
    )
    before = everything()
    answer = send(client, place, values, note="Của tôi")
    words = read(answer).words
    assert (answer.status_code, CHANGED_MEANWHILE in words, "Hạng 1" in words) == (409, True, True)
    assert everything() == before
    assert offered(answer)["note"] == "Của tôi"


def test_a_closed_phase_shows_why_nothing_can_be_added(client, cast, nomination):
    close_windows(cast.cycle, "nomination")
    page = read(client.get(url(cast, "nominations")))
    assert "The phase “Nomination” is closed. Open it again to change the nominations." in page.words
    assert client.get(url(cast, "nominate")).status_code == 403


@pytest.mark.parametrize("number", [1, 3, 12])
def test_the_list_asks_the_same_number_of_queries(client, cast, exactly_queries, number):
    for _place in range(number):
        nominate(cycle=cast.cycle, unit=cast.contact_unit, award=make_award(), actor=cast.head)
    with exactly_queries(6):
        client.get(url(cast, "nominations"))
