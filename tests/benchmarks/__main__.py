"""Measures on SQLite and on PostgreSQL, each in a process and a database of its own."""

import os
import subprocess
import sys

from tools.test import postgres_server


def measure_on(name: str, database: str) -> int:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    print(f"\n== {name}", flush=True)
    return subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.jobs"], env=environment, check=False
    ).returncode


def main() -> int:
    status = measure_on("SQLite", "")
    with postgres_server() as server:
        return measure_on("PostgreSQL", server) or status


if __name__ == "__main__":
    raise SystemExit(main())
