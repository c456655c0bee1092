"""Nominations are proposed, ordered, sent and withdrawn; what is refused changes nothing."""

import datetime as dt

import pytest

from awards.catalogue.models import Subject
from awards.nominations.services import (
    Grounds,
    change_grounds,
    change_state,
    grounds_of,
    move_nomination,
    nominate,
)
from clusters.cycles.changes import CHANGED_MEANWHILE, fingerprint
from emulation.audit.models import Entry
from emulation.core.errors import Conflict, NotPermitted, Refused
from tests.factories import close_windows, make_award
from tests.people import make_cast
from tests.refusing import logged, refused

pytestmark = pytest.mark.django_db

BALLOT = Grounds(origin="ballot", votes_for=7, votes_of=8)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def award(db):
    return make_award("Cờ thi đua ngành Tư pháp")


@pytest.fixture
def nomination(cast, award):
    return nominate(cycle=cast.cycle, unit=cast.contact_unit, award=award, actor=cast.head, grounds=BALLOT)


def listed(cast):
    return [(row.unit, row.position) for row in cast.cycle.nominations.order_by("position")]


def test_a_member_is_nominated_with_its_votes(cast, award, nomination):
    assert (nomination.state, nomination.position, grounds_of(nomination)) == ("proposed", 1, BALLOT)
    assert Entry.objects.last().data == {
        "award": "Cờ thi đua ngành Tư pháp",
        "note": "",
        "origin": "ballot",
        "unit": "Văn phòng",
        "votes_for": 7,
        "votes_of": 8,
    }


def test_a_second_click_nominates_once(cast, award, nomination):
    with refused(Conflict, "The unit is nominated for this award already."):
        nominate(cycle=cast.cycle, unit=cast.contact_unit, award=award, actor=cast.head, grounds=BALLOT)


def test_one_unit_may_have_two_nominations(cast, nomination):
    other = nominate(cycle=cast.cycle, unit=cast.contact_unit, award=make_award(), actor=cast.head)
    assert other.position == 2


def test_a_unit_of_another_cluster_is_refused(cast, award):
    name = cast.outside_unit.name
    with refused(Refused, f"{name} is not a member of this year."):
        nominate(cycle=cast.cycle, unit=cast.outside_unit, award=award, actor=cast.head)


def test_a_unit_that_does_not_stand_is_refused(cast, award):
    cast.cycle.memberships.filter(unit=cast.contact_unit).update(stands=False)
    with refused(Refused, "Văn phòng does not stand for awards this year."):
        nominate(cycle=cast.cycle, unit=cast.contact_unit, award=award, actor=cast.head)


def test_a_unit_that_left_is_refused(cast, award):
    cast.cycle.memberships.filter(unit=cast.contact_unit).update(until=dt.date(2026, 6, 30))
    with refused(Refused, "Văn phòng left the cluster in this year."):
        nominate(cycle=cast.cycle, unit=cast.contact_unit, award=award, actor=cast.head)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"subject": Subject.INDIVIDUAL}, "This award is for individuals, not for units."),
        ({"valid_from": dt.date(2027, 1, 1)}, "This award was not given in 2026."),
        ({"valid_to": dt.date(2025, 12, 31)}, "This award was not given in 2026."),
    ],
)
def test_an_award_that_does_not_fit_is_refused(cast, fields, message):
    unfit = make_award(**fields)
    with refused(Refused, message):
        nominate(cycle=cast.cycle, unit=cast.contact_unit, award=unfit, actor=cast.head)


@pytest.mark.parametrize(
    ("grounds", "message"),
    [
        (Grounds("ballot", 9, 8), "There are more votes for than votes."),
        (Grounds("ballot", 8, None), "Give both counts: votes for, and of how many."),
        (Grounds("agreement", 7, 8), "Only a ballot has counts of votes."),
        (Grounds("lottery"), "Say what the nomination rests on."),
    ],
)
def test_grounds_that_do_not_hold_are_refused(cast, award, grounds, message):
    with refused(Refused, message):
        nominate(cycle=cast.cycle, unit=cast.contact_unit, award=award, actor=cast.head, grounds=grounds)


@pytest.mark.parametrize(
    ("person", "message"),
    [
        ("contact", "Only the head, a deputy or the standing body may do this."),
        ("viewer", "Only the head, a deputy or the standing body may do this."),
        ("outsider", "There is no such page for you."),
    ],
)
def test_others_may_not_nominate(cast, award, person, message):
    with refused(NotPermitted, message):
        nominate(cycle=cast.cycle, unit=cast.contact_unit, award=award, actor=getattr(cast, person))


def test_a_closed_phase_locks_the_list(cast, nomination):
    close_windows(cast.cycle, "nomination")
    with refused(NotPermitted, "The phase “Nomination” is closed. Open it again to change the nominations."):
        change_state(nomination=nomination, move="withdraw", actor=cast.head, reason="Xin rút")


def test_grounds_are_corrected_and_a_stale_page_is_not(cast, nomination):
    seen = fingerprint(BALLOT.as_data())
    agreed = Grounds("agreement", note="Thống nhất tại hội nghị")
    changed = change_grounds(nomination=nomination, actor=cast.deputy, seen=seen, grounds=agreed)
    assert grounds_of(changed) == agreed
    assert logged()[-1] == ("nominations.changed", "Lê Thị Phó", "")
    with refused(Conflict, CHANGED_MEANWHILE):
        change_grounds(nomination=nomination, actor=cast.head, seen=seen, grounds=BALLOT)


def test_a_nomination_moves_and_the_others_close_up(cast, award, nomination):
    second = nominate(cycle=cast.cycle, unit=cast.head_unit, award=award, actor=cast.head)
    nominate(cycle=cast.cycle, unit=cast.deputy_unit, award=award, actor=cast.head)
    move_nomination(nomination=second, actor=cast.head, place=1)
    assert listed(cast) == [(cast.head_unit, 1), (cast.contact_unit, 2), (cast.deputy_unit, 3)]
    move_nomination(nomination=second, actor=cast.head, place=3)
    assert listed(cast) == [(cast.contact_unit, 1), (cast.deputy_unit, 2), (cast.head_unit, 3)]


def test_moving_to_where_it_stands_logs_nothing(cast, nomination):
    before = logged()
    move_nomination(nomination=nomination, actor=cast.head, place=1)
    assert logged() == before
    with refused(Refused, "The list has no place 2."):
        move_nomination(nomination=nomination, actor=cast.head, place=2)


def test_the_life_of_a_nomination(cast, nomination):
    sent = change_state(nomination=nomination, move="send", actor=cast.head)
    assert sent.state == "sent"
    with refused(Refused, "Give a reason."):
        change_state(nomination=sent, move="withdraw", actor=cast.head)
    out = change_state(nomination=sent, move="withdraw", actor=cast.head, reason="Đơn vị xin rút")
    assert (out.state, out.withdrawal_reason) == ("withdrawn", "Đơn vị xin rút")
    with refused(Conflict, "This is no longer possible: the state is now “withdrawn”. Reload the page."):
        change_state(nomination=nomination, move="withdraw", actor=cast.head, reason="Đơn vị xin rút")
    back = change_state(nomination=out, move="propose-again", actor=cast.head, reason="Rút nhầm")
    assert (back.state, back.withdrawal_reason) == ("proposed", "")
    assert [line[0] for line in logged()] == [
        "nominations.proposed",
        "nominations.sent",
        "nominations.withdrawn",
        "nominations.proposed-again",
    ]


def test_a_long_reason_is_refused_and_not_cut(cast, nomination):
    with refused(Refused, "A reason has at most 300 letters."):
        change_state(nomination=nomination, move="withdraw", actor=cast.head, reason="x" * 301)


def test_a_sent_nomination_keeps_its_grounds(cast, nomination):
    change_state(nomination=nomination, move="send", actor=cast.head)
    with refused(Conflict, "Only a nomination that is still proposed can be changed."):
        change_grounds(
            nomination=nomination, actor=cast.head, seen=fingerprint(BALLOT.as_data()), grounds=Grounds()
        )


def test_a_unit_that_stopped_standing_is_not_sent(cast, nomination):
    cast.cycle.memberships.filter(unit=cast.contact_unit).update(stands=False)
    with refused(Refused, "Văn phòng does not stand for awards this year."):
        change_state(nomination=nomination, move="send", actor=cast.head)
