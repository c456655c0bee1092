"""Reading a summary report: its sections as they stand, and what the units contributed to each."""

from dataclasses import dataclass, field
from typing import Any

from clusters.cycles.models import Cycle, Membership
from clusters.cycles.parts import Parts
from clusters.reports.models import (
    Contribution,
    ReportSection,
    SectionKind,
    SectionRevision,
    SummaryReport,
)


@dataclass
class SectionView:
    """One section with its text, its last author, and the contributions the person may read."""

    kind: str
    label: Any
    text: str = ""
    version: int = 0
    last: SectionRevision | None = None
    contributions: list[Contribution] = field(default_factory=list)


def report_of(cycle: Cycle) -> SummaryReport | None:
    """Return the report of a year, if it was begun."""
    return SummaryReport.objects.filter(cycle=cycle).first()


def contributions_for(cycle: Cycle, parts: Parts) -> list[Contribution]:
    """Return the contributions a person may read: all for those who run or read the year, else the own ones."""
    rows = (
        Contribution.objects.filter(membership__cycle=cycle)
        .exclude(text="")
        .select_related("membership__unit", "written_by")
        .order_by("membership__group__position", "membership__position", "membership__unit__position", "pk")
    )
    if not (parts.runs or parts.reads_all):
        rows = rows.filter(membership__unit__in=parts.units)
    return list(rows)


def sections_for(cycle: Cycle, parts: Parts, report: SummaryReport | None) -> list[SectionView]:
    """Return the four sections in order (three queries)."""
    stored = {row.kind: row for row in ReportSection.objects.filter(report=report)} if report else {}
    last: dict[int, SectionRevision] = {}
    if report:
        revisions = SectionRevision.objects.filter(section__report=report).select_related("written_by")
        for revision in revisions.order_by("version"):
            last[revision.section_id] = revision
    given = contributions_for(cycle, parts)
    views = []
    for kind in SectionKind:
        row = stored.get(kind)
        views.append(
            SectionView(
                kind=kind.value,
                label=kind.label,
                text=row.text if row else "",
                version=row.version if row else 0,
                last=last.get(row.pk) if row else None,
                contributions=[one for one in given if one.kind == kind],
            )
        )
    return views


def own_memberships(cycle: Cycle, parts: Parts) -> list[Membership]:
    """Return the memberships of the units the person acts for in this year."""
    rows = Membership.objects.filter(cycle=cycle, unit__in=parts.member_units).select_related("unit")
    return list(rows.in_order())
