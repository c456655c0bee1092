"""The evening of the deadline: who saves, where, and when. Saves start by the clock, whatever the server does."""

import asyncio
import gc
import itertools
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from clusters.criteria.models import CriteriaBinding
from clusters.cycles.models import Membership
from clusters.organisation.models import Representation, Unit, UnitKind
from clusters.scoring.models import Sheet
from emulation.accounts.models import User
from tests.factories import make_cycle, make_table, open_windows
from tests.factories.scoring import leaves_of
from tests.support.books import SOURCE, Books
from tests.support.processes import cpu_seconds
from tests.support.served import HOST, signed_in
from tests.support.wire import LOST, Wire, header_lines

PATIENCE = 30.0


@dataclass
class Writer:
    """Somebody who fills the sheet of a unit."""

    address: str
    headers: str
    group: str
    member: int
    lines: list[int]
    # The version this person saw last, by line.
    seen: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def make_writers(units: int, marks: int, clusters: int) -> tuple[list[Writer], list[str]]:
    """Make clusters of units with one table of so many lines; returns one writer for each unit, and the chains."""
    writers, chains, table = [], [], None
    numbers = itertools.count(1)
    for place in range(clusters):
        cycle = make_cycle()
        group = cycle.groups.get()
        if table is None:
            table = make_table(group, leaves=marks)
        else:
            CriteriaBinding.objects.create(group=group, table=table)
        open_windows(cycle, "self-scoring")
        chains.append(cycle.chain)
        count = units // clusters + (place < units % clusters)
        made = [
            Unit(code=f"dv-{number}", name=f"Đơn vị {number}", kind=UnitKind.OTHER, position=number)
            for number in itertools.islice(numbers, count)
        ]
        for unit in made:
            unit.set_keys()
        Unit.objects.bulk_create(made)
        members = Membership.objects.bulk_create(
            Membership(cycle=cycle, unit=unit, group=group, position=unit.position) for unit in made
        )
        Sheet.objects.bulk_create(Sheet(membership=member, state="in-work") for member in members)
        people = User.objects.bulk_create(
            User(username=f"nguoi-{unit.code}", full_name=f"Người của {unit.name}", password="!")
            for unit in made
        )
        Representation.objects.bulk_create(
            Representation(user=user, unit=unit, since="2020-01-01")
            for user, unit in zip(people, made, strict=True)
        )
        address = reverse("clusters:save-mark", args=[cycle.cluster.code, cycle.year])
        lines = [line.pk for line in leaves_of(group)]
        writers += [
            Writer(address, header_lines(signed_in(user)), group.code, member.pk, lines)
            for user, member in zip(people, members, strict=True)
        ]
    return writers, chains


@dataclass
class Step:
    """What came of one rate: latencies in milliseconds from the planned start, by status."""

    rate: float
    sent: int = 0
    by_status: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    # How late the client itself was: it must not be what is measured.
    late: list[float] = field(default_factory=list)
    # Seconds of the processor, by program.
    cpu: Counter[str] = field(default_factory=Counter)

    def count(self, status: str) -> int:
        return len(self.by_status[status])

    @property
    def other(self) -> int:
        return self.sent - sum(self.count(status) for status in ("200", "409", "503"))

    @property
    def answered(self) -> list[float]:
        """The latencies of what was worked on: accepted saves and conflicts."""
        return self.by_status["200"] + self.by_status["409"]


def percentile(values: list[float], share: float) -> float:
    """Return the value that a share of the values does not exceed; nan where there is none."""
    if not values:
        return float("nan")
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


class Evening:
    """An open-loop load: each save has a planned start, and its latency is counted from there."""

    def __init__(self, writers: list[Writer], port: int, *, seed: int = 1) -> None:
        self._writers, self._port = writers, port
        self._dice = random.Random(seed)
        self._free: list[Wire] = []
        self._numbers = itertools.count(1)
        self.books = Books()

    def _starts(self, rate: float, seconds: float) -> Iterator[float]:
        """People do not come in step: the gaps are random, so many a second on average."""
        start = 0.0
        while (start := start + self._dice.expovariate(rate)) < seconds:
            yield start

    async def step(self, rate: float, seconds: float) -> Step:
        """Send saves at a rate for some seconds and wait for every answer."""
        step, tasks = Step(rate), []
        gc.collect()
        gc.freeze()
        before = cpu_seconds()
        begin = time.perf_counter() + 0.05
        for start in self._starts(rate, seconds):
            planned = begin + start
            if (pause := planned - time.perf_counter()) > 0:
                await asyncio.sleep(pause)
            step.late.append((time.perf_counter() - planned) * 1000)
            tasks.append(asyncio.ensure_future(self._save(step, planned)))
        step.sent = len(tasks)
        await asyncio.gather(*tasks)
        step.cpu = cpu_seconds()
        step.cpu.subtract(before)
        return step

    async def _save(self, step: Step, planned: float) -> None:
        writer = self._dice.choice(self._writers)
        line, points = self._dice.choice(writer.lines), str(self._dice.randint(0, 1000) / 100)
        body: dict[str, Any] = {
            "group": writer.group,
            "source": SOURCE,
            "member": writer.member,
            "criterion": line,
            "version": writer.seen[line],
            "points": points,
            "reason": f"lần {next(self._numbers)}",
        }
        connection = self._free.pop() if self._free else Wire(HOST, self._port, {})
        try:
            answer = await asyncio.wait_for(connection.post(writer.address, body, writer.headers), PATIENCE)
        except (TimeoutError, *LOST) as problem:
            await connection.close()
            step.by_status["lost"].append(PATIENCE * 1000)
            self.books.strange.append(f"no answer: {problem!r}")
            return
        step.by_status[str(answer.status)].append((time.perf_counter() - planned) * 1000)
        version = self.books.enter((writer.member, line), points, answer)
        writer.seen[line] = version or writer.seen[line]
        self._free.append(connection)

    async def close(self) -> None:
        for connection in self._free:
            await connection.close()
