"""What the tests lean on: emptying append-only tables, counting statements, a browser that sees the site."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from emulation.accounts.models import User
from emulation.audit import verbs
from emulation.audit.models import Entry
from emulation.audit.services import record
from tests.support.flushing import triggers_aside

SEEN = verbs.verb("tests.harness", "saw it")


def log_something() -> Entry:
    clerk = User.objects.create_user("thu-ky", "mat-khau-thu", full_name="Nguyễn Thị Thư")
    with transaction.atomic():
        return record(SEEN, clerk, chain="tests", actor=clerk)


def delete_raw() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_personal")
        cursor.execute("DELETE FROM audit_entry")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_log_is_empty_again_and_still_append_only_after_a_test_with_real_transactions(time):
    assert Entry.objects.count() == 0
    log_something()
    with pytest.raises(DatabaseError, match="append-only"):
        delete_raw()
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_triggers_come_back_after_they_stood_aside():
    log_something()
    with triggers_aside(connection):
        delete_raw()
    assert Entry.objects.count() == 0
    User.objects.all().delete()
    log_something()
    with pytest.raises(DatabaseError, match="append-only"):
        delete_raw()


@pytest.mark.django_db
def test_a_wrong_number_of_statements_is_reported_with_the_statements(
    exactly_queries: Callable[[int], AbstractContextManager[Any]],
):
    with exactly_queries(1):
        User.objects.count()

    def two_statements() -> None:
        with exactly_queries(1):
            User.objects.count()
            User.objects.count()

    with pytest.raises(AssertionError, match=r"^2 statements instead of 1:\n1. SELECT .*\n2. SELECT "):
        two_statements()


@pytest.mark.django_db(transaction=True)
def test_a_browser_sees_the_site(page: Any, live_server: Any):
    answer = page.goto(f"{live_server.url}/health/")
    assert (answer.status, answer.json()) == (200, {"database": "ok"})
