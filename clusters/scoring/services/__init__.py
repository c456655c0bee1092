"""Every change of sheets and marks."""

from clusters.scoring.services.marks import MarkChange, save_mark, save_marks
from clusters.scoring.services.sheets import (
    confirm_verified,
    open_sheets,
    reopen_verification,
    return_sheet,
    submit_sheet,
)

__all__ = [
    "MarkChange",
    "confirm_verified",
    "open_sheets",
    "reopen_verification",
    "return_sheet",
    "save_mark",
    "save_marks",
    "submit_sheet",
]
