"""The measurements on the database of the settings; makes it, fills it, measures, and drops it.

A job and its baseline run in turns, so that whatever else the machine does meets both; the ratio is that of
the medians. Limits hold on PostgreSQL; on SQLite the same figures are printed without.
"""

import gc
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import django
from django.db import connection

from tests.benchmarks.counting import counted

COLUMNS = "{what:<58} {raw:>10} {ours:>10} {ratio:>8}  {verdict}"
# Short jobs run more often: for at least so many seconds, at most so many rounds.
SECONDS, MOST = 2.0, 150


@dataclass(frozen=True)
class Job:
    """A job, and what it is compared with: raw SQL unless `what` says otherwise.

    `limit` is the ratio that may not be passed; `queries` how many statements the job may take beside those
    that read session and user or write the log, and those that only begin and end transactions. `prepare`
    makes work for the run whose statements are counted, where a second run in a row would find none.
    """

    what: str
    ours: Callable[[], object]
    raw: Callable[[], object]
    limit: float | None = None
    queries: int | None = None
    prepare: Callable[[], object] | None = None


def timed(act: Callable[[], object]) -> float:
    """How long one run takes, in milliseconds."""
    gc.collect()
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def in_turns(ours: Callable[[], object], raw: Callable[[], object], runs: int) -> tuple[float, float]:
    """The medians of both, run in turns after one round that warms up."""
    raw(), ours()
    taken: dict[Callable[[], object], list[float]] = {ours: [], raw: []}
    begin = time.perf_counter()
    for number in range(MOST):
        for act in (raw, ours):
            taken[act].append(timed(act))
        if number + 1 >= runs and time.perf_counter() - begin > SECONDS:
            break
    return statistics.median(taken[ours]), statistics.median(taken[raw])


def server() -> str:
    """Name the database and its version."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
        cursor.execute("SELECT sqlite_version()")
        return f"SQLite {cursor.fetchone()[0]}"


def judged(text: str, value: float, limit: float | None, missed: list[str], what: str) -> str:
    """Say whether a limit is met, where there is one and it holds on this database."""
    if limit is None or connection.vendor != "postgresql":
        return ""
    if value <= limit:
        return f"≤ {limit:g} {text}: met"
    missed.append(f"{what}: {value:.2f} instead of ≤ {limit:g} {text}")
    return f"≤ {limit:g} {text}: MISSED"


def report(job: Job, runs: int, missed: list[str]) -> None:
    """Measure a job and print its line, and below it the statements it takes where they are limited."""
    ours, raw = in_turns(job.ours, job.raw, runs)
    verdict = judged("×", ours / raw, job.limit, missed, job.what)
    line = COLUMNS.format(
        what=job.what, raw=f"{raw:.2f}", ours=f"{ours:.2f}", ratio=f"× {ours / raw:.2f}", verdict=verdict
    )
    print(line.rstrip(), flush=True)
    if job.queries is not None:
        if job.prepare:
            job.prepare()
        seen = counted(job.ours)
        verdict = judged("queries", seen.beyond, job.queries, missed, job.what)
        print(f"    {seen}  {verdict}".rstrip(), flush=True)


def main(runs: int, members: int, only: str) -> int:
    from django.conf import settings

    settings.DEMONSTRATION = True
    missed: list[str] = []
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        from tests.benchmarks.jobs import all_jobs

        print(f"\n{server()}, Python {platform.python_version()}, Django {django.get_version()}")
        print(f"medians of at least {runs} runs in milliseconds, taken in turns\n")
        print(COLUMNS.format(what="", raw="beside", ours="here", ratio="", verdict=""), flush=True)
        for job in all_jobs(members, only):
            report(job, runs, missed)
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
    print("\n".join(["", f"{len(missed)} limits are missed:", *missed] if missed else [""]))
    return 1 if missed else 0


if __name__ == "__main__":
    django.setup()
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""))
