"""The commands of docker-compose.yml on a real PostgreSQL, with the settings of production."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.deployment.test_compose import SERVICES
from tests.support.postgres import ThrowawayPostgres, free_port
from tests.support.servers import fetch, run, running, wait_for

HTTPS = {"X-Forwarded-Proto": "https"}


@dataclass
class Site:
    """One installation: its variables, its server process and where that answers."""

    variables: dict[str, str]
    url: str
    process: subprocess.Popen[bytes]
    folder: Path


@pytest.fixture(scope="module")
def site(throwaway_postgres: ThrowawayPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    variables = {
        "DJANGO_SETTINGS_MODULE": "emulation.settings",
        "SECRET_KEY": "a-key-for-one-test-" + os.urandom(24).hex(),
        "DATABASE_URL": throwaway_postgres.create_database("production"),
        "ALLOWED_HOSTS": "127.0.0.1",
        "BEHIND_PROXY": "1",
        "TASKS_BACKEND": SERVICES["worker"]["environment"]["TASKS_BACKEND"],
        "STORAGE_ROOT": str(folder / "storage"),
        "STATIC_ROOT": str(folder / "static"),
        "BIND": "127.0.0.1",
        "PORT": str(port),
    }
    run(["python", "manage.py", "compile_translations"], variables)
    run(["python", "manage.py", "collectstatic", "--noinput"], variables)
    run(SERVICES["migrate"]["command"], variables)
    log = folder / "web.log"
    url = f"http://127.0.0.1:{port}"
    with running(SERVICES["web"]["command"], variables, log) as process:
        wait_for(f"{url}/health/", process, log)
        yield Site(variables, url, process, folder)


def test_django_finds_nothing_to_complain_about(site: Site):
    said = run(["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], site.variables)
    assert "System check identified no issues" in said


def test_health_is_answered_without_https_and_without_signing_in(site: Site):
    status, headers, text = fetch(f"{site.url}/health/")
    assert (status, json.loads(text)) == (200, {"database": "ok"})
    assert "no-store" in headers["Cache-Control"]


def test_everything_else_goes_over_https(site: Site):
    status, headers, _text = fetch(f"{site.url}/console/")
    assert (status, headers["Location"]) == (301, f"{site.url.replace('http:', 'https:')}/console/")


def test_a_stranger_is_asked_to_sign_in(site: Site):
    status, headers, _text = fetch(f"{site.url}/console/", HTTPS)
    assert status == 302
    assert "next=/console/" in headers["Location"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_static_files_are_named_by_their_content(site: Site):
    names = json.loads((site.folder / "static" / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    status, headers, _text = fetch(f"{site.url}/static/{names['admin/css/base.css']}", HTTPS)
    assert (status, headers["Cache-Control"]) == (200, "max-age=315360000, public, immutable")


def test_the_worker_does_what_was_enqueued(site: Site):
    note = site.folder / "note"
    enqueue = f"from tests.support.tasks import write_note; write_note.enqueue({str(note)!r}, 'Cụm III')"
    run(["python", "manage.py", "shell", "--no-imports", "--command", enqueue], site.variables)
    assert not note.exists()
    # `--batch` ends it when the queue is empty; otherwise the very command of the container.
    run([*SERVICES["worker"]["command"], "--batch"], site.variables)
    assert note.read_text(encoding="utf-8") == "Cụm III"


def test_the_worker_waits_and_stops_when_asked(site: Site):
    with running(SERVICES["worker"]["command"], site.variables, site.folder / "worker.log") as worker:
        note = site.folder / "second-note"
        enqueue = f"from tests.support.tasks import write_note; write_note.enqueue({str(note)!r}, 'Cụm I')"
        run(["python", "manage.py", "shell", "--no-imports", "--command", enqueue], site.variables)
        with psycopg.connect(site.variables["DATABASE_URL"], autocommit=True) as connection:
            waiting = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status <> 'SUCCESSFUL'"
            while connection.execute(waiting).fetchone() != (0,):
                assert worker.poll() is None
    assert note.read_text(encoding="utf-8") == "Cụm I"
    assert worker.returncode == 0


def test_the_health_checks_of_the_containers_pass(site: Site):
    for name in ("web", "worker"):
        _kind, *command = SERVICES[name]["healthcheck"]["test"]
        port = site.variables["PORT"]
        run([word.replace(":8000/", f":{port}/") for word in command], site.variables)


def test_a_killed_database_is_reported_and_its_return_is_noticed(
    site: Site, throwaway_postgres: ThrowawayPostgres
):
    throwaway_postgres.kill()
    try:
        status, _headers, text = fetch(f"{site.url}/health/")
        assert (status, json.loads(text)) == (503, {"database": "unreachable"})
    finally:
        throwaway_postgres.start()
    answers = [fetch(f"{site.url}/health/")[0] for _again in range(12)]
    assert answers == [200] * 12


def test_the_server_stops_cleanly(site: Site):
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(30) == 0


def test_without_a_secret_nothing_starts(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"PATH": os.environ["PATH"], "ENV_FILE": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Set the SECRET_KEY environment variable" in done.stderr
