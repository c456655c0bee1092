"""What a file is, decided by its content alone: neither its name nor what the browser says of it counts."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from clusters.scoring.files import office, workshop
from clusters.scoring.files.names import clean_name
from emulation.core.errors import Refused, gettext_noop

_OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_TAKEN = gettext_noop(
    "Files of this type are not taken. Attach a PDF, a picture (PNG, JPEG), a Word (.docx) or an Excel file (.xlsx)."
)
TOO_LARGE = gettext_noop("The file is larger than %(most)s MB. Scan it in a lower resolution or split it.")
EMPTY = gettext_noop("The file is empty.")


@dataclass(frozen=True)
class Upload:
    """A file that was read and found good; its name is fit to be shown."""

    content: bytes
    name: str
    kind: str
    pages: int
    digest: str

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)


def read_upload(file: Any, name: str) -> Upload:
    """Read a file (anything with `size` and `read`) that a person named so.

    Refuses what is empty, too large, of another type, damaged, with a password or with macros. Takes up to
    seconds: call it before anything is locked.
    """
    most = settings.EVIDENCE_MAX_MEGABYTES
    if not file.size:
        raise Refused(EMPTY, field="file")
    if file.size > most * 1024 * 1024:
        raise Refused(TOO_LARGE, field="file", most=most)
    data = file.read()
    try:
        extension = _extension(data)
        kind = extension if extension in ("pdf", "docx", "xlsx") else "picture"
        pages = workshop.look(kind, data) if kind in ("pdf", "picture") else 0
    except Refused as error:
        error.field = "file"
        raise
    return Upload(data, clean_name(name, extension), kind, pages, hashlib.sha256(data).hexdigest())


def _extension(data: bytes) -> str:
    """Tell by the first bytes; what Word and Excel write is told by what the zip holds."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"PK\x03\x04"):
        return office.kind_of(data)
    if data.startswith(_OLD_CONTAINER):
        raise Refused(office.LOCKED_OR_OLD)
    raise Refused(NOT_TAKEN)


def content_type(name: str) -> str:
    """Return the type of a stored file by the extension its content gave it."""
    return CONTENT_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
