"""Files of documents: named by their content, written so that a kill leaves nothing half written."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from emulation.core.errors import Refused, gettext_noop


class Damaged(Refused):
    """A stored file is missing or not what was stored."""

    status = 500


def folder() -> Path:
    """Return the folder of documents, outside the web root."""
    return Path(settings.STORAGE_ROOT, "documents")


def write(name: str, content: bytes) -> Path:
    """Write a file: a temporary name in the same folder, to the disk, then renamed, the folder to the disk too."""
    path = folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.read_bytes() == content:
        return path
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return path


def read(name: str, sha256: str) -> bytes:
    """Read a file and check that it is what was stored."""
    path = folder() / name
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(gettext_noop("The stored file is missing or was changed: %(name)s."), name=name)
    return content
