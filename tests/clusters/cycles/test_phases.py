"""Phases are opened, closed and planned by those who run the year; the stepper shows them."""

import datetime as dt

import pytest
from django.utils import timezone

from clusters.cycles.models import PhaseWindow
from clusters.cycles.steps import steps_of
from clusters.cycles.windows import is_closed, is_open
from emulation.audit.models import Entry
from tests.people import make_cast
from tests.platform.reading import read
from tests.posting import address, fill, offered, send
from tests.refusing import everything, logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(autouse=True)
def signed_in(client, cast, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(cast.head)


def window(cast, phase="pledge"):
    return PhaseWindow.objects.get(cycle=cast.cycle, phase=phase)


def test_a_phase_is_opened_until_a_day(client, cast):
    until = timezone.localdate() + dt.timedelta(days=5)
    answer = fill(client, address(cast.cycle, "phase-open", "pledge"), until=f"{until:%d/%m/%Y}")
    assert answer.status_code == 302
    assert (window(cast).is_open, window(cast).planned_until) == (True, until)
    assert "5 days left" in read(client.get(address(cast.cycle, "cycle"))).words


def test_a_double_click_opens_once(client, cast):
    place = address(cast.cycle, "phase-open", "pledge")
    values = offered(client.get(place))
    assert [send(client, place, values).status_code for _click in range(2)] == [302, 302]
    assert Entry.objects.count() == 1


def test_closing_and_opening_again_with_a_reason(client, cast):
    fill(client, address(cast.cycle, "phase-open", "pledge"))
    assert fill(client, address(cast.cycle, "phase-close", "pledge")).status_code == 302
    assert (is_open(cast.cycle, "pledge"), is_closed(cast.cycle, "pledge")) == (False, True)
    assert fill(client, address(cast.cycle, "phase-open", "pledge")).status_code == 422
    again = fill(client, address(cast.cycle, "phase-open", "pledge"), reason="Bổ sung chỉ tiêu")
    assert again.status_code == 302
    assert logged()[-1] == ("cycles.phase-opened", "Phan Văn Trưởng", "Bổ sung chỉ tiêu")


def test_a_page_that_shows_another_state_does_nothing(client, cast):
    place = address(cast.cycle, "phase-close", "pledge")
    fill(client, address(cast.cycle, "phase-open", "pledge"))
    values = offered(client.get(place))
    fill(client, place)
    before = everything()
    assert send(client, place, values).status_code == 409
    assert everything() == before


def test_closing_what_is_not_open_is_refused(client, cast):
    before = everything()
    answer = fill(client, address(cast.cycle, "phase-close", "pledge"))
    assert (answer.status_code, "The phase is not open." in read(answer).words) == (409, True)
    assert everything() == before


def test_days_are_planned_and_stand_in_order(client, cast):
    place = address(cast.cycle, "phase-plan", "meeting")
    wrong = fill(client, place, planned_from="10/12/2026", planned_until="01/12/2026")
    assert (wrong.status_code, PhaseWindow.objects.count()) == (422, 0)
    assert fill(client, place, planned_from="01/12/2026", planned_until="10/12/2026").status_code == 302
    assert (window(cast, "meeting").state, window(cast, "meeting").planned_from) == (
        "waiting",
        dt.date(2026, 12, 1),
    )


def test_an_unknown_phase_is_not_found(client, cast):
    assert client.get(address(cast.cycle, "phase-open", "party")).status_code == 404


def test_a_plan_that_had_run_out_sets_no_end(cast):
    PhaseWindow.objects.create(
        cycle=cast.cycle, phase="pledge", planned_until=dt.date(2026, 1, 31), opened_at=timezone.now()
    )
    step = next(one for one in steps_of(cast.cycle, cast.contact) if one.label == "Pledge")
    assert (step.since, step.until) == (timezone.localdate(), None)


def test_the_stepper_shows_what_happened_before_what_was_planned(cast):
    opened = dt.datetime(2026, 1, 13, 2, tzinfo=dt.UTC)
    PhaseWindow.objects.create(
        cycle=cast.cycle,
        phase="pledge",
        planned_from=dt.date(2026, 1, 1),
        planned_until=dt.date(2026, 1, 31),
        opened_at=opened,
        closed_at=opened,
    )
    step = next(one for one in steps_of(cast.cycle, cast.contact) if one.label == "Pledge")
    assert (step.tone, step.since, step.until, step.url) == (
        "done",
        dt.date(2026, 1, 13),
        dt.date(2026, 1, 13),
        "",
    )
    assert [one.url != "" for one in steps_of(cast.cycle, cast.head)] == [True] * 13
