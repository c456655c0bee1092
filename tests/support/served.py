"""The application behind its real server, on the database of the tests, with people who are signed in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from tests.support.postgres import free_port
from tests.support.servers import running, wait_for
from tests.support.wire import Wire

HOST = "127.0.0.1"
CSRF = "a" * 32


def database_address() -> str:
    """Return the address of the very database this process works on."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    secret = f":{quote(facts['PASSWORD'], safe='')}" if facts["PASSWORD"] else ""
    return f"postgres://{facts['USER']}{secret}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


@contextmanager
def served(
    folder: Path, variables: Mapping[str, str] | None = None, *, application: str = "emulation.wsgi"
) -> Iterator[int]:
    """Keep the real server running as `gunicorn.conf.py` says; yields its port."""
    port, log = free_port(), folder / "gunicorn.log"
    chosen = {
        "DJANGO_SETTINGS_MODULE": "emulation.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": database_address(),
        # No https here, and static files where they lie.
        "DEMONSTRATION": "1",
        "ALLOWED_HOSTS": HOST,
        "STORAGE_ROOT": str(folder / "storage"),
        "STATIC_ROOT": str(folder),
        "BIND": HOST,
        "PORT": str(port),
        **(variables or {}),
    }
    command = ["gunicorn", application, "--access-logfile=/dev/null"]
    with running(command, chosen, log) as process:
        wait_for(f"http://{HOST}:{port}/health/", process, log)
        yield port


def signed_in(user: Any) -> dict[str, str]:
    """Return the headers of a browser in which the person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    names = {"sessionid": session.session_key, "csrftoken": CSRF, "django_language": "en"}
    return {
        "Cookie": "; ".join(f"{name}={value}" for name, value in names.items()),
        "X-CSRFToken": CSRF,
        "Accept": "application/json",
    }


def wire(port: int, user: Any) -> Wire:
    """Return a connection of a person who is signed in."""
    return Wire(HOST, port, signed_in(user))
