"""The pieces pages are made of: states, deadlines, phases, tabs, bars, icons."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from emulation.core.page import Action, Step, Tab
from emulation.core.templatetags.pages import _period
from emulation.core.templatetags.ui import TONES, bar, chip, deadline_text
from emulation.core.workflow import State
from tests.platform.reading import Page

DAY = dt.date(2022, 11, 5)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def draw(text, **context):
    request = RequestFactory().get(context.pop("path", "/"))
    return Page(Template(text).render(Context({"request": request, **context})))


@pytest.mark.parametrize(
    ("until", "words", "tone"),
    [
        (dt.date(2022, 11, 2), "3 days overdue", "late"),
        (dt.date(2022, 11, 4), "1 day overdue", "late"),
        (DAY, "today", "back"),
        (dt.date(2022, 11, 6), "1 day left", "back"),
        (dt.date(2022, 11, 8), "3 days left", "back"),
        (dt.date(2022, 11, 9), "4 days left", "none"),
        (dt.date(2022, 9, 5), "overdue", "late"),
        (dt.date(2023, 1, 5), "", "none"),
    ],
)
def test_a_deadline_is_counted_in_calendar_days(until, words, tone):
    assert deadline_text(until, DAY) == (words, tone)


def test_no_deadline_says_nothing():
    assert draw("{% deadline until %}", until=None).words == ""


def test_a_state_is_a_word_and_a_sign_never_a_colour_alone():
    page = Page(chip(State("sent", "sent", "sent")))
    assert page.words == "sent"
    assert page.all("span") == [{"class": "chip chip-sent"}]
    assert [use["href"] for use in page.all("use")] == ["/static/icons.svg#sent"]
    assert Page(chip("<b>", "late")).words == "<b>"
    with pytest.raises(ValueError, match="unknown tone: pink"):
        chip("x", "pink")


def test_phases_say_which_are_open_and_until_when():
    until = timezone.localdate() + dt.timedelta(days=10)
    steps = [
        Step("Pledge", "done", dt.date(2022, 1, 13), dt.date(2022, 1, 13)),
        Step("Self-scoring", "work", dt.date(2022, 10, 1), until, is_open=True, url="/x/"),
        Step("Ranking"),
    ]
    page = draw("{% stepper steps %}", steps=steps)
    assert page.words == (
        f"Pledge 13/01/2022 closed Self-scoring 01/10/2022 – {until:%d/%m/%Y} open, 10 days left "
        "Ranking not open"
    )
    assert [item.get("aria-current") for item in page.all("li")] == [None, "step", None]


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (DAY, DAY, "05/11/2022"),
        (dt.date(2022, 10, 1), DAY, "01/10 – 05/11/2022"),
        (dt.date(2021, 12, 1), DAY, "01/12/2021 – 05/11/2022"),
        (DAY, None, "05/11/2022 –"),
        (None, DAY, "– 05/11/2022"),
        (None, None, ""),
    ],
)
def test_the_days_of_a_phase_are_written_shortly(since, until, words):
    assert _period(since, until) == words


def test_tabs_find_the_present_page():
    tabs = [Tab("Scores", "/scores/"), Tab("Ranking", "/ranking/", count=0)]
    page = draw("{% tabs tabs %}", tabs=tabs, path="/ranking/")
    assert page.all("a") == [{"href": "/scores/"}, {"href": "/ranking/", "aria-current": "page"}]
    assert page.words == "Scores Ranking 0"


def test_an_act_that_is_refused_says_why():
    page = draw(
        "{% page_actions act more %}", act=Action("Send", "/send/", refusal="3 criteria are missing"), more=[]
    )
    (button,) = page.all("button")
    assert "disabled" in button
    assert page.words == "Send 3 criteria are missing"
    assert page.all("a") == []


def test_an_act_without_a_page_is_a_form():
    page = draw("{% page_actions act %}", act=Action("Read", "/read/", post=True))
    assert [(form["method"], form["action"]) for form in page.all("form")] == [("post", "/read/")]


@pytest.mark.parametrize(
    ("value", "length"),
    [("0", "0.0"), ("50", "78.0"), ("100", "156.0"), ("107", "156.0"), ("-5", "0.0")],
)
def test_a_bar_is_as_long_as_its_share_and_never_longer_than_its_track(value, length):
    page = Page(bar(Decimal(value), Decimal(100)))
    assert [one["width"] for one in page.all("rect")] == ["155", length]


def test_a_bar_says_its_figure_and_a_missing_one_is_no_zero():
    assert Page(bar(Decimal("87.5"), Decimal(100), "Thanh tra")).words == "87.50"
    assert Page(bar(Decimal("87.5"), Decimal(100), "Thanh tra")).all("svg")[0]["aria-label"] == (
        "Thanh tra: 87.50 of 100.00"
    )
    assert Page(bar(None, Decimal(100))).words == "–"
    with translation.override("vi"):
        assert Page(bar(Decimal("87.5"), Decimal(100))).words == "87,50"


def test_every_icon_that_is_used_is_drawn():
    drawn = set(re.findall(r'id="([\w-]+)"', (settings.BASE_DIR / "static/icons.svg").read_text()))
    pages = list((settings.BASE_DIR / "templates").rglob("*.html"))
    used = {name for page in pages for name in re.findall(r'{% icon "([\w-]+)"', page.read_text())}
    assert used - drawn == set()
    assert drawn >= TONES


def test_every_behaviour_that_is_asked_for_exists():
    script = (settings.BASE_DIR / "static/js/frame.js").read_text()
    known = set(re.findall(r"[\w-]+", re.search(r"const behaviours = {(.*?)};", script).group(1)))
    asked = {
        name
        for page in (settings.BASE_DIR / "templates").rglob("*.html")
        for names in re.findall(r'data-behaviour="([^"{]+)"', page.read_text())
        for name in names.split()
    }
    assert asked - known == set()


def test_the_version_is_that_of_the_package():
    import tomllib

    from emulation.core.version import VERSION

    package = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    assert package["project"]["version"] == VERSION
