"""How many saves a second one machine holds: `python -m tests.benchmarks.deadline` (`make deadline`).

The real server, PostgreSQL and this client share the machine. Saves start by the clock, whether the server
keeps up or not, and are timed from their planned start. 700 units × 60 marks in ten minutes are 70 a second.
"""

import argparse
import asyncio
import math
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support import postgres
from tools.test import postgres_server

if TYPE_CHECKING:
    from tests.benchmarks.evening import Step

WANTED_RATE, WANTED_P99 = 70, 100
RATES = [20, 40, 60, 70, 80, 100, 120, 150, 200, 250, 300]
HEAD = "{:>6} {:>6} {:>6} {:>9} {:>6} {:>6}  {:>8} {:>8} {:>8}  {:>9} {:>7}"


def parser() -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--units", type=int, default=700)
    words.add_argument("--marks", type=int, default=60, help="criteria of the table")
    words.add_argument("--clusters", type=int, default=50, help="years the units are spread over")
    words.add_argument("--rates", type=float, nargs="+", default=RATES, help="saves a second, rising")
    words.add_argument("--seconds", type=float, default=10, help="how long each rate lasts")
    words.add_argument(
        "--own-server", action="store_true", help="start a PostgreSQL of its own that writes to the disk"
    )
    words.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="for the server: WEB_SLOTS=4"
    )
    return words


def holds(step: "Step") -> bool:
    """Everything was worked on, and in time."""
    from tests.benchmarks.evening import percentile

    return len(step.answered) == step.sent and percentile(step.answered, 0.99) <= WANTED_P99


def line(step: "Step") -> str:
    from tests.benchmarks.evening import percentile

    def figure(value: float) -> str:
        return "–" if math.isnan(value) else f"{value:.0f}"

    return HEAD.format(
        f"{step.rate:g}",
        step.sent,
        step.count("200"),
        step.count("409"),
        step.count("503"),
        step.other,
        *(figure(percentile(step.answered, share)) for share in (0.5, 0.95, 0.99)),
        figure(percentile(step.by_status["503"], 0.99)),
        figure(percentile(step.late, 0.99)),
    )


def cost(steps: "list[Step]") -> str:
    """Say what one save takes of the processor: the same on a busy machine as on a quiet one."""
    calm = [step for step in steps if len(step.answered) == step.sent]
    saves = sum(step.sent for step in calm)
    taken = {name: sum(step.cpu[name] for step in calm) * 1000 for name in ("gunicorn", "postgres")}
    told = [f"{name} {value / saves:.1f} ms" for name, value in taken.items() if value and saves]
    text = f"of the processor one save takes: {' + '.join(told) or 'unknown'}"
    if len(told) == len(taken):
        text += f", so that two cores cannot hold more than {2000 * saves / sum(taken.values()):.0f}/s"
    return text


def verdicts(steps: "list[Step]", quarrels: list[str]) -> list[tuple[str, bool]]:
    """Say what was asked for, and whether it was met."""
    from tests.benchmarks.evening import percentile

    said = []
    held = [step.rate for step in steps if holds(step)]
    wanted = [step for step in steps if step.rate == WANTED_RATE]
    for step in wanted:
        p99 = percentile(step.answered, 0.99)
        said.append((f"{WANTED_RATE}/s with p99 ≤ {WANTED_P99} ms: p99 {p99:.0f} ms", holds(step)))
    said.append((f"highest rate that holds: {max(held, default=0):g}/s", bool(held)))
    refused = [step for step in steps if step.count("503")]
    if refused:
        p99 = max(percentile(step.by_status["503"], 0.99) for step in refused)
        other = sum(step.other for step in steps)
        said.append(
            (f"beyond it 503 with Retry-After (p99 {p99:.0f} ms), nothing else ({other})", other == 0)
        )
    lost = "; ".join(quarrels[:3]) or "accepted saves = rows of the log = values, totals and chains agree"
    return [*said, (f"nothing lost: {lost}", not quarrels)]


async def series(evening: object, rates: list[float], seconds: float) -> "list[Step]":
    from tests.benchmarks.evening import Evening

    assert isinstance(evening, Evening)
    await evening.step(10, 3)  # the first requests open connections and load what is loaded late
    steps = []
    for rate in rates:
        steps.append(await evening.step(rate, seconds))
        print(line(steps[-1]), flush=True)
        await asyncio.sleep(1)
    await evening.close()
    return steps


def measure(chosen: argparse.Namespace) -> int:
    """Make database and world, serve it, load it, look whether anything was lost, drop it."""
    import django
    from django.conf import settings

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        from tests.benchmarks.evening import Evening, make_writers
        from tests.support.books import quarrels
        from tests.support.served import served

        writers, chains = make_writers(chosen.units, chosen.marks, chosen.clusters)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            facts = []
            for name in ("server_version", "fsync", "synchronous_commit"):
                cursor.execute(f"SHOW {name}")
                facts.append(f"{name} {cursor.fetchone()[0]}")
        connection.close()
        print(
            f"\n{chosen.units} units × {chosen.marks} marks in {chosen.clusters} clusters; {', '.join(facts)}"
        )
        print(f"{os.cpu_count()} cores for server, database and client; {chosen.seconds:g} s for each rate\n")
        print(
            HEAD.format(
                "rate/s",
                "sent",
                "ok",
                "conflicts",
                "503",
                "other",
                "p50 ms",
                "p95",
                "p99",
                "p99 of 503",
                "late",
            )
        )
        with (
            tempfile.TemporaryDirectory() as folder,
            served(Path(folder), dict(word.split("=", 1) for word in chosen.set)) as port,
        ):
            evening = Evening(writers, port)
            begin = os.times()
            steps = asyncio.run(series(evening, chosen.rates, chosen.seconds))
            end = os.times()
            own = (end.user + end.system - begin.user - begin.system) / (end.elapsed - begin.elapsed)
        said = verdicts(steps, quarrels(evening.books, chains))
        print(
            f"\nthe client took {own:.0%} of a core; “late”: p99 by which the client itself started late, in ms"
        )
        print(cost(steps))
        for text, met in said:
            print(f"{'met   ' if met else 'MISSED'}  {text}")
        return 0 if all(met for _text, met in said) else 1
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


@contextmanager
def own_server() -> Iterator[str]:
    """A server that nobody else uses, as durable as a real one."""
    with postgres.ThrowawayPostgres(durable=True) as server:
        yield server.url


def main() -> int:
    chosen = parser().parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard) if soft < 4096 else (soft, hard))
    try:
        with own_server() if chosen.own_server else postgres_server() as url:
            os.environ["DATABASE_URL"] = url
            os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
            return measure(chosen)
    except postgres.Unavailable as problem:
        print(f"Nothing was measured: {problem}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
