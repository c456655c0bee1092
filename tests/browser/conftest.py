"""A year in a real browser: the cast signs in by cookie, the page's own errors fail the test."""

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from clusters.criteria.models import Criterion
from tests.factories import give_marks, make_mixed_table, open_windows
from tests.people import make_cast

WHOLE = ["10", "2", "2", "6", "0"]


@pytest.fixture
def cast(transactional_db):
    cast = make_cast()
    make_mixed_table(cast.cycle.groups.get())
    open_windows(cast.cycle, "self-scoring", "cross-inspection", "verification")
    return cast


@pytest.fixture
def member(cast):
    units = {"head": cast.head_unit, "deputy": cast.deputy_unit, "contact": cast.contact_unit}
    return lambda name: cast.cycle.memberships.get(unit=units[name])


class Visit:
    """One person's browser: opens pages, finds cells, watches for errors of the page."""

    def __init__(self, page, live_server, cast):
        self.page, self.server, self.cast = page, live_server, cast
        self.errors = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)

    def _console(self, said):
        # The browser itself notes refused requests; the page handles those.
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.errors.append(said.text)

    def sign_in(self, name):
        user = self.cast.fresh(name)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.page.context.add_cookies(
            [
                {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": self.server.url},
                {"name": "django_language", "value": "en", "url": self.server.url},
            ]
        )

    def scores(self, **query):
        place = [self.cast.cycle.cluster.code, self.cast.cycle.year]
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        self.page.goto(f"{self.server.url}{reverse('clusters:scores', args=place)}?{asked}")

    def sheet(self, member):
        place = [self.cast.cycle.cluster.code, self.cast.cycle.year, member.unit.code]
        self.page.goto(f"{self.server.url}{reverse('clusters:sheet', args=place)}")

    def box(self, member, code):
        """The cell of a member and a line."""
        return self.page.locator(f"#c-{member.pk}-{Criterion.objects.get(code=code).pk}")

    def cell(self, member, code):
        """The input of a cell."""
        return self.box(member, code).locator("input")

    def line(self, code):
        """A line of the sheet."""
        return self.page.locator(f"#line-{Criterion.objects.get(code=code).pk}")

    @property
    def status(self):
        return self.page.locator("#status")


@pytest.fixture
def visit(page, live_server, cast):
    visit = Visit(page, live_server, cast)
    yield visit
    assert visit.errors == []


@pytest.fixture
def verifying(visit, member):
    """The head verifies the contact's and the deputy's sheets, which were sent."""
    for name in ("contact", "deputy"):
        give_marks(member(name), "self", WHOLE, state="submitted")
    visit.sign_in("head")
    visit.scores(source="verified")
    return visit
