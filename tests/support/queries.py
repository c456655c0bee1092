"""Counting what a piece of work asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from emulation.core.together import TOGETHER


def statements_of(captured: CaptureQueriesContext) -> list[str]:
    """Return the statements that were run; those that travelled together are counted one by one."""
    return [part for query in captured.captured_queries for part in query["sql"].split(TOGETHER)]


@contextmanager
def exactly(number: int) -> Iterator[CaptureQueriesContext]:
    """Fail, listing the statements, unless the block runs exactly this many."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
    statements = statements_of(captured)
    listing = "\n".join(f"{place}. {statement}" for place, statement in enumerate(statements, start=1))
    assert len(statements) == number, f"{len(statements)} statements instead of {number}:\n{listing}"
