"""Sheets and marks: what each source gave for each criterion, by whom and why; and what stands beside them."""

from clusters.scoring.models.marks import Mark, Sheet, SheetTotal, Source
from clusters.scoring.models.records import (
    Comment,
    Correction,
    Evidence,
    EvidenceKind,
    Ground,
    SectionEditor,
    Visibility,
)

__all__ = [
    "Comment",
    "Correction",
    "Evidence",
    "EvidenceKind",
    "Ground",
    "Mark",
    "SectionEditor",
    "Sheet",
    "SheetTotal",
    "Source",
    "Visibility",
]
