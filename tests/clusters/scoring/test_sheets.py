"""Sending, returning, confirming and reopening a sheet."""

import datetime as dt

import pytest
from django.utils import timezone

from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.services import (
    confirm_verified,
    open_sheets,
    reopen_verification,
    return_sheet,
    submit_sheet,
)
from clusters.scoring.services.sheets import total_of, what_is_missing
from clusters.scoring.states import SHEET
from emulation.audit.models import Entry
from emulation.core.errors import Conflict, NotPermitted, Refused, RefusedRows
from tests.factories import close_windows, give_marks, make_cycle, make_sheet
from tests.refusing import logged, refused

SOON = timezone.localdate() + dt.timedelta(days=9)
WHOLE = ["10", "2", "2", "6", "0"]
MOVED = "This is no longer possible: the state is now “%s”. Reload the page."


@pytest.fixture
def filled(cast, member):
    """The contact's sheet, complete."""
    return give_marks(member("contact"), "self", WHOLE)


@pytest.fixture
def sent(filled):
    Sheet.objects.filter(pk=filled.pk).update(state="submitted")
    filled.refresh_from_db()
    return filled


def test_a_complete_sheet_is_sent_and_its_total_logged(cast, filled):
    sheet = submit_sheet(sheet=filled, actor=cast.contact, note="gửi đúng hạn")
    assert (sheet.state, sheet.submitted_at is not None) == ("submitted", True)
    assert logged() == [("scoring.submitted", "Trần Thị Mối", "gửi đúng hạn")]
    entry = Entry.objects.get()
    assert entry.data == {"unit": "Văn phòng", "state": "submitted", "total": "20,00"}
    assert entry.personal.on_behalf_of == ""


def test_a_paper_is_sent_for_its_unit(cast, filled):
    submit_sheet(sheet=filled, actor=cast.standing_body)
    assert Entry.objects.get().personal.on_behalf_of == "Văn phòng"


def test_what_is_missing_stands_line_by_line_and_nothing_is_sent(cast, member):
    sheet = give_marks(member("contact"), "self", ["9.5", None, "2", "6"])
    with refused(RefusedRows, "The sheet is not complete: 3 lines are missing something.") as caught:
        submit_sheet(sheet=sheet, actor=cast.contact)
    assert [(row.place, str(row)) for row in caught.value.rows] == [
        ("A.1 Tiêu chí A.1", "Points below the standard need a reason."),
        ("A.2 Tiêu chí A.2", "No points are given."),
        ("B.2 Tiêu chí B.2", "No points are given."),
    ]


def test_a_reason_completes_a_judged_line_and_computed_ones_need_none(cast, member):
    sheet = give_marks(member("contact"), "self", ["9.5", "0", "1.5", "1", "0"])
    Mark.objects.filter(criterion__code="A.1").update(reason="chậm một việc")
    assert what_is_missing(sheet, Source.SELF) == []


def test_a_cleared_mark_is_missing(cast, filled):
    Mark.objects.filter(criterion__code="B.2").update(points=None)
    assert [row.place for row in what_is_missing(filled, Source.SELF)] == ["B.2 Tiêu chí B.2"]


def test_a_group_without_a_table_has_nothing_to_send(cast):
    sheet = make_sheet(make_cycle(members=1).memberships.get())
    with pytest.raises(Refused, match="No criteria table is bound"):
        what_is_missing(sheet, Source.SELF)


def test_others_do_not_send_and_a_closed_window_closes(cast, filled):
    with refused(NotPermitted, "Only the unit itself fills its sheet."):
        submit_sheet(sheet=filled, actor=cast.viewer)
    close_windows(cast.cycle, "self-scoring")
    with refused(NotPermitted, "Self-scoring is not open."):
        submit_sheet(sheet=filled, actor=cast.contact)


def test_a_sent_sheet_is_not_sent_again(cast, sent):
    with refused(NotPermitted, "The sheet was sent; it can be changed again when it is returned."):
        submit_sheet(sheet=sent, actor=cast.contact)


def test_a_sheet_is_returned_with_a_reason_and_a_day_and_sent_again(cast, sent):
    until = SOON
    sheet = return_sheet(sheet=sent, actor=cast.head, reason=" thiếu minh chứng ", until=until)
    assert (sheet.state, sheet.return_reason, sheet.return_until) == ("returned", "thiếu minh chứng", until)
    again = submit_sheet(sheet=sheet, actor=cast.contact)
    assert (again.state, again.return_reason, again.return_until) == ("submitted", "", None)
    assert [verb for verb, *_rest in logged()] == ["scoring.returned", "scoring.submitted"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_return_needs_a_reason(cast, sent, reason):
    with refused(Refused, "Give a reason.") as caught:
        return_sheet(sheet=sent, actor=cast.head, reason=reason, until=SOON)
    assert caught.value.field == "reason"


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, "Say by which day the sheet is to be sent again."), (-1, "The day to send it again by is over.")],
)
def test_a_return_needs_a_day_that_is_not_over(cast, sent, days, said):
    until = None if days is None else timezone.localdate() + dt.timedelta(days=days)
    with refused(Refused, said) as caught:
        return_sheet(sheet=sent, actor=cast.head, reason="thiếu", until=until)
    assert caught.value.field == "until"


def test_a_sheet_may_be_asked_back_the_same_day(cast, sent):
    today = timezone.localdate()
    assert return_sheet(sheet=sent, actor=cast.head, reason="thiếu", until=today).return_until == today


def test_verified_marks_are_confirmed_and_reopened_with_a_reason(cast, sent):
    give_marks(sent.membership, "verified", WHOLE)
    sheet = confirm_verified(sheet=sent, actor=cast.head)
    assert sheet.state == "verified"
    with refused(Refused, "Give a reason."):
        reopen_verification(sheet=sheet, actor=cast.deputy, reason="")
    assert reopen_verification(sheet=sheet, actor=cast.deputy, reason="có hồ sơ mới").state == "submitted"
    assert logged() == [
        ("scoring.verified", "Phan Văn Trưởng", ""),
        ("scoring.reopened", "Lê Thị Phó", "có hồ sơ mới"),
    ]


def test_an_incomplete_verification_is_not_confirmed(cast, sent):
    give_marks(sent.membership, "verified", WHOLE[:4])
    with refused(RefusedRows, "The verification is not complete: 1 lines are missing something."):
        confirm_verified(sheet=sent, actor=cast.head)


def test_nobody_confirms_or_returns_the_sheet_of_the_own_unit(cast, member):
    sheet = give_marks(member("head"), "verified", WHOLE, state="submitted")
    said = "You act for this unit: its points are set by the deputy, the head or the standing body."
    with refused(NotPermitted, said):
        confirm_verified(sheet=sheet, actor=cast.head)
    with refused(NotPermitted, said):
        return_sheet(sheet=sheet, actor=cast.head, reason="x", until=SOON)
    assert confirm_verified(sheet=sheet, actor=cast.deputy).state == "verified"


ACTS = {
    "submit": lambda sheet, cast: submit_sheet(sheet=sheet, actor=cast.contact),
    "return": lambda sheet, cast: return_sheet(sheet=sheet, actor=cast.head, reason="vì thế", until=SOON),
    "verify": lambda sheet, cast: confirm_verified(sheet=sheet, actor=cast.head),
    "reopen": lambda sheet, cast: reopen_verification(sheet=sheet, actor=cast.head, reason="vì thế"),
}


@pytest.mark.parametrize("move", list(ACTS))
@pytest.mark.parametrize("state", list(SHEET.states))
def test_every_move_from_every_state_is_made_or_refused(cast, member, state, move):
    sheet = give_marks(member("contact"), "self", WHOLE, state=state)
    give_marks(member("contact"), "verified", WHOLE)
    step = SHEET.moves[move]
    if state in step.sources:
        assert ACTS[move](sheet, cast).state == step.target
    elif move == "submit":
        with refused(NotPermitted, "The sheet was sent; it can be changed again when it is returned."):
            ACTS[move](sheet, cast)
    else:
        with refused(Conflict, MOVED % SHEET.states[state].label):
            ACTS[move](sheet, cast)


def test_a_stale_page_is_told_the_present_state(cast, sent):
    return_sheet(sheet=Sheet.objects.get(pk=sent.pk), actor=cast.deputy, reason="thiếu", until=SOON)
    with refused(Conflict, MOVED % "returned"):
        return_sheet(sheet=sent, actor=cast.head, reason="thiếu", until=SOON)


def test_sheets_are_opened_once(cast):
    members = list(cast.cycle.memberships.all())
    open_sheets(members)
    open_sheets(members)
    assert Sheet.objects.count() == 3


def test_a_total_is_exact_and_of_one_source(cast, sent):
    from decimal import Decimal

    give_marks(sent.membership, "verified", ["0.1", "0.2"])
    assert (total_of(sent, Source.SELF), total_of(sent, Source.VERIFIED), total_of(sent, Source.FINAL)) == (
        Decimal("20.00"),
        Decimal("0.30"),
        Decimal("0.00"),
    )
