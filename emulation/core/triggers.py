"""Database triggers for both databases, as migration operations."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

Editor = Any
Apps = Any


def _runner(statements: dict[str, list[str]]) -> Callable[[Apps, Editor], None]:
    def run(_apps: Apps, editor: Editor) -> None:
        for statement in statements[editor.connection.vendor]:
            editor.execute(statement)

    return run


def trigger(*, create: dict[str, list[str]], drop: dict[str, list[str]]) -> migrations.RunPython:
    """Make an operation from statements per vendor (`sqlite`, `postgresql`)."""
    return migrations.RunPython(_runner(create), _runner(drop), elidable=False)


def append_only(table: str) -> migrations.RunPython:
    """Refuse UPDATE and DELETE on a table, and TRUNCATE where the database knows it."""
    return trigger(
        create={
            "sqlite": [
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                for event in ("UPDATE", "DELETE")
            ],
            "postgresql": [
                f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
            ],
        },
        drop={
            "sqlite": [f"DROP TRIGGER {table}_no_{event}" for event in ("update", "delete")],
            "postgresql": [
                f"DROP TRIGGER {table}_append_only ON {table}",
                f"DROP TRIGGER {table}_no_truncate ON {table}",
                f"DROP FUNCTION {table}_refuse()",
            ],
        },
    )


def guard(name: str, *, table: str, events: list[str], condition: str, message: str) -> migrations.RunPython:
    """Refuse each of `events` (`INSERT`, `UPDATE OF …`, `DELETE`) on a row for which `condition` holds.

    The condition is plain SQL over NEW or OLD that both databases read alike.
    """
    triggers = [(f"{name}_{number}", event) for number, event in enumerate(events)]
    return trigger(
        create={
            "sqlite": [
                f"CREATE TRIGGER {one} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                for one, event in triggers
            ],
            "postgresql": [
                f"CREATE OR REPLACE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; "
                f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
                *(
                    f"CREATE TRIGGER {one} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_refuse()"
                    for one, event in triggers
                ),
            ],
        },
        drop={
            "sqlite": [f"DROP TRIGGER {one}" for one, _event in triggers],
            "postgresql": [
                *(f"DROP TRIGGER {one} ON {table}" for one, _event in triggers),
                f"DROP FUNCTION {name}_refuse()",
            ],
        },
    )


def without(operation: migrations.RunPython) -> migrations.RunPython:
    """Drop what an operation of this module made: before a change for which SQLite rebuilds the table."""
    assert operation.reverse_code is not None
    return migrations.RunPython(operation.reverse_code, operation.code, elidable=False)
