"""Putting entries behind a chain with as few words to the database as there can be: every save waits for it."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from emulation.audit.models import Chain, Entry, Personal
from emulation.core.bulk import json_columns, json_rows
from emulation.core.together import run_together

# Entries that go in one statement.
BATCH = 500
SEQUENCE: Any = Entry._meta.get_field("sequence")  # noqa: SLF001 - the public description of a model
Statement = tuple[str, Sequence[Any]]


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
    statements = _one(entries[0], people[0]) if len(entries) == 1 else _many(entries, people)
    move = "UPDATE audit_chain SET sequence = %s, digest = %s WHERE id = %s"
    keys = dict(run_together([*statements, (move, [last.sequence, last.digest, end.pk])]))
    for entry in entries:
        entry.pk = keys[entry.sequence]
        entry._state.adding = False  # noqa: SLF001 - as `bulk_create` leaves it


# The names below are all of our own models.
TOLD = "RETURNING sequence, id"


def _one(entry: Entry, person: Personal) -> list[Statement]:
    whose = "(SELECT id FROM audit_entry WHERE chain = %s AND sequence = %s)"
    return [
        (
            f"INSERT INTO audit_entry ({_names(Entry)}) VALUES ({_places(Entry)}) {TOLD}",  # noqa: S608
            _values(entry),
        ),
        (
            f"INSERT INTO audit_personal ({_names(Personal)}, entry_id) VALUES ({_places(Personal)}, {whose})",  # noqa: S608
            [*_values(person), entry.chain, entry.sequence],
        ),
    ]


def _many(entries: Sequence[Entry], people: Sequence[Personal]) -> list[Statement]:
    """The entries as one text; their people find them by where they stand behind the first."""
    done, rows = json_columns(_fields(Entry))
    by, people_rows = json_columns([*_fields(Personal), SEQUENCE])
    for entry, person in zip(entries, people, strict=True):
        person.sequence = entry.sequence  # type: ignore[attr-defined]
    return [
        (
            f"INSERT INTO audit_entry ({_names(Entry)}) SELECT {', '.join(done)} FROM {rows} WHERE true {TOLD}",  # noqa: S608
            [json_rows(_fields(Entry), entries)],
        ),
        (
            f"INSERT INTO audit_personal ({_names(Personal)}, entry_id) SELECT {', '.join(by[:-1])}, e.id "  # noqa: S608
            f"FROM {people_rows} JOIN audit_entry e ON e.sequence = {by[-1]} AND e.chain = %s",
            [json_rows([*_fields(Personal), SEQUENCE], people), entries[0].chain],
        ),
    ]


@cache
def _fields(model: type[models.Model]) -> tuple[Any, ...]:
    """The columns a row is written with: all but its own key and the one that leads to the entry."""
    fields: Any = model._meta.concrete_fields  # noqa: SLF001 - the public description of a model
    return tuple(field for field in fields if not field.primary_key and not field.is_relation)


@cache
def _names(model: type[models.Model]) -> str:
    return ", ".join(field.column for field in _fields(model))


@cache
def _places(model: type[models.Model]) -> str:
    return ", ".join(["%s"] * len(_fields(model)))


def _values(row: models.Model) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in _fields(type(row))]
