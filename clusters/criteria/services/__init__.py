"""Every change of a criteria table. A frozen table never changes: a correction is a new version."""

from clusters.criteria.services.binding import bind
from clusters.criteria.services.entering import (
    Draft,
    Extras,
    draft_of,
    freeze,
    freeze_locked,
    link_problems,
    save_lines,
    write_lines,
)
from clusters.criteria.services.versions import copy_table, new_version

__all__ = [
    "Draft",
    "Extras",
    "bind",
    "copy_table",
    "draft_of",
    "freeze",
    "freeze_locked",
    "link_problems",
    "new_version",
    "save_lines",
    "write_lines",
]
