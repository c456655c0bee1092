"""A pledge is begun, written, signed and reopened; what is refused changes nothing."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from clusters.cycles.changes import CHANGED_MEANWHILE
from clusters.cycles.models import MemberGroup
from clusters.pledges.content import PledgeContent, Signer, Target, Title, content_of
from clusters.pledges.services import begin_pledge, reopen_pledge, save_pledge, sign_pledge
from emulation.audit.models import Entry
from emulation.core.errors import Conflict, NotPermitted, Refused
from tests.factories import close_windows, make_unit
from tests.people import make_cast
from tests.refusing import logged, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def pledge(cast):
    return begin_pledge(cycle=cast.cycle, group=None, actor=cast.head)


def content(cast):
    return PledgeContent(
        theme="Đoàn kết, sáng tạo",
        goals="Hoàn thành nhiệm vụ",
        targets=[Target("Thẩm định văn bản", Decimal("120.50"), "văn bản"), Target("Giữ kỷ cương")],
        titles=[Title(cast.contact_unit, "Cờ thi đua"), Title(cast.head_unit, "Tập thể lao động xuất sắc")],
        signatories=[
            Signer(cast.head_unit, "head", "Phan Văn Trưởng", "Cục trưởng"),
            Signer(cast.contact_unit),
        ],
    )


def test_a_pledge_begins_with_a_block_per_member_the_head_first(cast, pledge):
    cast_blocks = [(block.unit, block.role) for block in pledge.signatories.all()]
    assert cast_blocks == [
        (cast.head_unit, "head"),
        (cast.deputy_unit, "member"),
        (cast.contact_unit, "member"),
    ]
    assert logged() == [("pledges.begun", "Phan Văn Trưởng", "")]


def test_a_second_click_begins_no_second_pledge(cast, pledge):
    with refused(Conflict, "This pledge has been begun already."):
        begin_pledge(cycle=cast.cycle, group=None, actor=cast.head)


def test_a_group_pledge_and_one_of_the_year_exclude_each_other(cast, pledge):
    group = cast.cycle.groups.get()
    with refused(Refused, "A year has either one pledge or one for each group, never both."):
        begin_pledge(cycle=cast.cycle, group=group, actor=cast.head)


def test_each_group_signs_its_own_members(cast):
    first = cast.cycle.groups.get()
    second = MemberGroup.objects.create(cycle=cast.cycle, code="thads", name="THADS", position=2)
    cast.cycle.memberships.filter(unit=cast.contact_unit).update(group=second)
    one = begin_pledge(cycle=cast.cycle, group=first, actor=cast.head)
    other = begin_pledge(cycle=cast.cycle, group=second, actor=cast.head)
    assert [block.unit for block in one.signatories.all()] == [cast.head_unit, cast.deputy_unit]
    assert [block.unit for block in other.signatories.all()] == [cast.contact_unit]


def test_saving_writes_everything_and_tells_what_changed(cast, pledge):
    saved = save_pledge(pledge=pledge, actor=cast.deputy, version=1, content=content(cast))
    assert content_of(saved) == content(cast)
    assert saved.version == 2
    entry = Entry.objects.last()
    assert entry.verb == "pledges.saved"
    assert entry.data["theme"] == {"before": "", "after": "Đoàn kết, sáng tạo"}
    assert "Phan Văn Trưởng" not in str(entry.data)


def test_saving_the_same_again_changes_and_logs_nothing(cast, pledge):
    save_pledge(pledge=pledge, actor=cast.head, version=1, content=content(cast))
    before = logged()
    same = save_pledge(pledge=pledge, actor=cast.head, version=2, content=content(cast))
    assert same.version == 2
    assert logged() == before


def test_a_stale_page_never_overwrites(cast, pledge):
    save_pledge(pledge=pledge, actor=cast.deputy, version=1, content=content(cast))
    with refused(Conflict, CHANGED_MEANWHILE):
        save_pledge(pledge=pledge, actor=cast.head, version=1, content=PledgeContent(theme="Cũ"))


REFUSED_CONTENT = {
    "stranger with a title": (
        lambda cast, stranger: {"titles": [Title(stranger, "Cờ thi đua")]},
        "Đơn vị lạ is not a member of this year.",
    ),
    "stranger who signs": (
        lambda cast, stranger: {"signatories": [Signer(stranger)]},
        "Đơn vị lạ is not a member of this year.",
    ),
    "quantity below zero": (
        lambda cast, stranger: {"targets": [Target("Giảm", Decimal(-1))]},
        "A quantity is never below zero.",
    ),
    "title twice": (
        lambda cast, stranger: {"titles": [Title(cast.head_unit, "Cờ")] * 2},
        "A unit registers each title once.",
    ),
    "block twice": (
        lambda cast, stranger: {"signatories": [Signer(cast.head_unit)] * 2},
        "A unit has one signature block.",
    ),
    "two heads": (
        lambda cast, stranger: {
            "signatories": [Signer(cast.head_unit, "head"), Signer(cast.deputy_unit, "head")]
        },
        "One unit signs as head.",
    ),
}


@pytest.mark.parametrize("case", REFUSED_CONTENT)
def test_content_that_is_wrong_is_refused(cast, pledge, case):
    change, message = REFUSED_CONTENT[case]
    wrong = replace(content(cast), **change(cast, make_unit("Đơn vị lạ")))
    with refused(Refused, message):
        save_pledge(pledge=pledge, actor=cast.head, version=1, content=wrong)


def test_a_witness_may_come_from_outside(cast, pledge):
    outside = make_unit("Đơn vị lạ")
    with_witness = replace(content(cast), signatories=[Signer(outside, "witness")])
    saved = save_pledge(pledge=pledge, actor=cast.head, version=1, content=with_witness)
    assert [block.unit for block in saved.signatories.all()] == [outside]


ONLY_RUNNERS = "Only the head, a deputy or the standing body may do this."


@pytest.mark.parametrize(
    ("person", "message"),
    [
        ("contact", ONLY_RUNNERS),
        ("viewer", ONLY_RUNNERS),
        ("administrator", ONLY_RUNNERS),
        ("outsider", "There is no such page for you."),
    ],
)
def test_others_may_not_write(cast, pledge, person, message):
    with refused(NotPermitted, message):
        save_pledge(pledge=pledge, actor=getattr(cast, person), version=1, content=content(cast))


def test_a_closed_phase_locks_the_pledge(cast, pledge):
    close_windows(cast.cycle, "pledge")
    with refused(NotPermitted, "The phase “Pledge” is closed. Open it again to change the pledge."):
        save_pledge(pledge=pledge, actor=cast.head, version=1, content=content(cast))


def test_signing_gives_every_block_its_day(cast, pledge):
    signed = sign_pledge(pledge=pledge, actor=cast.head, version=1, signed_on=dt.date(2026, 1, 13))
    assert (signed.state, signed.signed_on) == ("signed", dt.date(2026, 1, 13))
    assert {block.signed_on for block in signed.signatories.all()} == {dt.date(2026, 1, 13)}
    assert Entry.objects.last().data == {"signed_on": "13/01/2026"}


def test_a_second_click_signs_no_second_time(cast, pledge):
    sign_pledge(pledge=pledge, actor=cast.head, version=1, signed_on=dt.date(2026, 1, 13))
    with refused(Conflict, CHANGED_MEANWHILE):
        sign_pledge(pledge=pledge, actor=cast.head, version=1, signed_on=dt.date(2026, 1, 14))


def test_a_signed_pledge_no_longer_changes(cast, pledge):
    sign_pledge(pledge=pledge, actor=cast.head, version=1, signed_on=dt.date(2026, 1, 13))
    with refused(Conflict, "The pledge is signed and no longer changes."):
        save_pledge(pledge=pledge, actor=cast.standing_body, version=2, content=content(cast))


def test_nobody_signs_tomorrow(cast, pledge):
    tomorrow = dt.date.today() + dt.timedelta(days=2)
    with refused(Refused, "The day of the signing is still to come."):
        sign_pledge(pledge=pledge, actor=cast.head, version=1, signed_on=tomorrow)


def test_a_pledge_without_signatories_is_not_signed(cast, pledge):
    empty = save_pledge(pledge=pledge, actor=cast.head, version=1, content=PledgeContent(theme="Chung"))
    with refused(Refused, "The pledge has no signatories yet."):
        sign_pledge(pledge=empty, actor=cast.head, version=2, signed_on=dt.date(2026, 1, 13))


def test_the_standing_body_reopens_with_a_reason(cast, pledge):
    signed = sign_pledge(pledge=pledge, actor=cast.head, version=1, signed_on=dt.date(2026, 1, 13))
    with refused(Refused, "Give a reason."):
        reopen_pledge(pledge=signed, actor=cast.standing_body, version=2, reason=" ")
    with refused(NotPermitted, "Only the standing body may do this."):
        reopen_pledge(pledge=signed, actor=cast.head, version=2, reason="Nhầm ngày")
    draft = reopen_pledge(pledge=signed, actor=cast.standing_body, version=2, reason="Nhầm ngày")
    assert (draft.state, draft.signed_on) == ("draft", None)
    assert logged()[-1] == ("pledges.reopened", "Nguyễn Thị Trực", "Nhầm ngày")
