"""The ranking of a group as it is in force, in the words of printed documents."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from clusters.criteria.models import CriteriaBinding, CriteriaTable
from clusters.cycles.models import MemberGroup
from clusters.ranking.models import Publication, Standing
from clusters.ranking.papers.words import tie_text
from clusters.ranking.reading import bound_table, names_on
from clusters.ranking.services import SOURCES
from clusters.ranking.standings import held_by, standings
from emulation.core.dates import date_text
from emulation.core.numbers import points_text


@dataclass(frozen=True)
class Result:
    """A member's line of the ranking that is printed.

    `total` is what ranks, `raw` the points themselves; `completion` stands only where the table takes tasks
    that did not arise out of the denominator. `tie` says what decided between equal totals.
    """

    membership_id: int
    unit: str
    short: str
    total: Decimal | None
    rank: int | None
    answered: int
    asked: int
    raw: Decimal | None = None
    rescaled: Decimal | None = None
    completion: Decimal | None = None
    band: str = ""
    computed_band: str = ""
    band_reason: str = ""
    tie: str = ""

    @property
    def total_text(self) -> str:
        """The total, or “k/n” while criteria have no points: a missing score is no zero."""
        return f"{self.answered}/{self.asked}" if self.total is None else points_text(self.total)

    @property
    def rank_text(self) -> str:
        return "" if self.rank is None else str(self.rank)

    @property
    def completion_text(self) -> str:
        return points_text(self.completion)

    @property
    def note(self) -> str:
        """What has to be said beside the line: what is missing, what decided a tie, why the band is another."""
        if self.total is None:
            return f"Chưa chấm đủ: {self.answered}/{self.asked} tiêu chí"
        decided = ""
        if self.band and self.band != self.computed_band and self.computed_band:
            decided = f"Xếp loại theo bảng điểm: {self.computed_band}; lý do: {self.band_reason}"
        return ". ".join(part.rstrip(".") for part in (self.tie, decided) if part)


@dataclass(frozen=True)
class Outcome:
    """The ranking of a group as it is in force: the final one, else the provisional, else the running one."""

    standing: str
    source: str
    publication: Publication | None
    results: tuple[Result, ...]

    @property
    def is_final(self) -> bool:
        return self.standing == Standing.FINAL

    @property
    def sentence(self) -> str:
        """Say what the figures are and since when they are public."""
        if self.publication is None:
            return "Kết quả xếp hạng dự kiến theo điểm thẩm định, chưa công bố."
        day = date_text(timezone.localdate(self.publication.published_at))
        if self.is_final:
            return f"Kết quả xếp hạng chính thức, công bố ngày {day}."
        return f"Kết quả xếp hạng dự kiến theo điểm thẩm định, công bố ngày {day}."


def outcome_of(group: MemberGroup) -> Outcome:
    """Read the ranking of a group that is in force; without one the verified marks are ranked as they stand."""
    in_force = {row.standing: row for row in group.publications.filter(withdrawn_at__isnull=True)}
    publication = in_force.get(Standing.FINAL) or in_force.get(Standing.PROVISIONAL)
    standing = publication.standing if publication else Standing.PROVISIONAL
    source = SOURCES[Standing(standing)]
    results = _published(publication) if publication else _running(group, source)
    return Outcome(standing, source, publication, results)


def _published(publication: Publication) -> tuple[Result, ...]:
    rows = list(publication.rows.select_related("membership__unit").order_by("position"))
    held = held_by(row.rank for row in rows)
    return tuple(
        Result(
            row.membership_id,
            row.unit_name,
            row.membership.unit.short_name,
            row.total,
            row.rank,
            row.answered,
            row.asked,
            row.raw_total,
            row.rescaled_total,
            row.completion,
            row.band,
            row.computed_band,
            row.band_reason,
            tie_text(row.ties, row.total, shared=held.get(row.rank, 0) > 1),
        )
        for row in rows
    )


def _running(group: MemberGroup, source: str) -> tuple[Result, ...]:
    names, bound = names_on(group, group.cycle.ends_on), bound_table(group)
    # Read whether or not totals are equal: what is asked does not depend on the points.
    rules = list(group.tie_rules.order_by("position"))
    rows = standings(group, source, with_sections=False, bound=bound, tie_rules=rules)
    held = held_by(row.rank for row in rows)
    excludes = bound is not None and bound.excludes
    return tuple(
        Result(
            row.member,
            names.get(row.unit, row.unit_name),
            row.unit_short,
            row.total,
            row.rank,
            row.answered,
            row.asked,
            row.running,
            row.worth.rescaled if excludes and row.total is not None else None,
            row.worth.completion if excludes and row.total is not None else None,
            row.band,
            row.computed_band,
            row.banded.reason,
            tie_text(row.ties, row.total, shared=held.get(row.rank, 0) > 1),
        )
        for row in rows
    )


def table_of(group: MemberGroup) -> CriteriaTable | None:
    """Return the table that scores a group."""
    binding = CriteriaBinding.objects.filter(group=group).select_related("table").first()
    return binding.table if binding else None


def table_notes(table: CriteriaTable | None) -> tuple[str, ...]:
    """Say by which table was scored, and whether only fragments of it are known."""
    if table is None:
        return ()
    decision = f" ({table.decision_number})" if table.decision_number else ""
    named = f"Căn cứ chấm điểm: {table.name}{decision}."
    partial = "Bảng tiêu chí chỉ gồm những phần đã được công bố; phần còn lại được bổ sung cho đủ tổng điểm."
    return (named, partial) if table.is_partial else (named,)
