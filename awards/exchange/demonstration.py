"""The demonstration: the cycles of `demo/` and the cast that works in them. Loading twice changes nothing."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from awards.exchange.cast import CAST, Part
from awards.exchange.reading import Mapping, Scalar, Source, read
from awards.exchange.services import Loaded, load
from clusters.cycles.models import Cycle
from clusters.organisation.models import Capacity, Representation, Unit
from emulation.accounts import history
from emulation.accounts.models import RoleGrant, User
from emulation.audit.services import record
from emulation.core.errors import Refused, gettext_noop

FOLDER = Path(settings.BASE_DIR) / "demo"
# Before the oldest year of the demonstration.
SINCE = dt.date(2018, 1, 1)


def _require_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise Refused(gettext_noop("This is not a demonstration: set DEMONSTRATION=1 for one."))


def _child(node: object, key: str) -> object:
    pairs = node.pairs if isinstance(node, Mapping) else []
    return next((value for name, value in pairs if name.text == key), None)


def address_of(source: Source) -> tuple[str, str] | None:
    """Return the cluster's code and the year that a file speaks of, without checking the rest."""
    root = read(source).root
    code, year = _child(_child(root, "cluster"), "code"), _child(root, "year")
    return (code.text, year.text) if isinstance(code, Scalar) and isinstance(year, Scalar) else None


def files() -> list[Path]:
    """Return the files of the demonstration, the oldest year first."""
    return sorted(FOLDER.glob("*.yaml"), key=lambda path: path.stem[::-1][:4][::-1] + path.stem)


def load_missing(paths: list[Path]) -> Iterator[Loaded]:
    """Load each cycle that is absent; one that exists is left as people made it."""
    _require_demonstration()
    there = {(code, str(year)) for code, year in Cycle.objects.values_list("cluster__code", "year")}
    for path in paths:
        source = Source(str(path.relative_to(FOLDER.parent)), path.read_bytes())
        if address_of(source) in there:
            yield Loaded(source, None, "unchanged")
        else:
            yield from load(sources=[source], actor=None)


def _make_person(part: Part) -> User:
    person = User.objects.create_user(
        part.persona.username,
        part.persona.password,
        full_name=part.full_name,
        office=part.office,
        is_staff=part.is_administrator,
        is_superuser=part.is_administrator,
    )
    # The log knows people by id alone.
    nameless = User(pk=person.pk, public_id=person.public_id, username=f"#{person.public_id.hex[:8]}")
    record(history.PERSON_ADDED, nameless, chain=history.CHAIN, actor=None)
    return person


def _make_rights(part: Part, person: User) -> None:
    if part.role:
        RoleGrant.objects.get_or_create(user=person, role=part.role, defaults={"since": SINCE})
    unit = Unit.objects.filter(code=part.unit).first()
    if unit:
        capacity = Capacity.HEAD if part.heads_unit else Capacity.CONTACT
        Representation.objects.get_or_create(
            user=person, unit=unit, defaults={"capacity": capacity, "since": SINCE}
        )


@transaction.atomic
def make_cast() -> list[User]:
    """Make the people of the cast who are missing; returns those. Passwords are set only then."""
    _require_demonstration()
    made = []
    for part in CAST:
        if not User.objects.filter(username=part.persona.username).exists():
            person = _make_person(part)
            _make_rights(part, person)
            made.append(person)
    return made
