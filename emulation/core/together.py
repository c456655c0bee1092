"""Statements that travel to the database together: a save waits for every journey."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

# What stands between them on their way.
TOGETHER = ";\n\n"


def run_together(statements: Sequence[tuple[str, Sequence[Any]]]) -> list[tuple[Any, ...]]:
    """Run statements one after the other and return the rows the first one gives.

    PostgreSQL gets them in one go (values are bound by the client, as Django does it), SQLite one by one.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                TOGETHER.join(statement for statement, _values in statements),
                [value for _statement, values in statements for value in values],
            )
            return cursor.fetchall() if cursor.description else []
        (first, values), *rest = statements
        cursor.execute(first, values)
        rows = cursor.fetchall() if cursor.description else []
        for statement, values in rest:
            cursor.execute(statement, values)
        return rows
