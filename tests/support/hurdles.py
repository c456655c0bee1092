"""The application with a hurdle between reading and writing, and on demand without the lock of the sheet.

For tests of races alone: `gunicorn tests.support.hurdles:application`. Two requests that are about to write
a mark wait for each other a moment. With the lock they cannot meet, and each goes on alone; without it
(`WITHOUT_LOCK=1`) both have read the same and both write.
"""

import os
import re
import threading
from typing import Any

from django.db.backends.signals import connection_created

from emulation.wsgi import application

__all__ = ["application"]

SECONDS = 0.15
LOCK = re.compile(r"\s+FOR (NO KEY )?UPDATE( OF [\w\", ]+?)?(?=\s*(\)|$))", re.IGNORECASE)
WRITES = re.compile(r"\b(INSERT INTO|UPDATE)\s+\"?clusters_mark\"?\b", re.IGNORECASE)

_without_lock = os.environ.get("WITHOUT_LOCK") == "1"
_meeting = threading.Barrier(2)


def _meet() -> None:
    try:
        _meeting.wait(SECONDS)
    except threading.BrokenBarrierError:
        _meeting.reset()


def _hurdle(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    if isinstance(sql, str):
        if _without_lock and "clusters_sheet" in sql:
            sql = LOCK.sub("", sql)
        if WRITES.search(sql):
            _meet()
    return execute(sql, params, many, context)


def _put_up(connection: Any, **_kwargs: Any) -> None:
    if _hurdle not in connection.execute_wrappers:
        connection.execute_wrappers.append(_hurdle)


connection_created.connect(_put_up)
