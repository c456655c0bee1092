"""Lists: filters in the address, search without accents, a stable order, 50 rows a page."""

import pytest

from emulation.accounts.models import User
from tests.factories import make_user
from tests.platform.reading import read

pytestmark = pytest.mark.django_db

LIST = "/examples/people/"


@pytest.fixture(autouse=True)
def _examples(settings):
    settings.ROOT_URLCONF = "tests.platform.examples"


def names(answer):
    return [person.username for person in answer.context["object_list"]]


def make_many(number):
    return [make_user(f"p{index:03d}", full_name=f"Nguyễn Văn {index:03d}") for index in range(number)]


@pytest.mark.parametrize("number", [1, 3, 60])
def test_a_list_costs_the_same_however_long_it_is(signed_in, exactly_queries, number):
    make_many(number)
    # The session, the person, the count and the page.
    with exactly_queries(4):
        signed_in.get(LIST)


def test_fifty_rows_a_page_and_none_twice(signed_in):
    make_many(60)
    first, second = signed_in.get(LIST), signed_in.get(LIST, {"page": 2})
    assert (len(names(first)), len(names(second))) == (50, 11)
    assert len({*names(first), *names(second)}) == 61
    assert "61 rows, shown 51–61" in read(second).words
    assert {"rel": "prev", "href": "?page=1"} in read(second).all("a")


def test_a_page_that_is_no_more_shows_the_last_one(signed_in):
    make_many(60)
    assert names(signed_in.get(LIST, {"page": 9})) == names(signed_in.get(LIST, {"page": 2}))
    assert names(signed_in.get(LIST, {"page": "x"})) == names(signed_in.get(LIST))


def test_words_are_found_without_accents_in_any_order(signed_in):
    make_user("a", office="van phong do luong")
    make_user("b", office="van phong")
    assert names(signed_in.get(LIST, {"q": "  ĐO  Văn "})) == ["a"]
    assert names(signed_in.get(LIST, {"q": "vụ"})) == []


def test_a_filter_narrows_and_stays_in_the_address(signed_in, person):
    make_user("nghi", is_active=False)
    answer = signed_in.get(LIST, {"active": "no", "q": ""})
    assert names(answer) == ["nghi"]
    page = read(answer)
    assert [one["value"] for one in page.all("option") if "selected" in one] == ["no"]
    assert {"class": "button button-small", "href": "/examples/export/?active=no&q="} in page.all("a")
    assert {"class": "sort", "href": "?active=no&q=&sort=1"} in page.all("a")


def test_an_unknown_choice_or_order_is_ignored(signed_in, person):
    make_user("an")
    assert names(signed_in.get(LIST, {"active": "maybe", "sort": "3"})) == ["an", "mai"]
    assert names(signed_in.get(LIST, {"sort": "9"})) == ["an", "mai"]
    assert names(signed_in.get(LIST, {"sort": "²"})) == ["an", "mai"]


def test_columns_sort_both_ways_by_given_name(signed_in, person):
    make_user("x", full_name="Vũ Thị Ái")
    make_user("y", full_name="An Văn Đức")
    answer = signed_in.get(LIST, {"sort": "1"})
    assert names(answer) == ["x", "y", "mai"]
    assert [head.get("aria-sort") for head in read(answer).all("th", scope="col")] == [
        "ascending",
        None,
        None,
    ]
    assert names(signed_in.get(LIST, {"sort": "-1"})) == ["mai", "y", "x"]


def test_equal_rows_keep_their_places(signed_in):
    User.objects.bulk_create(
        User(username=f"u{index}", full_name="Lê Văn Bình", order_key="same") for index in range(60)
    )
    pages = [names(signed_in.get(LIST, {"sort": "1", "page": page})) for page in (1, 2)]
    assert len({*pages[0], *pages[1]}) == 61


def test_nothing_found_says_what_to_do(signed_in):
    page = read(signed_in.get(LIST, {"q": "khong co"}))
    assert "Nothing fits this search. Try fewer words, or clear the filters." in page.words
    assert {"class": "button button-plain", "href": LIST} in page.all("a")


def test_an_empty_list_offers_the_next_step(signed_in, person, monkeypatch):
    from tests.platform.examples import People

    monkeypatch.setattr(People, "queryset", User.objects.none())
    page = read(signed_in.get(LIST))
    assert "Nothing here yet." in page.words
    assert {"class": "button", "href": "/examples/add/"} in page.all("a")
