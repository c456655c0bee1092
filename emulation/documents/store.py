"""Files of documents: named by their content, written so that a kill leaves nothing half written."""

import hashlib
from pathlib import Path

from django.conf import settings

from emulation.core.disk import write_whole
from emulation.core.errors import Refused, gettext_noop


class Damaged(Refused):
    """A stored file is missing or not what was stored."""

    status = 500


def folder() -> Path:
    """Return the folder of documents, outside the web root."""
    return Path(settings.STORAGE_ROOT, "documents")


def write(name: str, content: bytes) -> Path:
    """Write a file whole, unless it stands there already."""
    path = folder() / name
    if not (path.exists() and path.read_bytes() == content):
        write_whole(path, content)
    return path


def read(name: str, sha256: str) -> bytes:
    """Read a file and check that it is what was stored."""
    path = folder() / name
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(gettext_noop("The stored file is missing or was changed: %(name)s."), name=name)
    return content
