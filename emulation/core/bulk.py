"""Changing very many rows in one statement, which Django's `bulk_update` does only by enormous CASE lists."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def update_objects(objects: Sequence[models.Model], names: Sequence[str]) -> int:
    """Write the named fields of stored objects of one model; returns how many rows there were. One statement.

    On PostgreSQL and SQLite the rows travel as one JSON text. No signals, no `save()`.
    """
    if not objects:
        return 0
    model = type(objects[0])
    meta = model._meta  # noqa: SLF001 - the public description of a model
    fields: list[Any] = [meta.get_field(name) for name in names]
    columns = [field.column for field in fields]
    rows = [[one.pk, *(_plain(field, getattr(one, field.attname)) for field in fields)] for one in objects]
    table = connection.ops.quote_name(meta.db_table)
    setting = ", ".join(f"{column} = d.{column}" for column in columns)
    if connection.vendor == "postgresql":
        types = [field.db_type(connection).split(" GENERATED")[0] for field in fields]
        source = "SELECT (v->>0)::bigint AS id, " + ", ".join(
            f"(v->{place})::jsonb AS {column}" if kind == "jsonb" else f"(v->>{place})::{kind} AS {column}"
            for place, (column, kind) in enumerate(zip(columns, types, strict=True), start=1)
        )
        source += " FROM jsonb_array_elements(%s::jsonb) AS rows(v)"
    else:
        source = "SELECT json_extract(value, '$[0]') AS id, " + ", ".join(
            f"json_extract(value, '$[{place}]') AS {column}" for place, column in enumerate(columns, start=1)
        )
        source += " FROM json_each(%s)"
    with connection.cursor() as cursor:
        # Every name is one of our own models.
        cursor.execute(
            f"UPDATE {table} SET {setting} FROM ({source}) AS d WHERE {table}.id = d.id",  # noqa: S608
            [json.dumps(rows)],
        )
        return int(cursor.rowcount)


def _plain(field: Any, value: Any) -> Any:
    """A value as JSON holds it and both databases read it."""
    if value is None or value is True or value is False or isinstance(field, models.JSONField):
        return value
    prepared = field.get_db_prep_save(value, connection)
    return prepared if isinstance(prepared, bool | int | str | None) else str(prepared)
