"""Many people save marks of one unit's sheet at once; afterwards the books have to agree."""

import asyncio
import itertools
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import reverse

from clusters.scoring.models import Mark, Sheet, SheetTotal
from emulation.audit.models import Chain, Entry
from emulation.audit.services import entry_digest, personal_digest
from tests.factories import add_members, make_cycle, make_representation, make_table, make_user, open_windows
from tests.factories.scoring import leaves_of, make_sheet
from tests.support.served import wire
from tests.support.wire import Answer, Wire

SOURCE = "self"


@dataclass
class Field:
    """Where marks are saved: a unit's sheet in a year, and who acts for the unit."""

    member: Any
    cells: list[Any]
    people: list[Any]

    @property
    def address(self) -> str:
        cycle = self.member.cycle
        return reverse("clusters:save-mark", args=[cycle.cluster.code, cycle.year])

    def body(self, cell: Any, version: int, points: str, reason: str) -> dict[str, Any]:
        return {
            "group": self.member.group.code,
            "source": SOURCE,
            "member": self.member.pk,
            "criterion": cell.pk,
            "version": version,
            "points": points,
            "reason": reason,
        }


def make_field(*, people: int, cells: int) -> Field:
    """Make a year with one unit whose sheet is open for self-scoring, and people who act for the unit."""
    cycle = make_cycle()
    group = cycle.groups.get()
    make_table(group, leaves=cells)
    open_windows(cycle, "self-scoring")
    (member,) = add_members(cycle)
    make_sheet(member)
    users = [make_user() for _person in range(people)]
    for user in users:
        make_representation(user, member.unit)
    return Field(member, leaves_of(group), users)


@dataclass
class Books:
    """What the clients were told: by cell the accepted saves as (version, points), and every status."""

    accepted: dict[int, list[tuple[int, Decimal]]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    strange: list[str] = field(default_factory=list)

    @property
    def saved(self) -> int:
        return self.statuses[200]

    def enter(self, cell: Any, points: str, answer: Answer) -> int | None:
        """Note an answer; returns the version the cell has by it."""
        self.statuses[answer.status] += 1
        if answer.status == 200:
            version = int(answer.json()["saved"][0]["version"])
            self.accepted[cell.pk].append((version, Decimal(points)))
            return version
        if answer.status == 409:
            return int(answer.json()["current"]["version"])
        if answer.status != 503 or "retry-after" not in answer.headers:
            self.strange.append(f"{answer.status}: {answer.body[:200]!r}")
        return None


async def _one(place: Field, connection: Wire, name: str, saves: int, books: Books) -> None:
    dice = random.Random(name)
    seen: dict[int, int] = {}
    for number in range(saves):
        cell = dice.choice(place.cells)
        points = str(dice.randint(0, 1000) / 100)
        # The reason is new each time: what changes nothing would not be written.
        body = place.body(cell, 0, points, f"{name}, lần {number}")
        while True:
            body["version"] = seen.get(cell.pk, 0)
            answer = await connection.post(place.address, body)
            version = books.enter(cell, points, answer)
            if version is not None:
                seen[cell.pk] = version
            if answer.status != 503:
                break
            await asyncio.sleep(dice.random() / 20)
    await connection.close()


def contest(place: Field, port: int, *, clients: int, saves: int, books: Books | None = None) -> Books:
    """Let that many clients save so often each, all at once; a "busy" is tried again. Goes on with the books."""
    books = books or Books()
    people, before = itertools.cycle(place.people), books.statuses.total()
    wires = [wire(port, next(people)) for _client in range(clients)]

    async def all_at_once() -> None:
        await asyncio.gather(
            *(_one(place, one, f"máy {number}/{before}", saves, books) for number, one in enumerate(wires))
        )

    asyncio.run(all_at_once())
    return books


def quarrels(place: Field, books: Books) -> list[str]:
    """Say what does not agree between what the clients were told and what is stored; nothing, if all is well."""
    wrong = [*books.strange]
    sheet = Sheet.objects.get(membership=place.member)
    stored = {mark.criterion_id: mark for mark in Mark.objects.filter(sheet=sheet, source=SOURCE)}
    for cell, accepted in books.accepted.items():
        versions = sorted(version for version, _points in accepted)
        if versions != list(range(1, len(versions) + 1)):
            wrong.append(f"cell {cell}: a save was lost or counted twice among the versions {versions}")
        mark = stored.get(cell)
        if mark is None or (mark.version, mark.points) != max(accepted):
            wrong.append(f"cell {cell}: {mark} is not the last accepted value {max(accepted)}")
    if set(stored) != set(books.accepted):
        wrong.append("there are marks that nobody was told of")
    entries = list(Entry.objects.filter(verb="scoring.mark", subject_id=str(sheet.public_id)))
    if len(entries) != books.saved:
        wrong.append(f"{len(entries)} entries of the log for {books.saved} accepted saves")
    return [*wrong, *_wrong_totals(sheet, stored.values()), *_wrong_chain(place.member.cycle.chain)]


def _wrong_totals(sheet: Sheet, marks: Any) -> list[str]:
    points = [mark.points for mark in marks if mark.points is not None]
    counted = (sum(points, Decimal(0)), len(points))
    kept = SheetTotal.objects.filter(sheet=sheet, source=SOURCE).values_list("points", "answered").first()
    return (
        [] if kept in (None, counted) else [f"the stored total {kept} is not the sum of the marks {counted}"]
    )


def _wrong_chain(chain: str) -> list[str]:
    wrong, previous, sequence = [], "", 0
    for entry in Entry.objects.filter(chain=chain).order_by("sequence").select_related("personal"):
        sequence += 1
        whole = entry.digest == entry_digest(entry) and entry.personal_digest == personal_digest(
            entry.personal
        )
        if not whole or (entry.sequence, entry.previous) != (sequence, previous):
            wrong.append(f"the chain breaks at entry {entry.sequence}")
        previous = entry.digest
    end = Chain.objects.get(key=chain)
    if (end.sequence, end.digest) != (sequence, previous):
        wrong.append("the end of the chain is not its last entry")
    return wrong
