"""The registry of printable documents. It knows nothing of clusters: slices register what they print.

A subject is an emulation year and, where it has several, one of its member groups; or one of its members.
`build` runs all the queries and returns a frozen context; the template runs none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from emulation.core.errors import Refused, gettext_noop
from emulation.documents.context import Paper
from emulation.documents.render import Printed, Sheet, render

# (year, group), of a member's paper (year, member, reader)
Build = Callable[..., Paper]
Parts = Callable[[Any], Sequence[Any]]


def whole(_cycle: Any) -> Sequence[Any]:
    """Print one document for the whole year."""
    return (None,)


@dataclass(frozen=True)
class PaperKind:
    """A kind of document. `parts` lists the groups that are printed one after the other when none is chosen.

    `of_member`: it is printed of one member of the year. Its right is asked about the member, and `build` gets
    the person who will read it (None: nobody in particular), as not everyone reads the same of a member.
    `annex` is the template of an annex, printed behind it with pages of its own where the paper has one.
    """

    key: str
    label: str
    template: str
    build: Build
    permission: str
    order: int
    orientation: str = "portrait"
    parts: Parts = whole
    of_member: bool = False
    annex: str = ""


@dataclass(frozen=True)
class Subject:
    """What a stored document is about: the year and its group (or member), with the frozen text and ids that
    outlive them.
    """

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


def sheets(what: PaperKind, cycle: Any, part: Any = None, reader: Any = None) -> list[Sheet]:
    """Build every part of a document: that of one group or member, or all parts one after the other."""
    if what.of_member:
        if part is None:
            raise Refused(gettext_noop("This document is printed of one unit: name it."))
        papers = [what.build(cycle, part, reader)]
    else:
        papers = [what.build(cycle, one) for one in ((part,) if part is not None else what.parts(cycle))]
    made = []
    for paper in papers:
        made.append(Sheet(what.template, paper))
        if what.annex and paper.has_annex:
            made.append(Sheet(what.annex, paper))
    return made


def printed(what: PaperKind, cycle: Any, part: Any = None, reader: Any = None) -> Printed:
    """Make the PDF of a document, for a reader where it is a member's."""
    made = sheets(what, cycle, part, reader)
    return render(made, title="; ".join(dict.fromkeys(sheet.paper.title for sheet in made)))
