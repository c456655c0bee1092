"""The small facts that frame a page: links, tabs, phases, and the acts in its head."""

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Link:
    """A step of the breadcrumb or any other link. Without an address it is plain text."""

    label: Any
    url: str = ""


@dataclass(frozen=True)
class Action:
    """An act offered in the head of a page. With `refusal` it is shown disabled, and says why."""

    label: Any
    url: str
    icon: str = ""
    refusal: Any = ""
    # An act that changes nothing more than it says needs no page of its own: it is posted at once.
    post: bool = False


@dataclass(frozen=True)
class Tab:
    """One page of a group of pages; `current` is found from the address unless it is said."""

    label: Any
    url: str
    current: bool | None = None
    count: int | None = None


@dataclass(frozen=True)
class Step:
    """One phase in the stepper: its tone, its days, whether it is open, and until when in days."""

    label: Any
    tone: str = "none"
    since: dt.date | None = None
    until: dt.date | None = None
    is_open: bool = False
    url: str = ""
