"""`make run` once the packages are there: prepares the demonstration and serves it until Ctrl-C."""

import os
import secrets
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
# More than work and wait at once (WEB_SLOTS and WEB_QUEUE of the settings).
THREADS = 32


def say(text: str) -> None:
    print(f"-- {text}", flush=True)


def write_environment_file() -> None:
    """Write `.env` once; what stands there afterwards is the person's own."""
    path = ROOT / ".env"
    if path.exists():
        return
    path.write_text(
        "# Written by `make run`, never overwritten. Every variable is explained in .env.example.\n"
        "DEMONSTRATION=1\n"
        f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
        f"ALLOWED_HOSTS={HOST},localhost\n",
        encoding="utf-8",
    )
    path.chmod(0o600)
    say("Wrote .env for the demonstration")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def free_port(wanted: int) -> int:
    """Return the wanted port, or the next free one and say so."""
    for port in range(wanted, min(wanted + 100, 65536)):
        if is_free(port):
            if port != wanted:
                say(f"Port {wanted} is taken: using {port}")
            return port
    raise SystemExit(f"!! No free port from {wanted} on: choose another with make run PORT=…")


def prepare() -> None:
    """Bring database, translations and the demonstration's cycles up to date."""
    from emulation.core.catalogue import compile_catalogues

    say("Translations")
    compile_catalogues([ROOT / "locale"])

    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns when it is missing, even if it is not used
    say(f"Database {settings.DATABASES['default']['NAME']}")
    call_command("migrate", interactive=False, verbosity=1)
    say("The five cycles of the demonstration")
    call_command("load_demonstration")


def serve(port: int) -> None:
    """Become the server: one process with threads, which is what SQLite serves best."""
    say(f"Open http://{HOST}:{port}/ in a browser; Ctrl-C stops")
    arguments = ["-m", "gunicorn", "emulation.wsgi", f"--bind={HOST}:{port}", "--workers=1"]
    arguments += [
        f"--threads={THREADS}",
        "--max-requests=0",
        "--access-logfile=/dev/null",
        "--log-level=warning",
    ]
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - our own interpreter and words


def main(wanted: str) -> None:
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise SystemExit(f"!! PORT is a number from 1 to 65535, not {wanted!r}")
    os.chdir(ROOT)
    write_environment_file()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
    if os.environ.pop("DATABASE_URL", None):
        say("DATABASE_URL of the surroundings is left aside: the demonstration lives in its own database")
    prepare()
    serve(free_port(int(wanted)))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "8000")
