"""Compile translation catalogues without GNU gettext, which users need not have."""

import os
import tempfile
from pathlib import Path

import polib


def compile_catalogues(folders: list[Path]) -> list[Path]:
    """Write each `.mo` that is missing or older than its `.po`; return those written.

    The file is put in place in one step: several processes may start at once.
    """
    written = []
    for source in sorted(path for folder in folders for path in folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        handle, name = tempfile.mkstemp(dir=source.parent, suffix=".part")
        with os.fdopen(handle, "wb") as part:
            part.write(polib.pofile(str(source)).to_binary())
        Path(name).chmod(0o644)
        Path(name).replace(target)
        written.append(target)
    return written
