"""Many people at once, each with a connection of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection, models

from clusters.criteria.models import CriteriaTable
from clusters.scoring.models import Mark, Sheet
from clusters.scoring.services import MarkChange, confirm_verified, marks, save_mark
from emulation.accounts.models import Role, RoleGrant
from emulation.audit.models import Chain, Entry
from emulation.core.errors import Conflict
from emulation.core.fixed import FixedQuery
from tests.factories import add_members, give_marks, make_cycle, make_mixed_table, make_user, open_windows

PEOPLE = 8

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group():
    cycle = make_cycle(members=1)
    group = cycle.groups.get()
    make_mixed_table(group)
    open_windows(cycle, "self-scoring", "verification")
    return group


@pytest.fixture
def people():
    """People of the standing body."""
    users = [make_user() for _person in range(PEOPLE)]
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=Role.STANDING_BODY, since="2020-01-01") for user in users
    )
    return users


def at_once(acts):
    """Run all acts at the same moment, each in its own thread; return what each gave or raised."""
    gate = threading.Barrier(len(acts))

    def run(act):
        try:
            gate.wait(30)
            return act()
        except Exception as error:  # noqa: BLE001 - the error is what the test is about
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def giving(member, user, points, criterion="A.1", version=None):
    change = MarkChange(
        member=member.pk, criterion=criterion, points=Decimal(points), version=version, reason=str(user)
    )
    return lambda: save_mark(source="self", change=change, actor=user)


def test_first_saves_of_one_cell_by_many_give_one_row_and_no_error(group, people):
    member = group.memberships.get()
    given = at_once([giving(member, user, place) for place, user in enumerate(people)])
    assert [type(one) for one in given] == [Mark] * PEOPLE
    mark = Mark.objects.get()
    assert (Sheet.objects.count(), mark.version) == (1, PEOPLE)
    assert sorted(one.points for one in given) == [Decimal(place) for place in range(PEOPLE)]
    log = list(Entry.objects.filter(verb="scoring.mark").order_by("sequence"))
    assert [entry.sequence for entry in log] == list(range(1, PEOPLE + 1))
    assert [entry.data["before"] for entry in log[1:]] == [entry.data["after"] for entry in log[:-1]]


def test_of_many_who_saw_an_empty_cell_one_saves_and_the_others_are_told(group, people):
    member = group.memberships.get()
    given = at_once([giving(member, user, place, version=0) for place, user in enumerate(people)])
    saved = [one for one in given if isinstance(one, Mark)]
    assert ([type(one) for one in given].count(Conflict), len(saved)) == (PEOPLE - 1, 1)
    mark = Mark.objects.get()
    assert (mark.points, mark.version) == (saved[0].points, 1)
    assert {one.current.points for one in given if isinstance(one, Conflict)} == {mark.points}
    assert Entry.objects.filter(verb="scoring.mark").count() == 1


def test_first_saves_on_many_sheets_freeze_the_table_once(group, people):
    members = [group.memberships.get(), *add_members(group.cycle, PEOPLE - 1)]
    given = at_once([giving(member, user, 9) for member, user in zip(members, people, strict=True)])
    assert [type(one) for one in given] == [Mark] * PEOPLE
    assert CriteriaTable.objects.get().is_frozen
    assert Entry.objects.filter(verb="criteria.frozen").count() == 1
    end = Chain.objects.get(key=group.cycle.chain)
    assert (end.sequence, Mark.objects.count(), Sheet.objects.count()) == (PEOPLE, PEOPLE, PEOPLE)


def test_a_sheet_confirmed_by_many_is_confirmed_once(group, people):
    sheet = give_marks(group.memberships.get(), "verified", ["10", "2", "2", "6", "0"], state="submitted")
    given = at_once([lambda user=user: confirm_verified(sheet=sheet, actor=user) for user in people])
    assert sorted(type(one).__name__ for one in given) == ["Conflict"] * (PEOPLE - 1) + ["Sheet"]
    assert Entry.objects.filter(verb="scoring.verified").count() == 1


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="SQLite lets one writer in at a time"
)
def test_without_the_lock_two_first_saves_collide(group, people, monkeypatch):
    """The race the lock closes: both read an empty cell, both insert."""
    member = group.memberships.get()
    give_marks(member, "self", [])
    both_read = threading.Barrier(2)
    prepare = marks.prepare_all

    def prepare_and_wait(*args):
        prepared = prepare(*args)
        both_read.wait(30)
        return prepared

    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **_options: rows)
    # The known query holds the lock in its SQL: one that is made anew does not.
    monkeypatch.setattr(marks, "LOCKED_SHEET", FixedQuery(marks._locking_one))
    monkeypatch.setattr(marks, "prepare_all", prepare_and_wait)
    given = at_once([giving(member, user, 9) for user in people[:2]])
    assert sorted(type(one).__name__ for one in given) == ["IntegrityError", "Mark"]
