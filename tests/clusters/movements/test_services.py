"""Movements and results are written by those who run the year; what is refused changes nothing."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from clusters.cycles.changes import CHANGED_MEANWHILE, fingerprint
from clusters.movements.content import MovementContent, ResultLine, content_of, other_results
from clusters.movements.services import (
    add_movement,
    remove_movement,
    save_movement,
    save_other_results,
    seen_results,
)
from emulation.audit.models import Entry
from emulation.core.errors import Conflict, NotPermitted, Refused
from tests.people import make_cast
from tests.refusing import logged, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def content(cast):
    return MovementContent(
        name="Chuyển đổi số",
        kind="themed",
        launched_by="Bộ Tư pháp",
        starts_on=dt.date(2026, 2, 1),
        ends_on=dt.date(2026, 10, 31),
        results=[
            ResultLine(
                "Số hoá hồ sơ", cast.contact_unit, "", Decimal("1300000000.50"), "đồng", at_least=True
            ),
            ResultLine("Tổ chức hội thảo", None, "Công đoàn"),
        ],
    )


@pytest.fixture
def movement(cast, content):
    return add_movement(cycle=cast.cycle, actor=cast.head, content=content)


def seen(movement):
    return fingerprint(content_of(movement).as_data())


def test_a_movement_is_added_with_its_results(cast, content, movement):
    assert content_of(movement) == content
    assert (movement.position, logged()) == (1, [("movements.added", "Phan Văn Trưởng", "")])


def test_a_second_click_adds_no_second_movement(cast, content, movement):
    with refused(Refused, "The year has a movement of this name already."):
        add_movement(cycle=cast.cycle, actor=cast.head, content=content)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "  "}, "Name the movement."),
        ({"ends_on": dt.date(2026, 1, 1)}, "The movement ends before it starts."),
    ],
)
def test_wrong_content_is_refused(cast, content, change, message):
    with refused(Refused, message):
        add_movement(cycle=cast.cycle, actor=cast.head, content=replace(content, **change))


def test_saving_changes_and_tells_what(cast, content, movement):
    shorter = replace(content, aim="Nhanh hơn", results=content.results[:1])
    saved = save_movement(movement=movement, actor=cast.deputy, seen=seen(movement), content=shorter)
    assert content_of(saved) == shorter
    assert sorted(Entry.objects.last().data) == ["aim", "name", "results"]


def test_saving_the_same_logs_nothing(cast, content, movement):
    before = logged()
    save_movement(movement=movement, actor=cast.head, seen=seen(movement), content=content)
    assert logged() == before


def test_a_stale_page_never_overwrites(cast, content, movement):
    stale = seen(movement)
    save_movement(movement=movement, actor=cast.deputy, seen=stale, content=replace(content, aim="Nhanh"))
    with refused(Conflict, CHANGED_MEANWHILE):
        save_movement(movement=movement, actor=cast.head, seen=stale, content=content)


def test_removing_needs_a_reason_and_happens_once(cast, content, movement):
    with refused(Refused, "Give a reason."):
        remove_movement(movement=movement, actor=cast.head, reason="")
    remove_movement(movement=movement, actor=cast.head, reason="Nhập trùng")
    assert (cast.cycle.movements.count(), cast.cycle.results.count()) == (0, 0)
    assert logged()[-1] == ("movements.removed", "Phan Văn Trưởng", "Nhập trùng")
    with refused(Conflict, "The movement has been removed already."):
        remove_movement(movement=movement, actor=cast.head, reason="Nhập trùng")


def test_results_outside_any_movement(cast, content, movement):
    lines = [ResultLine("Thẩm định văn bản", cast.head_unit, "", Decimal(1103), "văn bản")]
    stale = seen_results(cast.cycle)
    save_other_results(cycle=cast.cycle, actor=cast.head, seen=stale, lines=lines)
    assert other_results(cast.cycle) == lines
    assert content_of(movement).results == content.results
    with refused(Conflict, CHANGED_MEANWHILE):
        save_other_results(cycle=cast.cycle, actor=cast.head, seen=stale, lines=[])
    before = logged()
    save_other_results(cycle=cast.cycle, actor=cast.head, seen=seen_results(cast.cycle), lines=lines)
    assert logged() == before


@pytest.mark.parametrize("person", ["contact", "viewer", "administrator"])
def test_others_may_not_write(cast, content, movement, person):
    actor = getattr(cast, person)
    with refused(NotPermitted, "Only the head, a deputy or the standing body may do this."):
        save_movement(movement=movement, actor=actor, seen=seen(movement), content=content)
    with refused(NotPermitted, "Only the head, a deputy or the standing body may do this."):
        remove_movement(movement=movement, actor=actor, reason="Không thích")
