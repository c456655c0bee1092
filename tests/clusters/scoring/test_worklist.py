"""What waits for whom in scoring."""

import datetime as dt

import pytest
from django.utils.translation import override

from clusters.cycles.models import PhaseWindow
from clusters.scoring.worklist import own_sheets, sent_sheets
from tests.factories import add_members, close_windows, make_representation, make_sheet


def waiting(provider, user):
    with override("en"):
        return [(item.what, item.until) for item in provider(user)]


def test_the_own_sheet_waits_while_it_can_be_filled(cast, member):
    until = dt.date(2026, 12, 1)
    PhaseWindow.objects.filter(phase="self-scoring").update(planned_until=until)
    assert waiting(own_sheets, cast.fresh("contact")) == [("Score yourselves: Văn phòng", until)]
    make_sheet(member("contact"), "in-work")
    assert waiting(own_sheets, cast.fresh("contact")) == [("Score yourselves: Văn phòng", until)]
    for state in ("submitted", "verified", "final"):
        make_sheet(member("contact"), state)
        assert waiting(own_sheets, cast.fresh("contact")) == []


def test_a_returned_sheet_waits_until_its_own_day(cast, member):
    make_sheet(member("contact"), "returned", return_until=dt.date(2026, 11, 30))
    assert waiting(own_sheets, cast.fresh("contact")) == [
        ("Correct the returned sheet of Văn phòng", dt.date(2026, 11, 30))
    ]


def test_nothing_waits_once_the_window_is_closed(cast, member):
    make_sheet(member("contact"), "submitted")
    close_windows(cast.cycle, "self-scoring", "verification")
    for name in cast.everyone:
        assert waiting(own_sheets, cast.fresh(name)) == []
        assert waiting(sent_sheets, cast.fresh(name)) == []


def test_sent_sheets_wait_for_those_who_run_the_year_but_not_those_of_their_units(cast, member):
    for name in ("head", "contact"):
        make_sheet(member(name), "submitted")
    expected = {
        "standing_body": [("Verify 2 sent sheets", None)],
        "head": [("Verify 1 sent sheet", None)],
        "deputy": [("Verify 2 sent sheets", None)],
        "contact": [],
        "viewer": [],
        "administrator": [],
        "outsider": [],
    }
    assert {name: waiting(sent_sheets, cast.fresh(name)) for name in cast.everyone} == expected
    make_representation(cast.standing_body, cast.contact_unit)
    assert waiting(sent_sheets, cast.fresh("standing_body")) == [("Verify 1 sent sheet", None)]


@pytest.mark.parametrize("members", [0, 9])
def test_looking_what_waits_is_one_question_each(cast, members, exactly_queries):
    for one in add_members(cast.cycle, members):
        make_sheet(one, "submitted")
    # Two more for the person's units and roles.
    for provider, queries in ((own_sheets, 2), (sent_sheets, 3)):
        user = cast.fresh("head")
        with exactly_queries(queries):
            list(provider(user))
