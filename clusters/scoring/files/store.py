"""Where evidence lies: outside the web root, under names no person gave, one folder a year."""

import hashlib
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from emulation.core.disk import write_whole
from emulation.core.errors import Refused, gettext_noop

FOLDER = "evidence"


class Damaged(Refused):
    """A stored file is missing or not what was stored."""

    status = 500


class NotStored(Refused):
    """The disk did not take the file."""

    status = 503


def root() -> Path:
    """Return the folder everything is stored under."""
    return Path(settings.STORAGE_ROOT)


def put(content: bytes) -> str:
    """Write a file whole under a new name; returns its path below the root."""
    path = f"{FOLDER}/{timezone.localdate().year}/{uuid.uuid4()}"
    try:
        write_whole(root() / path, content)
    except OSError as error:
        raise NotStored(
            gettext_noop("The file could not be stored. Nothing was changed; tell the administrator.")
        ) from error
    return path


def take_back(path: str) -> None:
    """Remove a file whose row did not come to be."""
    _place(path).unlink(missing_ok=True)


def read(path: str, digest: str) -> bytes:
    """Read a file and check that it is what was stored."""
    place = _place(path)
    content = place.read_bytes() if place.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise Damaged(gettext_noop("The stored file is missing or was changed; tell the administrator."))
    return content


def stored() -> Iterator[tuple[str, Path]]:
    """Return every file there is, half written ones among them: its path below the root, and the file."""
    for place in sorted((root() / FOLDER).rglob("*")):
        if place.is_file():
            yield place.relative_to(root()).as_posix(), place


def _place(path: str) -> Path:
    """The file of a path; a path that leads elsewhere is no evidence, whoever wrote it."""
    folder = (root() / FOLDER).resolve()
    place = (root() / path).resolve()
    if folder not in place.parents:
        raise Damaged(gettext_noop("The stored file is missing or was changed; tell the administrator."))
    return place
