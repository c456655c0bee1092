"""Every change of sheets and marks."""

from clusters.scoring.services.marks import Place, Saved, save, save_mark, save_marks, try_marks, try_saving
from clusters.scoring.services.preparing import CellsRefused, MarkChange
from clusters.scoring.services.recalculating import recalculate
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
    "Place",
    "Saved",
    "confirm_verified",
    "open_sheets",
    "recalculate",
    "reopen_verification",
    "return_sheet",
    "save",
    "save_mark",
    "save_marks",
    "submit_sheet",
    "try_marks",
    "try_saving",
]
