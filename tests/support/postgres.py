"""A PostgreSQL server of our own: made from installed binaries, thrown away afterwards.

For machines where none answers, and always for tests that kill the server or need roles.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql

OLDEST = 15
START_SECONDS = 60
# Nothing here outlives the machine, so nothing has to reach the disk: enough for a killed server.
HASTE = ("fsync=off", "full_page_writes=off")
CONNECTIONS = "max_connections=60"


class Unavailable(Exception):
    """No server can be started here; the message says why."""


def binaries() -> Path:
    """Return the folder of the newest installed server binaries."""
    folders = sorted(
        (path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdecimal()),
        key=lambda path: -int(path.parent.name),
    )
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        complete = (folder / "initdb").exists() and (folder / "postgres").exists()
        if complete and _version(folder / "postgres") >= OLDEST:
            return folder
    raise Unavailable(f"no binaries of PostgreSQL {OLDEST} or later")


def _version(server: Path) -> int:
    words = subprocess.run([server, "--version"], capture_output=True, text=True, check=True).stdout.split()
    return int(words[2].partition(".")[0])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Tell whether a server lets us in at an address."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error:
        return False
    return True


def serves_tests(url: str) -> bool:
    """Tell whether a server is there, is new enough, and lets us make databases."""
    may = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            allowed = connection.execute(may).fetchone() == (True,)
            return allowed and connection.info.server_version >= OLDEST * 10_000
    except psycopg.Error:
        return False


def _ordinary_user() -> dict[str, Any]:
    """Return what makes a child process an ordinary user's: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise Unavailable("root may not run PostgreSQL, and there is no user postgres or nobody")


class ThrowawayPostgres:
    """One server with its data; `url` leads to it as its superuser. A context manager."""

    def __init__(self, *, durable: bool = False) -> None:
        """Make and start it; a durable one writes to the disk as a real one does."""
        self._haste = () if durable else HASTE
        self._binaries = binaries()
        self._as_user = _ordinary_user()
        # Not under pytest's folders: those are closed to other users.
        self.folder = Path(tempfile.mkdtemp(prefix="throwaway-postgres-", dir=_open_folder()))
        self._password = secrets.token_hex(16)
        self._server: subprocess.Popen[bytes] | None = None
        self.port = 0
        try:
            self._create()
            self.start()
        except BaseException:
            self.remove()
            raise

    @property
    def url(self) -> str:
        return self.url_of("postgres")

    def url_of(self, database: str, *, user: str = "postgres", password: str = "") -> str:
        return f"postgres://{user}:{password or self._password}@127.0.0.1:{self.port}/{database}"

    def _create(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self._password)
        if self._as_user:
            for path in (self.folder, secret):
                os.chown(path, self._as_user["user"], self._as_user["group"])
        arguments: list[str | Path] = [
            "--pgdata",
            self.folder / "data",
            "--username=postgres",
            "--pwfile",
            secret,
        ]
        arguments += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync"]
        done = subprocess.run(
            [self._binaries / "initdb", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            **self._as_user,
        )
        secret.unlink()
        if done.returncode:
            raise Unavailable(f"initdb failed: {done.stderr.strip()}")

    @property
    def running(self) -> bool:
        return self._server is not None and self._server.poll() is None

    def start(self) -> None:
        """Start the server, also after it was killed, and wait until it lets us in."""
        deadline = time.monotonic() + START_SECONDS
        self.port = self.port or free_port()
        while not (self.running and answers(self.url)):
            if time.monotonic() > deadline:
                raise Unavailable(f"PostgreSQL did not start: {self.log()[-2000:]}")
            if not self.running:
                self._launch()
            time.sleep(0.05)

    def _launch(self) -> None:
        options = ["listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories=", CONNECTIONS]
        options += self._haste
        arguments = [word for option in options for word in ("-c", option)]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [self._binaries / "postgres", "-D", self.folder / "data", *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the tests, which then stop it
                **self._as_user,
            )

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace") if (self.folder / "log").exists() else ""

    def kill(self) -> None:
        """End the server as a power cut would; `start` brings it back with all that was committed."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Stop the server in an orderly way, without waiting for its clients."""
        self._signal(signal.SIGINT)

    def _signal(self, number: int) -> None:
        if self._server is not None:
            if self.running:
                self._server.send_signal(number)
            self._server.wait(30)
            self._server = None

    def remove(self) -> None:
        """Stop the server and delete its data."""
        self._signal(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, statement: str, *values: object) -> None:
        """Run one statement as the superuser, outside a transaction (CREATE ROLE, CREATE DATABASE)."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode(), values or None)

    def create_database(self, name: str) -> str:
        """Make an empty database and return its address."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url_of(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.remove()


def _open_folder() -> str:
    """Return a folder for temporary files that other users may pass through."""
    for name in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        folder = Path(name).resolve()
        if folder.is_dir() and all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents)):
            return str(folder)
    raise Unavailable("no temporary folder that another user may enter")


if __name__ == "__main__":
    try:
        print(binaries())
    except Unavailable as problem:
        raise SystemExit(str(problem)) from None
