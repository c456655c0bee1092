"""Every change of sheets and marks."""

from clusters.scoring.services.marks import save_mark, save_marks, try_marks
from clusters.scoring.services.preparing import CellsRefused, MarkChange
from clusters.scoring.services.sheets import (
    confirm_verified,
    open_sheets,
    reopen_verification,
    return_sheet,
    submit_sheet,
)

__all__ = [
    "CellsRefused",
    "MarkChange",
    "confirm_verified",
    "open_sheets",
    "reopen_verification",
    "return_sheet",
    "save_mark",
    "save_marks",
    "submit_sheet",
    "try_marks",
]
