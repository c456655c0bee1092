"""Empty the test database although its triggers refuse: they step aside while the tests flush it.

Tests that need real transactions are followed by a flush (TRUNCATE or DELETE of every table), which
the append-only tables would not survive. Whatever triggers a migration brings are handled alike.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def triggers_aside(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take all triggers of our tables out of the way, in one transaction."""
    aside = {"sqlite": _sqlite_triggers_aside, "postgresql": _postgres_triggers_aside}[connection.vendor]
    with transaction.atomic(using=connection.alias), aside(connection):
        yield


@contextmanager
def _sqlite_triggers_aside(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


@contextmanager
def _postgres_triggers_aside(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        tables = [table for (table,) in cursor.fetchall()]
        # A table with foreign keys still to be checked cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def let_tests_flush(connection: BaseDatabaseWrapper) -> None:
    """Make the flush of this kind of database step over the triggers, on whichever connection it runs."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_without_triggers(self: Any, statements: Any) -> None:
        with triggers_aside(self.connection):
            flush(self, statements)

    operations.execute_sql_flush = flush_without_triggers  # type: ignore[method-assign, assignment]
