"""The registry of printable documents. It knows nothing of clusters: slices register what they print.

A subject is an emulation year and, where it has several, one of its member groups. `build` runs all the
queries and returns a frozen context; the template runs none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from emulation.core.errors import Refused, gettext_noop
from emulation.documents.context import Paper
from emulation.documents.render import Printed, Sheet, render

Build = Callable[[Any, Any], Paper]
Parts = Callable[[Any], Sequence[Any]]


def whole(_cycle: Any) -> Sequence[Any]:
    """Print one document for the whole year."""
    return (None,)


@dataclass(frozen=True)
class PaperKind:
    """A kind of document. `parts` lists the groups that are printed one after the other when none is chosen."""

    key: str
    label: str
    template: str
    build: Build
    permission: str
    order: int
    orientation: str = "portrait"
    parts: Parts = whole


@dataclass(frozen=True)
class Subject:
    """What a stored document is about: the year and group, with the frozen text and ids that outlive them."""

    cycle: Any
    group: Any
    label: str
    public_id: str
    chain: str


class UnknownKind(Refused):
    """There is no such document."""

    status = 404


Resolver = Callable[[str], Subject]
_kinds: dict[str, PaperKind] = {}
_resolvers: list[Resolver] = []


def register(new: PaperKind) -> PaperKind:
    """Register a kind once."""
    if _kinds.setdefault(new.key, new) != new:
        raise ValueError(f"the kind of document {new.key} is registered twice")
    return new


def kinds() -> list[PaperKind]:
    """List all kinds in order."""
    return sorted(_kinds.values(), key=lambda one: (one.order, one.key))


def kind(key: str) -> PaperKind:
    """Return a kind; an unknown one is refused with the list of those there are."""
    if key not in _kinds:
        raise UnknownKind(
            gettext_noop("There is no document “%(kind)s”. There are: %(kinds)s."),
            kind=key,
            kinds=", ".join(one.key for one in kinds()),
        )
    return _kinds[key]


def resolver(function: Resolver) -> Resolver:
    """Register the function that turns a plain key into a subject (tasks carry only texts)."""
    _resolvers[:] = [function]
    return function


def subject_of(key: str) -> Subject:
    """Return what a key names."""
    return _resolvers[0](key)


def sheets(what: PaperKind, cycle: Any, group: Any = None) -> list[Sheet]:
    """Build every part of a document: that of one group, or all parts one after the other."""
    parts = (group,) if group is not None else what.parts(cycle)
    return [Sheet(what.template, what.build(cycle, part)) for part in parts]


def printed(what: PaperKind, cycle: Any, group: Any = None) -> Printed:
    """Make the PDF of a document."""
    made = sheets(what, cycle, group)
    return render(made, title="; ".join(dict.fromkeys(sheet.paper.title for sheet in made)))
