"""The measurements on the database of the settings; makes it, fills it, measures, and drops it."""

import gc
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import django
from django.db import connection

COLUMNS = "{what:<46} {raw:>10} {ours:>10} {ratio:>7}"


@dataclass(frozen=True)
class Job:
    """A job, and the raw SQL it is compared with."""

    what: str
    ours: Callable[[], object]
    raw: Callable[[], object]


def median(act: Callable[[], object], runs: int) -> float:
    """The median of the runs in milliseconds, after one run that warms up."""
    act()
    taken = []
    for _run in range(runs):
        gc.collect()
        begin = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def server() -> str:
    """Name the database and its version."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
        cursor.execute("SELECT sqlite_version()")
        return f"SQLite {cursor.fetchone()[0]}"


def main(runs: int, members: int) -> None:
    from django.conf import settings

    settings.DEMONSTRATION = True
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        from tests.benchmarks.jobs import all_jobs

        print(f"\n{server()}, Python {platform.python_version()}, Django {django.get_version()}")
        print(f"medians of {runs} runs in milliseconds\n")
        print(COLUMNS.format(what="", raw="raw SQL", ours="here", ratio=""), flush=True)
        for job in all_jobs(members):
            raw, ours = median(job.raw, runs), median(job.ours, runs)
            print(
                COLUMNS.format(
                    what=job.what, raw=f"{raw:.1f}", ours=f"{ours:.1f}", ratio=f"× {ours / raw:.1f}"
                ),
                flush=True,
            )
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
