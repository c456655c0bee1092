"""A ranking as its page draws it: frozen as published, or running as the marks stand now."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from clusters.cycles.models import MemberGroup
from clusters.ranking.models import Publication, RankedRow
from clusters.ranking.standings import Section, sections_of, standings
from clusters.scoring.models import Source


@dataclass(frozen=True)
class Line:
    """One member. Without all its points it has no total and no rank, only “k of n”."""

    rank: int | None
    name: str
    unit_code: str
    total: Decimal | None
    answered: int
    asked: int
    # (code of the section, sum of its marks)
    parts: list[tuple[str, Decimal | None]]
    shares_rank: bool = False
    band: str = ""
    # How the place changed since the provisional ranking; empty when it did not.
    moved: str = ""
    is_own: bool = False

    @property
    def is_complete(self) -> bool:
        return self.total is not None


@dataclass(frozen=True)
class Drawn:
    """A ranking with its sections and the length of its longest bar."""

    sections: Sequence[Section]
    lines: list[Line]
    longest: Decimal
    has_bands: bool
    has_moves: bool


def _drawn(sections: Sequence[Section], lines: list[Line]) -> Drawn:
    counts: dict[int, int] = {}
    for line in lines:
        if line.rank:
            counts[line.rank] = counts.get(line.rank, 0) + 1
    shared = [
        Line(**{**vars(line), "shares_rank": line.rank is not None and counts[line.rank] > 1})
        for line in lines
    ]
    scale = sum((section.maximum for section in sections), Decimal(0))
    longest = max([scale, *(line.total for line in lines if line.total is not None)], default=Decimal(0))
    return Drawn(
        sections=sections,
        lines=shared,
        longest=longest,
        has_bands=any(line.band for line in lines),
        has_moves=any(line.moved for line in lines),
    )


def running(group: MemberGroup, source: str = Source.VERIFIED, *, own: frozenset[int] = frozenset()) -> Drawn:
    """Draw the ranking by the marks of a source as they stand now (four queries)."""
    sections = sections_of(group)
    lines = [
        Line(
            rank=row.rank,
            name=row.membership.unit.name,
            unit_code=row.membership.unit.code,
            total=row.total,
            answered=row.answered,
            asked=row.asked,
            parts=[(section.code, row.sections.get(section.code)) for section in sections],
            band=row.band,
            is_own=row.membership.unit_id in own,
        )
        for row in standings(group, source)
    ]
    return _drawn(sections, lines)


def published(
    publication: Publication, before: Publication | None = None, *, own: frozenset[int] = frozenset()
) -> Drawn:
    """Draw a ranking as it was published, beside the one published before it, where there is one."""
    sections = sections_of(publication.group)
    earlier = {row.membership_id: row for row in rows_of(before)} if before else {}
    lines = [
        Line(
            rank=row.rank,
            name=row.unit_name,
            unit_code=row.membership.unit.code,
            total=row.total,
            answered=row.answered,
            asked=row.asked,
            parts=[(section.code, _section(row, section)) for section in sections],
            band=row.band,
            moved=moved(earlier.get(row.membership_id), row),
            is_own=row.membership.unit_id in own,
        )
        for row in rows_of(publication)
    ]
    return _drawn(sections, lines)


def rows_of(publication: Publication) -> list[RankedRow]:
    """Read the lines of a publication with their units."""
    return list(publication.rows.select_related("membership__unit").order_by("position"))


def _section(row: RankedRow, section: Section) -> Decimal | None:
    text: Any = row.sections.get(section.code)
    return None if text is None else Decimal(text)


def moved(before: RankedRow | None, after: RankedRow) -> str:
    """Say how a member's place and total changed between two publications; empty when they did not."""
    if before is None or (before.rank, before.total) == (after.rank, after.total):
        return ""
    words = []
    if before.rank != after.rank:
        words.append(gettext("was rank %(rank)s") % {"rank": before.rank or "–"})
    if before.total is not None and after.total is not None and before.total != after.total:
        words.append(f"{after.total - before.total:+.2f}".replace(".", ","))
    elif before.total != after.total:
        words.append(
            gettext("total complete now") if after.total is not None else gettext("total incomplete now")
        )
    return "; ".join(words)
