"""Very many rows in one statement, travelling as one JSON text: binding each value takes the driver far longer."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def update_objects(objects: Sequence[models.Model], names: Sequence[str]) -> int:
    """Write the named fields of stored objects of one model; returns how many rows there were. One statement.

    No signals, no `save()`. Django's `bulk_update` makes enormous CASE lists of the same.
    """
    if not objects:
        return 0
    meta = type(objects[0])._meta  # noqa: SLF001 - the public description of a model
    fields: list[Any] = [meta.pk, *(meta.get_field(name) for name in names)]
    columns, source = json_columns(fields)
    table = connection.ops.quote_name(meta.db_table)
    named = ", ".join(f"{value} AS {field.column}" for value, field in zip(columns, fields, strict=True))
    setting = ", ".join(f"{field.column} = d.{field.column}" for field in fields[1:])
    key = f"{table}.{fields[0].column} = d.{fields[0].column}"
    with connection.cursor() as cursor:
        # Every name is one of our own models.
        cursor.execute(
            f"UPDATE {table} SET {setting} FROM (SELECT {named} FROM {source}) AS d WHERE {key}",  # noqa: S608
            [json_rows(fields, objects)],
        )
        return int(cursor.rowcount)


def json_columns(fields: Sequence[Any]) -> tuple[list[str], str]:
    """Return the expressions that read these fields from rows in JSON, and what to select them from (one value)."""
    if connection.vendor != "postgresql":
        return [f"json_extract(value, '$[{place}]')" for place in range(len(fields))], "json_each(%s)"
    columns = []
    for place, field in enumerate(fields):
        kind = field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
        columns.append(f"(v->{place})::jsonb" if kind == "jsonb" else f"(v->>{place})::{kind}")
    return columns, "jsonb_array_elements(%s::jsonb) AS rows(v)"


def json_rows(fields: Sequence[Any], objects: Iterable[models.Model]) -> str:
    """Return the fields of objects as rows in JSON, as both databases read them."""
    return json.dumps(
        [[_plain(field, getattr(one, field.attname)) for field in fields] for one in objects],
        ensure_ascii=False,
    )


# What these hold is stored as it stands.
AS_IS = (models.CharField, models.TextField, models.BigIntegerField, models.ForeignKey, models.JSONField)


def _plain(field: Any, value: Any) -> Any:
    if value is None or value is True or value is False or type(field) in AS_IS:
        return value
    prepared = field.get_db_prep_save(value, connection)
    return prepared if isinstance(prepared, bool | int | str | None) else str(prepared)
