"""Files that are there whole or not at all, whenever the writer is killed."""

import os
import tempfile
from pathlib import Path

PART = ".part-"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file: a temporary name in the same folder, to the disk, then renamed, the folder to the disk too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=PART)
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
