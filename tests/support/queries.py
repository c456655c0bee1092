"""Counting what a piece of work asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def exactly(number: int) -> Iterator[CaptureQueriesContext]:
    """Fail, listing the statements, unless the block runs exactly this many."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
    statements = [query["sql"] for query in captured.captured_queries]
    listing = "\n".join(f"{place}. {statement}" for place, statement in enumerate(statements, start=1))
    assert len(statements) == number, f"{len(statements)} statements instead of {number}:\n{listing}"
