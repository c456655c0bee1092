"""Putting entries behind a chain with as few words to the database as there can be: every save waits for it."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from emulation.audit.models import Chain, Entry, Personal
from emulation.core.together import in_rows, run_together

# Entries that go in one statement: SQLite takes a limited number of values.
BATCH = 500


def locked_end(key: str) -> Chain | None:
    """Read the end of a chain and lock it until the transaction ends (SQLite locks the whole file)."""
    statement = "SELECT id, key, sequence, digest FROM audit_chain WHERE key = %s"
    if connection.features.has_select_for_update:
        statement += " FOR UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
        row = cursor.fetchone()
    return None if row is None else Chain(*row)


def append(end: Chain, entries: Sequence[Entry], people: Sequence[Personal]) -> None:
    """Write entries and their people, in order, and move the end of the chain behind them.

    The caller holds the lock of the end. PostgreSQL is told in one go, SQLite in three statements. The
    entries get their keys.
    """
    for start in range(0, len(entries), BATCH):
        _append(end, entries[start : start + BATCH], people[start : start + BATCH])
    for entry, person in zip(entries, people, strict=True):
        person.entry = entry


def _append(end: Chain, entries: Sequence[Entry], people: Sequence[Personal]) -> None:
    last = entries[-1]
    whose = ", (SELECT id FROM audit_entry WHERE chain = %s AND sequence = %s)"
    done, facts = in_rows(_row(Entry), [_values(entry) for entry in entries])
    by, people_facts = in_rows(
        _row(Personal, whose),
        [(*_values(person), one.chain, one.sequence) for one, person in zip(entries, people, strict=True)],
    )
    statements: list[tuple[str, Sequence[Any]]] = [
        (f"INSERT INTO audit_entry ({_names(Entry)}) VALUES {done} RETURNING sequence, id", facts),  # noqa: S608 - names of our own
        (f"INSERT INTO audit_personal ({_names(Personal)}, entry_id) VALUES {by}", people_facts),  # noqa: S608
        (
            "UPDATE audit_chain SET sequence = %s, digest = %s WHERE id = %s",
            [last.sequence, last.digest, end.pk],
        ),
    ]
    keys = dict(run_together(statements))
    for entry in entries:
        entry.pk = keys[entry.sequence]
        entry._state.adding = False  # noqa: SLF001 - as `bulk_create` leaves it


@cache
def _fields(model: type[models.Model]) -> tuple[Any, ...]:
    """The columns a row is written with: all but its own key and the one that leads to the entry."""
    fields: Any = model._meta.concrete_fields  # noqa: SLF001 - the public description of a model
    return tuple(field for field in fields if not field.primary_key and not field.is_relation)


@cache
def _names(model: type[models.Model]) -> str:
    return ", ".join(field.column for field in _fields(model))


@cache
def _row(model: type[models.Model], more: str = "") -> str:
    return "(" + ", ".join(["%s"] * len(_fields(model))) + more + ")"


def _values(row: models.Model) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in _fields(type(row))]
