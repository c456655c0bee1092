"""The application's own commands as processes of the tests."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 60


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return an environment with nothing of the person's own settings but the given ones."""
    kept = {key: value for key, value in os.environ.items() if key in {"HOME", "LANG", "LC_ALL", "TMPDIR"}}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {**kept, "PATH": path, "ENV_FILE": os.devnull, "PYTHONUNBUFFERED": "1", **variables}


def run(command: Sequence[str], variables: Mapping[str, str]) -> str:
    """Run a command of the project to its end and return what it said."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


@contextmanager
def running(
    command: Sequence[str], variables: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Keep a command running for the length of the block, then ask it to stop."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(variables),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


def fetch(url: str, headers: Mapping[str, str] | None = None) -> tuple[int, Message, str]:
    """Return status, headers and text of a page; redirects and errors are answers too."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)
    request = urllib.request.Request(url, headers=dict(headers or {}))
    try:
        with opener.open(request, timeout=SECONDS) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers at all; fail with its log when it ends or takes too long."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            fetch(url)
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{url} does not answer:\n{log.read_text()}") from None
            time.sleep(0.05)
        else:
            return
