"""Statements that travel to the database together: a save waits for every journey."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

# What stands between them on their way.
TOGETHER = ";\n\n"


def run_together(statements: Sequence[tuple[str, Sequence[Any]]]) -> list[tuple[Any, ...]]:
    """Run statements one after the other and return the rows the first one gives.

    PostgreSQL gets them in one go (the driver puts the values in, as Django lets it), SQLite one by one.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(TOGETHER.join(_filled(statement, values) for statement, values in statements))
            return cursor.fetchall() if cursor.description else []
        (first, values), *rest = statements
        cursor.execute(first, values)
        rows = cursor.fetchall() if cursor.description else []
        for statement, values in rest:
            cursor.execute(statement, values)
        return rows


def _filled(statement: str, values: Sequence[Any]) -> str:
    operations: Any = connection.ops
    return str(operations.compose_sql(statement, values)) if values else statement
