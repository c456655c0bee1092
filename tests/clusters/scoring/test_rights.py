"""Who may see, fill, return and verify; nobody sets verified points of the own unit, not even a superuser."""

import datetime as dt

import pytest

from clusters.cycles.models import PhaseWindow
from clusters.scoring.models import Source
from clusters.scoring.permissions import give
from clusters.scoring.reading import sheet_of
from clusters.scoring.states import SHEET
from emulation.accounts.models import User
from emulation.core.permissions import can
from tests.factories import close_windows, make_representation, make_sheet
from tests.people import NAMES

OWN = "You act for this unit: its points are set by the deputy, the head or the standing body."
RUNNERS = "Only the head, a deputy or the standing body may do this."
UNIT = "Only the unit itself fills its sheet."
BODY = "Only the standing body may do this."
HIDDEN = "There is no such page for you."
LATER = "Sheets of other units can be read once the provisional ranking is published."
FINAL = "Final marks come from the verified ones when the final ranking is published."


def answers(cast, right, sheet, **instead):
    """Ask a right of everybody: True, or the words of the refusal."""
    said = {}
    for name in NAMES:
        answer = can(cast.fresh(name), right, sheet)
        said[name] = True if answer else answer.reason
    return said


@pytest.fixture
def sheet(cast, member):
    def of(name, state="submitted"):
        found = make_sheet(member(name), state)
        found.membership.cycle = cast.cycle
        return found

    return of


def everyone(value, **others):
    return {**dict.fromkeys(NAMES, value), "outsider": HIDDEN, **others}


def test_a_sheet_is_read_by_its_unit_and_by_those_who_run_or_read_the_year(cast, sheet):
    assert answers(cast, "scoring.see", sheet("contact")) == everyone(True)
    assert answers(cast, "scoring.see", sheet("deputy")) == everyone(True, contact=LATER)


def test_members_read_each_other_once_a_ranking_was_announced(cast, sheet):
    close_windows(cast.cycle, "provisional")
    assert answers(cast, "scoring.see", sheet("deputy")) == everyone(True)
    assert answers(cast, "scoring.see-grid", cast.cycle) == everyone(True)


def test_before_that_only_those_who_run_or_read_the_year_see_the_grid(cast):
    assert answers(cast, "scoring.see-grid", cast.cycle) == everyone(True, contact=LATER)


def test_a_unit_fills_its_own_sheet(cast, sheet):
    assert answers(cast, "scoring.fill", sheet("contact", "in-work")) == everyone(UNIT, contact=True)


def test_those_who_run_the_year_type_in_papers(cast, sheet):
    expected = everyone(RUNNERS, standing_body=True, head=True, deputy=True)
    assert answers(cast, "scoring.fill-for", sheet("contact", "in-work")) == expected
    assert answers(cast, "scoring.submit", sheet("contact", "in-work")) == everyone(
        UNIT, contact=True, standing_body=True, head=True, deputy=True
    )


@pytest.mark.parametrize("right", ["scoring.verify", "scoring.inspect", "scoring.return"])
def test_nobody_judges_the_own_unit(cast, sheet, right):
    others = everyone(RUNNERS, standing_body=True, head=True, deputy=True)
    assert answers(cast, right, sheet("contact")) == others
    assert answers(cast, right, sheet("head")) == {**others, "head": OWN}
    assert answers(cast, right, sheet("deputy")) == {**others, "deputy": OWN}


def test_the_standing_body_does_not_judge_a_unit_its_people_act_for(cast, sheet):
    make_representation(cast.standing_body, cast.contact_unit)
    for right in ("scoring.verify", "scoring.inspect", "scoring.return"):
        assert answers(cast, right, sheet("contact"))["standing_body"] == OWN
        assert answers(cast, right, sheet("deputy"))["standing_body"] is True
    final = sheet("contact", "final")
    assert answers(cast, "scoring.correct", final)["standing_body"] == OWN


def test_a_representation_that_ended_binds_nobody(cast, sheet):
    make_representation(cast.standing_body, cast.contact_unit, until=dt.date(2021, 1, 1))
    assert answers(cast, "scoring.verify", sheet("contact"))["standing_body"] is True


def test_a_superuser_does_not_bypass_anything(cast, sheet):
    User.objects.filter(pk__in=[cast.head.pk, cast.administrator.pk]).update(is_superuser=True)
    assert answers(cast, "scoring.verify", sheet("head"))["head"] == OWN
    assert answers(cast, "scoring.verify", sheet("contact"))["administrator"] == RUNNERS
    assert answers(cast, "scoring.fill", sheet("contact", "in-work"))["administrator"] == UNIT


def test_a_final_mark_is_corrected_by_the_standing_body_alone(cast, sheet):
    assert answers(cast, "scoring.correct", sheet("contact", "final")) == everyone(BODY, standing_body=True)
    assert answers(cast, "scoring.correct", sheet("contact", "verified"))["standing_body"] == FINAL


# Every state × every source, for those who run the year: what may be given now.
MAY = {
    "not-begun": {"self", "inspection"},
    "in-work": {"self", "inspection"},
    "submitted": {"inspection", "verified"},
    "returned": {"self", "inspection"},
    "verified": {"inspection"},
    "final": {"inspection", "final"},
}


@pytest.mark.parametrize("state", list(SHEET.states))
def test_what_may_be_given_in_each_state(cast, sheet, state):
    found = sheet("contact", state)
    may = {source for source in Source.values if give(cast.fresh("standing_body"), found, source)}
    assert may == MAY[state]
    head = {source for source in Source.values if give(cast.fresh("head"), found, source)}
    assert head == MAY[state] - {"final"}
    own = {source for source in Source.values if give(cast.fresh("contact"), found, source)}
    assert own == MAY[state] & {"self"}


def test_closed_windows_close_everything_but_final_corrections(cast, sheet):
    PhaseWindow.objects.all().delete()
    cast.cycle.__dict__.pop("_windows_by_phase", None)
    for state in SHEET.states:
        found = sheet("contact", state)
        may = {source for source in Source.values if give(cast.fresh("standing_body"), found, source)}
        assert may == ({"final"} if state == "final" else set())


def test_a_sheet_nobody_has_begun_can_be_asked_about(cast, member):
    unbegun = sheet_of(member("contact"))
    unbegun.membership.cycle = cast.cycle
    assert unbegun.pk is None
    assert can(cast.contact, "scoring.give", (unbegun, "self"))
    assert not can(cast.contact, "scoring.give", (unbegun, "verified"))
