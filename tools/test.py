"""`make test` once the packages are there: pytest on SQLite, then what needs a database on PostgreSQL.

The last lines say what was skipped and repeat pytest's own. Words of the command line go to pytest.
"""

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.support import postgres

DEFAULT_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
NOTHING_COLLECTED = 5
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Run:
    """How pytest fared on one database."""

    name: str
    status: int
    closing: str
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def pytest_on(name: str, database: str, words: list[str]) -> Run:
    """Run pytest with its output shown as it comes, and keep what it said at the end."""
    print(f"\n== The tests on {name}", flush=True)
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "auto",
        "--maxprocesses",
        "4",
        "--dist",
        "loadfile",
        *colour,
        *words,
    ]
    output = bytearray()
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        while chunk := os.read(process.stdout.fileno(), 65536):
            output += chunk
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
    lines = [line for line in COLOURS.sub("", output.decode(errors="replace")).splitlines() if line.strip()]
    return Run(
        name,
        process.returncode,
        lines[-1] if lines else "pytest said nothing",
        [line for line in lines if line.startswith(("FAILED ", "ERROR "))],
        [line for line in lines if line.startswith("SKIPPED")],
    )


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """Yield the address of the server at TEST_DATABASE_URL, or of a throw-away one."""
    url = os.environ.get("TEST_DATABASE_URL") or DEFAULT_SERVER
    if postgres.serves_tests(url):
        print(f"\n-- PostgreSQL answers at {url.rpartition('@')[2]}")
        yield url
        return
    print(f"\n-- No PostgreSQL for us at {url.rpartition('@')[2]}: starting a throw-away one", flush=True)
    with postgres.ThrowawayPostgres() as server:
        yield server.url


def main(words: list[str]) -> int:
    runs = [pytest_on("SQLite", "", words)]
    missing = ""
    try:
        with postgres_server() as url:
            runs.append(pytest_on("PostgreSQL", url, ["--database-only", *words]))
    except postgres.Unavailable as problem:
        missing = str(problem)
    required = os.environ.get("REQUIRE_POSTGRES") == "1"

    print("\n== What was skipped")
    skipped = [f"   {run.name}: {line}" for run in runs for line in run.skipped]
    if missing:
        skipped.append(f"   PostgreSQL: every test, {missing}" + (" (a failure here)" if required else ""))
    print("\n".join(skipped) or "   nothing")
    print("\n== Result")
    for run in runs:
        print("\n".join([f"{run.name}:", *run.failed, run.closing]))
    # Words such as `-k health` may leave nothing for the second run.
    failed = [run for run in runs if run.status not in ({0, NOTHING_COLLECTED} if words else {0})]
    return 1 if failed or (missing and required) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
