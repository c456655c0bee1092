"""Who else sees a year: people with a part in it that only a higher slice knows of."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from clusters.cycles.models import Cycle

# Answers in which of the years (None: of all) the person has a part: their keys, as a query not yet run.
Guest = Callable[[Any, Iterable[Cycle] | None], Any]
_guests: list[Guest] = []


def register_guest(function: Guest) -> Guest:
    """Register who else sees a year, such as those who fill a section of a sheet."""
    if function not in _guests:
        _guests.append(function)
    return function


def guest_years(user: Any, cycles: Iterable[Cycle]) -> set[int]:
    """Return the keys of those of the years in which the person is a guest; one query for each registered answer."""
    wanted = list(cycles)
    return {key for function in _guests for key in function(user, wanted)} if wanted else set()


def as_guest(user: Any) -> Q:
    """Return the condition under which a year is the person's as a guest, to be part of a query."""
    found = Q(pk__in=())
    for function in _guests:
        found |= Q(pk__in=function(user, None))
    return found
