"""Workflows decide legal moves, policies decide rights; both refuse in words."""

import pytest

from emulation.core import permissions, workflow
from emulation.core.errors import Conflict, NotPermitted, Refused
from emulation.core.permissions import Allowed, Denied, can, require
from emulation.core.workflow import Move, State, Workflow


@pytest.fixture
def life(monkeypatch):
    monkeypatch.setattr(workflow, "_workflows", {})
    return Workflow(
        "letter",
        states=[State("open", "open"), State("closed", "closed")],
        moves=[
            Move("close", "Close", ("open",), "closed", "letters.close"),
            Move("reopen", "Reopen", ("closed",), "open", "letters.close", needs_reason=True),
        ],
    )


class Person:
    is_authenticated = True
    is_active = True


def test_a_legal_move_leads_to_its_target(life):
    assert life.target("close", current="open") == "closed"
    assert [move.name for move in life.leaving("closed")] == ["reopen"]


def test_a_move_from_another_state_is_a_conflict_that_names_the_state(life):
    with pytest.raises(Conflict) as refusal:
        life.target("close", current="closed")
    assert str(refusal.value) == "This is no longer possible: the state is now “closed”. Reload the page."


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_move_that_needs_a_reason_is_refused_without_one(life, reason):
    with pytest.raises(Refused) as refusal:
        life.target("reopen", current="closed", reason=reason)
    assert refusal.value.field == "reason"
    assert life.target("reopen", current="closed", reason="sent too early") == "open"


def test_a_table_that_names_unknown_states_is_not_made():
    with pytest.raises(ValueError, match="unknown states"):
        Workflow("broken", [State("open", "open")], [Move("go", "Go", ("open",), "away", "x")])


@pytest.fixture
def policies(monkeypatch):
    monkeypatch.setattr(permissions, "_policies", {})

    @permissions.policy("letters.read")
    def read(_user, letter):
        return Allowed("addressee") if letter == "mine" else Denied("Not your letter.")


@pytest.mark.usefixtures("policies")
def test_a_right_is_answered_with_its_reason():
    assert can(Person(), "letters.read", "mine") == Allowed("addressee")
    answer = can(Person(), "letters.read", "yours")
    assert not answer
    assert answer == Denied("Not your letter.")
    with pytest.raises(NotPermitted, match="Not your letter"):
        require(Person(), "letters.read", "yours")


@pytest.mark.usefixtures("policies")
def test_an_unknown_right_raises_and_is_never_a_silent_no():
    with pytest.raises(KeyError):
        can(Person(), "letters.raed", "mine")


@pytest.mark.usefixtures("policies")
def test_people_who_are_inactive_or_not_signed_in_may_nothing():
    away = Person()
    away.is_active = False
    assert not can(away, "letters.read", "mine")
