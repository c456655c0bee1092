"""Many people save marks of one unit's sheet at once; each reads the version it was told and sends it."""

import asyncio
import itertools
import random
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.factories import add_members, make_cycle, make_representation, make_table, make_user, open_windows
from tests.factories.scoring import leaves_of, make_sheet
from tests.support.books import SOURCE, Books
from tests.support.served import wire
from tests.support.wire import Wire


@dataclass
class Place:
    """Where marks are saved: a unit's sheet in a year, and who acts for the unit."""

    member: Any
    lines: list[Any]
    people: list[Any]

    @property
    def address(self) -> str:
        cycle = self.member.cycle
        return reverse("clusters:save-mark", args=[cycle.cluster.code, cycle.year])

    @property
    def chains(self) -> list[str]:
        return [self.member.cycle.chain]

    def body(self, line: Any, version: int, points: str, reason: str) -> dict[str, Any]:
        return {
            "group": self.member.group.code,
            "source": SOURCE,
            "member": self.member.pk,
            "criterion": line.pk,
            "version": version,
            "points": points,
            "reason": reason,
        }


def make_place(*, people: int, lines: int) -> Place:
    """Make a year with one unit whose sheet is open for self-scoring, and people who act for the unit."""
    cycle = make_cycle()
    group = cycle.groups.get()
    make_table(group, leaves=lines)
    open_windows(cycle, "self-scoring")
    (member,) = add_members(cycle)
    make_sheet(member)
    users = [make_user() for _person in range(people)]
    for user in users:
        make_representation(user, member.unit)
    return Place(member, leaves_of(group), users)


async def _one(place: Place, connection: Wire, name: str, saves: int, books: Books) -> None:
    dice = random.Random(name)
    seen: dict[int, int] = {}
    for number in range(saves):
        line = dice.choice(place.lines)
        points = str(dice.randint(0, 1000) / 100)
        # The reason is new each time: what changes nothing would not be written.
        body = place.body(line, 0, points, f"{name}, lần {number}")
        while True:
            body["version"] = seen.get(line.pk, 0)
            answer = await connection.post(place.address, body)
            version = books.enter((place.member.pk, line.pk), points, answer)
            if version is not None:
                seen[line.pk] = version
            if answer.status != 503:
                break
            await asyncio.sleep(dice.random() / 20)
    await connection.close()


def contest(place: Place, port: int, *, clients: int, saves: int, books: Books | None = None) -> Books:
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
