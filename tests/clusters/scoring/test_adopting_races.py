"""A table is corrected while others work: two adopt at once, and a mark is saved in the same moment."""

import threading
import time
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection, transaction

from clusters.criteria.models import CriteriaBinding
from clusters.criteria.services import freeze, new_version
from clusters.scoring.models import Mark
from clusters.scoring.services import MarkChange, save_mark, totals
from clusters.scoring.services.adopting import Adoption, adopt
from clusters.scoring.services.totals import computed, stored
from emulation.audit.models import Entry
from tests.clusters.scoring.test_races import at_once
from tests.factories import give_marks, make_mixed_table, open_windows
from tests.people import make_cast

pytestmark = pytest.mark.django_db(transaction=True)

ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
REASON = "Sửa cách tính"


@pytest.fixture
def cast():
    cast = make_cast()
    open_windows(cast.cycle, "self-scoring", "verification")
    make_mixed_table(cast.cycle.groups.get())
    return cast


@pytest.fixture
def draft(cast):
    group = cast.cycle.groups.get()
    first = freeze(table=group.binding.table, actor=cast.standing_body)
    draft = new_version(table=first, actor=cast.standing_body)
    draft.criteria.filter(code="B.1").update(parameters={"each": "0.25"})
    return draft


def adopting(cast, draft):
    group, actor = cast.cycle.groups.get(), cast.fresh("standing_body")
    return lambda: adopt(group=group, table=draft, actor=actor, reason=REASON)


def test_of_two_who_adopt_at_once_one_does_it(cast, draft):
    give_marks(cast.cycle.memberships.get(unit=cast.contact_unit), "self", ["9", "2", "2", "6", "0"])
    given = at_once([adopting(cast, draft), adopting(cast, draft)])
    assert sorted(type(one).__name__ for one in given) == ["Adoption", "Conflict"]
    assert Entry.objects.filter(verb="scoring.table-adopted").count() == 1
    assert Mark.objects.filter(criterion__table=draft).count() == 4


def waits_for_a_lock():
    """Wait until another connection of this database waits for a lock."""
    with connection.cursor() as cursor:
        for _try in range(600):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    raise AssertionError("nobody waits for a lock")


def save_while_adopting(cast, draft, member):
    """Adopt, and commit only once the contact's save waits for the lock of the sheet; return what each gave."""
    adopted, contact = threading.Event(), cast.fresh("contact")

    def adopt_and_wait():
        with transaction.atomic():
            done = adopting(cast, draft)()
            adopted.set()
            waits_for_a_lock()
            return done

    def save():
        adopted.wait(30)
        change = MarkChange(member=member.pk, criterion="B.1", inputs={"count": "2"})
        return save_mark(source="self", change=change, actor=contact)

    return at_once([adopt_and_wait, save])


@pytest.mark.skipif(ON_SQLITE, reason="SQLite lets one writer in at a time")
@pytest.mark.parametrize("begun", [True, False])
def test_a_mark_saved_meanwhile_lands_on_the_new_table(cast, draft, begun):
    member = cast.cycle.memberships.get(unit=cast.contact_unit)
    if begun:
        give_marks(member, "self", ["9", "2", "2", "6", "0"])
    done, mark = save_while_adopting(cast, draft, member)
    assert (type(done), type(mark)) == (Adoption, Mark)
    assert CriteriaBinding.objects.get(group=member.group).table == draft
    saved = Mark.objects.get(sheet__membership=member, criterion__table=draft, criterion__code="B.1")
    # By the new rule: 6 less 2 × 0.25.
    assert saved.points == Decimal("5.50")
    assert stored([saved.sheet_id]) == computed([saved.sheet_id])


@pytest.mark.skipif(ON_SQLITE, reason="SQLite lets one writer in at a time")
def test_without_looking_at_the_table_again_the_mark_is_lost_on_the_old_one(cast, draft, monkeypatch):
    """The race the second look closes: what waited for the lock still sees the table of before."""
    member = cast.cycle.memberships.get(unit=cast.contact_unit)
    give_marks(member, "self", ["9", "2", "2", "6", "0"])
    add = totals.add
    monkeypatch.setattr(totals, "add", lambda changes, **_bound: add(changes))
    save_while_adopting(cast, draft, member)
    lost = Mark.objects.get(sheet__membership=member, criterion__code="B.1", points=Decimal("5.00"))
    assert lost.criterion.table.version == 1
