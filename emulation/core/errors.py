"""What the rules and services refuse, in words for the person who asked.

Messages are English msgids with named placeholders. They are kept apart from their values until they
are shown, so that rules stay free of Django and pages can show them in the reader's language.
"""

from typing import Any


def gettext_noop(message: str) -> str:
    """Mark a message for translation without importing Django."""
    return message


class Words(str):
    """A msgid used as a value inside a message; it is translated with the message."""

    __slots__ = ()


class Refused(Exception):
    """A request that the rules do not allow; nothing was changed.

    `field` names the input it concerns, `place` where that stands (a file's line, a row, a cell), `subject`
    the item of a bulk act, for callers that have to find it again.
    """

    status = 422
    subject: Any = None

    def __init__(self, message: str, *, field: str = "", place: str = "", **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.values = values
        self.field = field
        self.place = place

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class NotPermitted(Refused):
    """The person may not do this; the message says why."""

    status = 403


class Unknown(Refused):
    """There is no such thing for this person: it does not exist here, or they must not learn that it does."""

    status = 404


class Conflict(Refused):
    """Somebody else changed the row meanwhile. `current` holds what stands there now."""

    status = 409

    def __init__(self, message: str, *, current: Any = None, **values: Any) -> None:
        super().__init__(message, **values)
        self.current = current


class RefusedRows(Refused):
    """A bulk act refused as a whole; `rows` are the refusals that stand in the way, each with its place."""

    def __init__(self, message: str, rows: list[Refused], **values: Any) -> None:
        super().__init__(message, **values)
        self.rows = rows
