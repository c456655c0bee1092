"""What the scripts of the frame add, in a real browser; and that pages work without them."""

import pytest
from django.conf import settings

from emulation.accounts.models import User
from tests.factories import make_user
from tests.platform.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = "Phạm Thị Lan"


@pytest.fixture
def chief():
    user = make_user("chief", full_name="Vũ Văn Trị", is_superuser=True)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


@pytest.fixture
def site(live_server, settings):
    settings.ROOT_URLCONF = "tests.platform.examples"
    return live_server.url


def sign_in(page, site):
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": site}
    page.context.add_cookies([cookie])
    page.goto(f"{site}/accounts/sign-in/")
    page.fill("#id_username", "chief")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{site}/")


def end_session(page):
    page.context.clear_cookies(name="sessionid")


def test_nothing_offends_the_policy(page, site, chief):
    said = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    sign_in(page, site)
    for address in (
        "/",
        "/help/",
        "/search/?q=a",
        "/examples/people/",
        "/examples/add/",
        "/examples/off/chief/",
    ):
        page.goto(f"{site}{address}")
    assert said == []


def test_a_slash_reaches_the_search_and_escape_closes_the_menu(page, site, chief):
    sign_in(page, site)
    page.press("body", "/")
    assert page.evaluate("document.activeElement.id") == "bar-search"
    page.keyboard.type("a/b")
    assert page.input_value("#bar-search") == "a/b"
    page.click("header .menu summary")
    assert page.is_visible("text=Change password")
    page.keyboard.press("Escape")
    assert not page.is_visible("text=Change password")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_first_tab_offers_the_content(page, site, chief):
    sign_in(page, site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_session_that_ends_loses_nothing_typed(page, site, chief):
    sign_in(page, site)
    page.goto(f"{site}/examples/add/")
    page.fill("#id_username", "lan")
    page.fill("#id_full_name", TYPED)
    end_session(page)
    page.click("text=Save")
    page.wait_for_url("**/accounts/sign-in/**")
    page.fill("#id_username", "chief")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{site}/examples/add/")
    assert page.input_value("#id_full_name") == ""
    page.click("text=Put it in again")
    assert (page.input_value("#id_username"), page.input_value("#id_full_name")) == ("lan", TYPED)
    page.click("text=Save")
    page.wait_for_url(f"{site}/examples/people/")
    assert User.objects.get(username="lan").full_name == TYPED
    page.goto(f"{site}/examples/add/")
    assert not page.is_visible("text=Put it in again")


def test_signing_in_again_in_another_tab_lets_the_first_go_on(page, site, chief):
    sign_in(page, site)
    page.goto(f"{site}/examples/add/")
    page.fill("#id_username", "lan")
    page.fill("#id_full_name", TYPED)
    end_session(page)
    page.evaluate("document.dispatchEvent(new CustomEvent('session-ended'))")
    assert page.is_visible("text=Your session has ended")
    with page.context.expect_page() as opened:
        page.click("dialog >> a")
    other = opened.value
    other.fill("#id_username", "chief")
    other.fill("#id_password", PASSWORD)
    other.press("#id_password", "Enter")
    other.wait_for_url(f"{site}/accounts/signed-in/")
    page.click("text=Back to the page")
    page.click("text=Save")
    page.wait_for_url(f"{site}/examples/people/")
    assert User.objects.get(username="lan").full_name == TYPED


def test_signing_out_forgets_what_was_typed(page, site, chief):
    sign_in(page, site)
    page.goto(f"{site}/examples/add/")
    page.fill("#id_full_name", TYPED)
    assert page.evaluate("sessionStorage.length") == 1
    page.click("header .menu summary")
    page.click("text=Sign out")
    page.wait_for_url("**/accounts/sign-in/")
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_the_screen(page, site, chief, width):
    sign_in(page, site)
    page.set_viewport_size({"width": width, "height": 800})
    for address in (
        "/",
        "/help/",
        "/accessibility/",
        "/search/?q=a",
        "/accounts/password/",
        "/examples/people/",
        "/examples/add/",
    ):
        page.goto(f"{site}{address}")
        assert (address, page.evaluate("document.documentElement.scrollWidth")) == (address, width)


def test_everything_works_without_scripts(browser, site, chief):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(15_000)
    sign_in(page, site)
    page.click("header .menu summary")
    page.click("text=Change password")
    page.wait_for_url(f"{site}/accounts/password/")
    page.goto(f"{site}/examples/people/?active=no")
    page.goto(f"{site}/examples/add/")
    page.fill("#id_username", "lan")
    page.fill("#id_full_name", TYPED)
    page.click("text=Save")
    page.wait_for_url(f"{site}/examples/people/")
    assert page.is_visible("text=The person was added.")
    context.close()
