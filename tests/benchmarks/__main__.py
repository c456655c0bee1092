"""Measure on SQLite and on PostgreSQL, each in a process and a temporary database of its own."""

import argparse
import os
import subprocess
import sys

from tests.support import postgres
from tools.test import postgres_server


def measure_on(database: str, words: list[str]) -> int:
    """Run the measurements on one database; its own address of a server, or none for SQLite."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    if database:
        environment["DATABASE_URL"] = database
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.measure", *words]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="least runs of each job; the median is printed")
    parser.add_argument("--members", type=int, default=10_000, help="units of the large ranking")
    parser.add_argument("--only", default="", help="one chapter: saving, grid, files, recalculation, ranking")
    parser.add_argument("--postgresql-only", action="store_true", help="leave SQLite out")
    chosen = parser.parse_args()
    words = [str(max(chosen.runs, 5)), str(chosen.members), chosen.only]
    status = 0 if chosen.postgresql_only else measure_on("", words)
    try:
        with postgres_server() as url:
            status = measure_on(url, words) or status
    except postgres.Unavailable as problem:
        print(f"PostgreSQL was not measured: {problem}")
        status = status or 1
    return status


if __name__ == "__main__":
    sys.exit(main())
