"""A ranking as its page draws it: frozen as published, or running as the marks stand now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from clusters.cycles.models import MemberGroup
from clusters.ranking.changes import moved
from clusters.ranking.models import Publication, RankedRow, TieRule
from clusters.ranking.reading import Section, bound_table, names_on, sections_of
from clusters.ranking.standings import Standing, held_by, standings
from clusters.ranking.telling import band_sentence, band_words, tie_words
from clusters.scoring.models import Source


@dataclass(frozen=True)
class Line:
    """One member. Without all its points it has no total and no rank, only “k of n”.

    `total` is what ranks; `raw`, `rescaled` and `completion` stand beside it where the table takes tasks
    that did not arise out of the denominator. `band` is the one that counts.
    """

    rank: int | None
    name: str
    unit_code: str
    total: Decimal | None
    answered: int
    asked: int
    # (code of the section, sum of its marks)
    parts: list[tuple[str, Decimal | None]]
    raw: Decimal | None = None
    rescaled: Decimal | None = None
    completion: Decimal | None = None
    ties: Sequence[dict[str, Any]] = ()
    band: str = ""
    computed_band: str = ""
    band_reason: str = ""
    # How the table came to its band, for the running ranking.
    band_told: str = ""
    # How the place changed since the provisional ranking; empty when it did not.
    moved: str = ""
    is_own: bool = False
    shares_rank: bool = False

    @property
    def is_complete(self) -> bool:
        return self.total is not None

    @property
    def is_decided(self) -> bool:
        """Whether people decided another band than the computed one."""
        return self.band != self.computed_band and bool(self.band)

    @property
    def tie(self) -> str:
        """What decided between this total and the equal ones."""
        return tie_words(self.ties, self.total, shared=self.shares_rank)


@dataclass(frozen=True)
class Drawn:
    """A ranking with its sections and the length of its longest bar."""

    sections: Sequence[Section]
    lines: list[Line]
    longest: Decimal
    # Whether the table has bands or lines hold one.
    has_bands: bool

    @property
    def has_moves(self) -> bool:
        return any(line.moved for line in self.lines)

    @property
    def has_completion(self) -> bool:
        return any(line.completion is not None for line in self.lines)


def _drawn(sections: Sequence[Section], lines: list[Line], *, has_bands: bool = False) -> Drawn:
    held = held_by(line.rank for line in lines)
    shared = [replace(line, shares_rank=held.get(line.rank, 0) > 1) for line in lines]
    scale = sum((section.maximum for section in sections), Decimal(0))
    longest = max([scale, *(line.total for line in lines if line.total is not None)], default=Decimal(0))
    return Drawn(sections, shared, longest, has_bands or any(line.band for line in lines))


def running(
    group: MemberGroup,
    source: str = Source.VERIFIED,
    *,
    own: frozenset[int] = frozenset(),
    tie_rules: Sequence[TieRule] | None = None,
) -> Drawn:
    """Draw the ranking by the marks of a source as they stand now."""
    bound = bound_table(group)
    sections, names = sections_of(bound), names_on(group, group.cycle.ends_on)
    excludes = bound is not None and bound.excludes
    lines = [
        _line(row, names.get(row.unit, row.unit_name), sections, excludes=excludes, is_own=row.unit in own)
        for row in standings(group, source, bound=bound, tie_rules=tie_rules)
    ]
    return _drawn(sections, lines, has_bands=bool(bound and bound.bands))


def _line(row: Standing, name: str, sections: Sequence[Section], *, excludes: bool, is_own: bool) -> Line:
    worth = row.worth if excludes and row.total is not None else None
    return Line(
        rank=row.rank,
        name=name,
        unit_code=row.unit_code,
        total=row.total,
        answered=row.answered,
        asked=row.asked,
        parts=[(section.code, row.sections.get(section.code)) for section in sections],
        raw=row.running if row.total is not None else None,
        rescaled=worth.rescaled if worth else None,
        completion=worth.completion if worth else None,
        ties=row.ties,
        band=row.band,
        computed_band=row.computed_band,
        band_reason=row.banded.reason or band_words(row.banded),
        band_told=band_sentence(row.banded),
        is_own=is_own,
    )


def published(
    publication: Publication, before: Publication | None = None, *, own: frozenset[int] = frozenset()
) -> Drawn:
    """Draw a ranking as it was published, beside the one published before it, where there is one."""
    rows = rows_of(publication)
    known = {code for row in rows for code in row.sections}
    sections = [one for one in sections_of(bound_table(publication.group)) if one.code in known]
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
            raw=row.raw_total,
            rescaled=row.rescaled_total,
            completion=row.completion,
            ties=row.ties,
            band=row.band,
            computed_band=row.computed_band,
            band_reason=row.band_reason,
            moved=moved(earlier.get(row.membership_id), row),
            is_own=row.membership.unit_id in own,
        )
        for row in rows
    ]
    return _drawn(sections, lines)


def rows_of(publication: Publication) -> list[RankedRow]:
    """Read the lines of a publication with their units."""
    return list(publication.rows.select_related("membership__unit").order_by("position"))


def _section(row: RankedRow, section: Section) -> Decimal | None:
    text: Any = row.sections.get(section.code)
    return None if text is None else Decimal(text)
