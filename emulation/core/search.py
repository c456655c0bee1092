"""Search over everything, by registration: each slice finds its own things, and only what the person may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from emulation.core.text import search_key

# Enough to find by eye; more words find the rest.
PER_SEARCHER = 20


@dataclass(frozen=True)
class Result:
    """One thing found: its name, what kind of thing it is (translated), where it is, and a line beside it."""

    title: str
    kind: Any
    url: str
    note: str = ""


Searcher = Callable[[Any, str], Iterable[Result]]
_searchers: list[Searcher] = []


def searcher(function: Searcher) -> Searcher:
    """Register a function (user, key) that finds things. `key` is folded: compare it with `search_key` columns."""
    if function not in _searchers:
        _searchers.append(function)
    return function


def search(user: Any, text: str) -> list[tuple[str, list[Result]]]:
    """Find everything that fits the words, grouped by kind in the order the slices registered."""
    key = search_key(text)
    groups: dict[str, list[Result]] = {}
    if key:
        for function in _searchers:
            for result in islice(function(user, key), PER_SEARCHER):
                groups.setdefault(str(result.kind), []).append(result)
    return list(groups.items())
