"""An xlsx file is a zip of XML parts: what is looked at before any of it is opened."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from emulation.core.errors import Refused, gettext_noop
from emulation.core.tabular.grid import check_size

# 20,000 rows of 20 columns unpack to about 30 MB.
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 400
# Rows as the file writes them, empty ones included; every one costs time to read.
MAX_WRITTEN_ROWS = 100_000
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_DOCTYPE = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_CHUNK = 1024 * 1024
_MACROS = re.compile(r"vbaproject|\.bin$|macrosheets", re.IGNORECASE)


@dataclass(frozen=True)
class Contents:
    """What the scan saw: the sheet parts that hold formulas."""

    has_formulas: bool


def damaged() -> Refused:
    """Return the refusal of a file that cannot be read as a workbook."""
    return Refused(gettext_noop("The file is damaged or is not an Excel workbook (.xlsx)."))


def too_much() -> Refused:
    """Return the refusal of a file that would cost far too much to read."""
    return Refused(gettext_noop("The file unpacks to far more than a table needs; it was not opened."))


def _refuse_old_container(data: bytes) -> None:
    if not data.startswith(_OLD_CONTAINER):
        return
    if _ENCRYPTED_PACKAGE in data:
        raise Refused(gettext_noop("The file has a password. Remove it in Excel and try again."))
    raise Refused(gettext_noop("This is an old Excel file (.xls). Save it as .xlsx and try again."))


def _refuse_directory(parts: list[zipfile.ZipInfo]) -> None:
    """Look at the zip's directory alone: nothing is unpacked yet."""
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise too_much()
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused(gettext_noop("The file has a password. Remove it in Excel and try again."))
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise damaged()
    if any(
        _MACROS.search(part.filename) and "printersettings" not in part.filename.lower() for part in parts
    ):
        raise Refused(gettext_noop("The file holds macros. Save it as .xlsx without them and try again."))


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Read one part in pieces; refuse a document type (entities can grow without end). Returns: has formulas."""
    formulas, rows = False, 0
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            window = tail + piece
            if any(mark in window for mark in _DOCTYPE):
                raise damaged()
            rows += piece.count(b"<row")
            if rows > MAX_WRITTEN_ROWS:
                raise too_much()
            formulas = (
                formulas or b"<f>" in window or b"<f " in window or b":f>" in window or b":f " in window
            )
            tail = window[-32:]
    return formulas


def inspect(data: bytes) -> Contents:
    """Refuse what is no plain workbook of a sensible size: bombs, macros, passwords, old formats."""
    check_size(data)
    _refuse_old_container(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_directory(parts)
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names:
                raise damaged()
            if b"macroEnabled" in archive.read("[Content_Types].xml"):
                raise Refused(
                    gettext_noop("The file holds macros. Save it as .xlsx without them and try again.")
                )
            formulas = [
                _scan(archive, part) for part in parts if part.filename.lower().endswith((".xml", ".rels"))
            ]
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise damaged() from error
    return Contents(has_formulas=any(formulas))
