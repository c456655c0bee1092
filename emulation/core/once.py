"""One click, one change: a form carries the id of the act it stands for, and the act is done once.

The token in the form is signed for one person and one address; the log writes the same id beside what was
done (`middleware.current_action`). A second click waits for the first, finds its id done, and is shown the
result instead of an error.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.core import signing
from django.db import connection

Done = Callable[[uuid.UUID], bool]
_asked: list[Done] = []
_SALT = "emulation.once"
# A page may stay open over a working day and a night.
MAX_AGE = 48 * 60 * 60


def witness(function: Done) -> Done:
    """Register who knows whether an act was done (the log does)."""
    if function not in _asked:
        _asked.append(function)
    return function


def new_token(user: Any, address: str) -> str:
    """Make the token of one act: its id, signed for the person and the address of the form."""
    return signing.dumps([uuid.uuid4().hex, str(user.pk), address], salt=_SALT)


def read_token(text: str, user: Any, address: str) -> uuid.UUID | None:
    """Return the id of the act, or None when the token is not this person's for this address."""
    try:
        act, owner, place = signing.loads(text, salt=_SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    return uuid.UUID(act) if (owner, place) == (str(user.pk), address) else None


def hold(act: uuid.UUID) -> None:
    """Wait until nobody else is doing this act. Call it first in the transaction.

    SQLite's IMMEDIATE transactions let one writer in at a time as it is.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [act.int % (1 << 63)])


def done(act: uuid.UUID) -> bool:
    """Tell whether the act was done."""
    return any(asked(act) for asked in _asked)
