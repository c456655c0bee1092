"""Word and Excel files are zips of XML parts: what is looked at before anybody opens them."""

import io
import re
import zipfile
import zlib

from emulation.core.errors import Refused, gettext_noop

MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 3000
MAX_TYPES = 1024 * 1024
_TYPES = "[Content_Types].xml"
_MAIN = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_MACROS = re.compile(r"vbaproject|vbadata|macrosheets|activex", re.IGNORECASE)
_CHUNK = 1024 * 1024

LOCKED_OR_OLD = gettext_noop(
    "This is an old Word or Excel file, or it has a password. Save it as .docx, .xlsx or PDF without a password."
)
MACROS = gettext_noop("The file holds macros. Save it without them and try again.")
TOO_MUCH = gettext_noop("The file unpacks to far more than a document needs; it was not taken.")
DAMAGED = gettext_noop("The file is damaged or is not a Word or Excel document (.docx, .xlsx).")


def kind_of(data: bytes) -> str:
    """Return "docx" or "xlsx". Refuses macros, passwords, what unpacks too large, any other zip, damaged parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _inspected(archive)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, KeyError, zlib.error) as error:
        raise Refused(DAMAGED) from error


def _inspected(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    # The directory first: nothing is unpacked yet.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused(TOO_MUCH)
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused(LOCKED_OR_OLD)
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise Refused(DAMAGED)
    if any(_MACROS.search(part.filename) for part in parts):
        raise Refused(MACROS)
    names = [part.filename for part in parts]
    if len(set(names)) != len(names) or archive.getinfo(_TYPES).file_size > MAX_TYPES:
        raise Refused(DAMAGED)
    types = archive.read(_TYPES)
    if b"macroEnabled" in types:
        raise Refused(MACROS)
    found = [kind for kind, main in _MAIN.items() if main in types and _PARTS[kind] in names]
    if len(found) != 1:
        raise Refused(DAMAGED)
    _read_through(archive, parts)
    return found[0]


def _read_through(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Unpack every part in pieces and forget it: a part whose size or checksum lies is found."""
    for part in parts:
        with archive.open(part) as stream:
            while stream.read(_CHUNK):
                pass
