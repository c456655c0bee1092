"""The frame of every page: closed by default, nothing inline, Vietnamese first, usable without a mouse."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.platform.reading import read

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
OPEN = {"accounts:sign-in", "home:help", "home:accessibility"}
CLOSED = {"home:home", "home:search", "accounts:change-password", "accounts:signed-in"}
PAGES = sorted(OPEN | CLOSED)
# Not pages: they take a POST, or name somebody.
ACTS = {"accounts:sign-out", "home:set-language", "accounts:set-password"}


def names_of(namespace):
    _prefix, resolver = get_resolver().namespace_dict[namespace]
    return {f"{namespace}:{name}" for name in resolver.reverse_dict if isinstance(name, str)}


def test_every_address_of_the_platform_is_listed_here():
    assert names_of("home") | names_of("accounts") == OPEN | CLOSED | ACTS


@pytest.mark.parametrize("name", sorted(CLOSED))
def test_a_stranger_is_sent_to_the_sign_in(stranger, name):
    answer = stranger.get(reverse(name))
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/sign-in/?next={reverse(name)}")


@pytest.mark.parametrize("name", sorted(OPEN))
def test_a_stranger_can_read_what_helps_to_get_in(stranger, name):
    assert stranger.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", [name for name in PAGES if name != "accounts:sign-in"])
def test_pages_have_no_inline_script_or_style_and_one_heading(signed_in, name):
    answer = signed_in.get(reverse(name))
    page = read(answer)
    assert answer["Content-Security-Policy"] == POLICY
    assert page.inline == []
    assert len(page.headings) == 1
    assert [one["id"] for one in page.all("main")] == ["main"]
    assert page.all("a")[0] == {"class": "skip", "href": "#main"}
    assert len(page.all("header")) == len(page.all("footer")) == 1
    ids = [attributes["id"] for _tag, attributes in page.elements if "id" in attributes]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_every_field_has_a_label_and_every_button_a_name(stranger, signed_in, name):
    page = read((stranger if name == "accounts:sign-in" else signed_in).get(reverse(name)))
    labelled = {label.get("for") for label in page.all("label")}
    fields = [field for field in page.all("input") if field.get("type") != "hidden"]
    assert [field for field in fields if field.get("id") not in labelled] == []


def test_vietnamese_is_spoken_whatever_the_browser_asks_for():
    answer = Client().get(reverse("accounts:sign-in"), headers={"Accept-Language": "en-US,en;q=0.9"})
    assert answer["Content-Language"] == "vi"
    assert read(answer).all("html") == [{"lang": "vi"}]


def test_one_click_speaks_english_and_stays_on_the_page():
    client = Client()
    page = read(client.get("/help/?x=1"))
    buttons = [button for button in page.all("button") if button.get("name") == "language"]
    assert [button["value"] for button in buttons] == ["en", "en"]
    answer = client.post(reverse("home:set-language"), {"language": "en", "next": "/help/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/?x=1")
    assert read(client.get("/help/")).headings == ["Help"]
    assert [one["lang"] for one in read(client.get("/help/")).all("html")] == ["en"]


def test_the_language_switch_leads_to_no_other_site_and_takes_only_posts(stranger):
    address = reverse("home:set-language")
    answer = stranger.post(address, {"language": "vi", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert stranger.get(address).status_code == 405


def test_the_badge_of_the_demonstration_stands_only_in_the_demonstration(stranger, settings):
    settings.DEMONSTRATION = True
    assert "Demonstration" in read(stranger.get("/help/")).parts
    settings.DEMONSTRATION = False
    assert "Demonstration" not in read(stranger.get("/help/")).parts


class TestFaults:
    def test_an_unknown_address(self, signed_in):
        answer = signed_in.get("/khong-co/")
        page = read(answer)
        assert (answer.status_code, page.headings) == (404, ["There is no such page"])
        assert "Search by name, with or without accents, or go back to the home page." in page.words

    def test_a_form_without_its_token_says_what_to_do(self, person):
        client = Client(enforce_csrf_checks=True)
        client.cookies["django_language"] = "en"
        answer = client.post(reverse("accounts:sign-in"), {"username": "mai", "password": "x"})
        assert (answer.status_code, read(answer).headings) == (403, ["This page was open too long"])
        told = client.post("/accounts/sign-in/", headers={"Accept": "application/json"})
        assert (told.status_code, told.json()) == (
            403,
            {"error": "This page is out of date. Reload it and try again."},
        )

    @pytest.mark.parametrize(
        ("kind", "status", "heading"),
        [
            ("refused", 422, "This was not done"),
            ("conflict", 409, "Somebody was there before you"),
            ("not-permitted", 403, "You may not do this"),
            ("forbidden", 403, "You may not do this"),
        ],
    )
    def test_a_refusal_is_a_page_that_says_what_next(self, signed_in, settings, kind, status, heading):
        settings.ROOT_URLCONF = "tests.platform.examples"
        answer = signed_in.get(f"/examples/{kind}/")
        page = read(answer)
        assert (answer.status_code, page.headings, page.inline) == (status, [heading], [])

    def test_a_refusal_of_rows_lists_them(self, signed_in, settings):
        settings.ROOT_URLCONF = "tests.platform.examples"
        page = read(signed_in.get("/examples/rows/"))
        assert "Two sheets stand in the way. Where What stands in the way Thanh tra 3 missing" in page.words

    def test_a_script_gets_the_words(self, signed_in, settings):
        settings.ROOT_URLCONF = "tests.platform.examples"
        answer = signed_in.get("/examples/refused/", headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json()) == (
            422,
            {"error": "12 is above the maximum of 10.", "field": "points"},
        )

    @pytest.mark.parametrize(("kind", "status"), [("broken", 500), ("suspicious", 400)])
    def test_a_fault_is_told_in_both_languages_and_asks_nothing_of_anybody(
        self, person, settings, kind, status, caplog
    ):
        settings.ROOT_URLCONF = "tests.platform.examples"
        client = Client(raise_request_exception=False)
        client.force_login(person)
        answer = client.get(f"/examples/{kind}/")
        page = read(answer)
        assert (answer.status_code, len(page.headings), page.inline) == (status, 1, [])
        assert [one["lang"] for one in page.all("p") if "lang" in one] == ["en"]
