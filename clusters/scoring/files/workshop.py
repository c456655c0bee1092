"""Lets the workbench open a file, and says in words what was wrong with it."""

import json
import subprocess
import sys
import threading
from pathlib import Path

from clusters.scoring.files import workbench
from emulation.core.errors import Refused, gettext_noop

SCRIPT = Path(workbench.__file__)
# The workbench has 20 seconds of the processor; a busy machine may take longer to give them.
PATIENCE = 60
# Not more at once in one process of the server, however many people turn pages.
_places = threading.BoundedSemaphore(2)

_WORDS = {
    "password": gettext_noop("The PDF has a password. Remove it and try again."),
    "pages": gettext_noop("The PDF has more than %(most)s pages. Attach only the pages that matter."),
    "points": gettext_noop(
        "The picture has more than %(most)s million points. Save it smaller and try again."
    ),
}
_FIGURES = {"pages": workbench.MAX_PAGES, "points": workbench.MAX_POINTS // 1_000_000}
BROKEN = gettext_noop("The file is damaged: it cannot be opened. Save or scan it again.")


def look(kind: str, data: bytes) -> int:
    """Open a file; returns its number of pages. Refuses what is damaged, locked or far too large."""
    return int(json.loads(_run(data, "look", kind))["pages"])


def show(kind: str, data: bytes, page: int) -> bytes:
    """Return a page (from 1) as a WebP picture of at most 1200 × 2400 points."""
    return _run(data, "show", kind, str(page))


def _run(data: bytes, *words: str) -> bytes:
    command = [sys.executable, "-I", str(SCRIPT), *words]
    with _places:
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise Refused(BROKEN) from error
    if done.returncode == 0:
        return done.stdout
    code = json.loads(done.stdout)["refused"] if done.returncode == workbench.REFUSED else "broken"
    refusal = Refused(_WORDS.get(code, BROKEN))
    if code in _FIGURES:
        refusal.values["most"] = _FIGURES[code]
    raise refusal
