"""What waits for a person: a query of each slice, never rows to keep in step."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class WorkItem:
    """One thing to do: what (translated), for which cluster and year, until when, and where to click."""

    what: str
    where: str
    url: str
    until: dt.date | None = None


Provider = Callable[[Any], Iterable[WorkItem]]
_providers: list[Provider] = []


def provider(function: Provider) -> Provider:
    """Register a function that lists what waits for a user."""
    if function not in _providers:
        _providers.append(function)
    return function


def waiting_for(user: Any) -> list[WorkItem]:
    """Gather everything that waits for the person: the earliest deadline first, undated things last."""
    items = [item for source in _providers for item in source(user)]
    return sorted(
        items, key=lambda item: (item.until is None, item.until or dt.date.max, item.where, item.what)
    )
