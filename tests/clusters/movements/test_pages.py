"""The pages of movements: read by members, written by those who run the year, kept when stale."""

from decimal import Decimal

import pytest

from clusters.cycles.changes import CHANGED_MEANWHILE
from clusters.movements.content import MovementContent, ResultLine, content_of, other_results
from clusters.movements.models import Movement
from clusters.movements.services import add_movement, save_movement
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
def movement(cast):
    content = MovementContent(
        name="Chuyển đổi số",
        kind="themed",
        aim="Một\nHai",
        results=[
            ResultLine("Số hoá hồ sơ", cast.contact_unit, "", Decimal("1103.00"), "hồ sơ", at_least=True)
        ],
    )
    return add_movement(cycle=cast.cycle, actor=cast.head, content=content)


def test_members_read_what_runners_write(client, cast, movement):
    client.force_login(cast.contact)
    page = read(client.get(address(cast.cycle, "movements")))
    assert "Chuyển đổi số" in page.words
    assert "more than 1.103 hồ sơ Văn phòng" in page.words
    assert page.all("a", href=address(cast.cycle, "movement-edit", movement.pk)) == []


def test_a_movement_is_added_with_its_results(client, cast):
    answer = fill(
        client,
        address(cast.cycle, "movement-add"),
        name="Vượt khó",
        starts_on="01/02/2026",
        **{"results-0-content": "Làm xong", "results-0-amount": "12,5", "results-0-at_least": "on"},
    )
    assert answer.status_code == 302
    content = content_of(Movement.objects.get())
    assert (content.name, str(content.starts_on)) == ("Vượt khó", "2026-02-01")
    assert content.results == [ResultLine("Làm xong", None, "", Decimal("12.50"), "", at_least=True)]


def test_sending_the_form_unchanged_changes_nothing(client, cast, movement):
    before = everything()
    assert fill(client, address(cast.cycle, "movement-edit", movement.pk)).status_code == 302
    assert everything() == before


def test_a_stale_page_keeps_what_was_typed(client, cast, movement):
    place = address(cast.cycle, "movement-edit", movement.pk)
    values = offered(client.get(place))
    save_movement(
        movement=movement, actor=cast.deputy, seen=values["version"], content=MovementContent(name="Tên mới")
    )
    before = everything()
    answer = send(client, place, values, name="Tên của tôi")
    words = read(answer).words
    assert (answer.status_code, CHANGED_MEANWHILE in words, "Tên mới" in words) == (409, True, True)
    assert everything() == before
    assert send(client, place, offered(answer)).status_code == 302
    assert Movement.objects.get().name == "Tên của tôi"


def test_results_outside_any_movement_are_written(client, cast, movement):
    answer = fill(client, address(cast.cycle, "results-edit"), **{"results-0-content": "Việc khác"})
    assert answer.status_code == 302
    assert other_results(cast.cycle) == [ResultLine("Việc khác")]


def test_removing_asks_for_a_reason(client, cast, movement):
    place = address(cast.cycle, "movement-remove", movement.pk)
    assert fill(client, place).status_code == 422
    assert Movement.objects.count() == 1
    assert fill(client, place, reason="Nhập trùng").status_code == 302
    assert Movement.objects.count() == 0


def test_a_movement_of_another_year_is_not_found(client, cast):
    content = MovementContent(name="Nơi khác")
    other = add_movement(cycle=cast.outside_cycle, actor=cast.standing_body, content=content)
    assert client.get(address(cast.cycle, "movement-edit", other.pk)).status_code == 404


def test_a_wrong_method_is_refused(client, cast):
    assert client.delete(address(cast.cycle, "movements")).status_code == 405


@pytest.mark.parametrize("number", [1, 3, 12])
def test_the_page_asks_the_same_number_of_queries(client, cast, exactly_queries, number):
    for place in range(number):
        content = MovementContent(
            name=f"Phong trào {place}", results=[ResultLine("Kết quả", cast.contact_unit)] * 2
        )
        add_movement(cycle=cast.cycle, actor=cast.head, content=content)
    with exactly_queries(7):
        client.get(address(cast.cycle, "movements"))
