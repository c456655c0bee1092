"""Queries whose shape never changes, put into SQL once: for what every request or every save asks.

Putting a query of a few tables together costs Django more than the database needs to answer it.
"""

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connections, transaction
from django.db.models import QuerySet

Row = TypeVar("Row")

# Stand-ins for values while a query is put together: within the range of every kind of whole number.
FIRST_NUMBER = 31_011
FIRST_DAY = dt.date(9998, 1, 1)


class FixedQuery(Generic[Row]):
    """A query that differs from call to call in its values alone.

    `make` gets the values in order and returns the queryset; each has to be compared with something as it is
    (whole numbers, days, texts), and may not decide what the query looks like. Calling gives the rows.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self._make = make
        self._shapes: dict[tuple[type, ...], _Shape] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """Return the rows for these values, in one statement."""
        kinds = tuple(map(type, values))
        shape = self._shapes.get(kinds)
        if shape is None:
            stand_ins = [_stand_in(kind, place) for place, kind in enumerate(kinds)]
            shape = self._shapes[kinds] = _Shape(self._make(*stand_ins), stand_ins)
        return list(shape.filled(values))


def _stand_in(kind: type, place: int) -> Any:
    if kind is int:
        return FIRST_NUMBER + place
    if kind is dt.date:
        return FIRST_DAY + dt.timedelta(days=place)
    if issubclass(kind, str):
        return f"stand-in {place}"
    raise TypeError(f"a fixed query takes whole numbers, days and texts, not {kind.__name__}")


class _Shape:
    """A query as SQL, and where its values stand among the parameters."""

    def __init__(self, queryset: QuerySet[Any, Any], stand_ins: list[Any]) -> None:
        self._queryset = queryset
        self._connection = connections[queryset.db]
        self._compiler = queryset.query.get_compiler(using=queryset.db)
        self._sql, parameters = self._compiler.as_sql()
        self._parameters = list(parameters)
        prepared = [self._prepared(value) for value in stand_ins]
        self._places = [
            (at, prepared.index(one)) for at, one in enumerate(self._parameters) if one in prepared
        ]
        if {which for _at, which in self._places} != set(range(len(stand_ins))):
            raise ValueError("a value of a fixed query is not among its parameters as it is")

    def _prepared(self, value: Any) -> Any:
        """The value as Django hands it to the driver."""
        return self._connection.ops.adapt_datefield_value(value) if isinstance(value, dt.date) else value

    def filled(self, values: tuple[Any, ...]) -> QuerySet[Any, Any]:
        """Return the queryset with these values; it runs the SQL that is known instead of making it."""
        parameters = self._parameters.copy()
        for at, which in self._places:
            parameters[at] = self._prepared(values[which])
        queryset = self._queryset.all()
        connection = connections[queryset.db]
        if queryset.query.select_for_update and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("rows are locked within a transaction")
        compiler = copy.copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_options: (self._sql, tuple(parameters))
        queryset.query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign]
        return queryset
