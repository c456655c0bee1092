"""Computing a ranking from stored totals or from marks, set-based. Nothing here is stored.

Sources are never mixed: a total is of one source, and an incomplete sheet has none.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import repeat
from operator import eq, itemgetter
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, Sum, When, Window
from django.db.models.functions import Rank

from clusters.criteria.models import RankedBy
from clusters.cycles.models import MemberGroup
from clusters.ranking.banding import NO_BAND, Banded, bands_of
from clusters.ranking.breaking import Contender, decided
from clusters.ranking.models import TieRule
from clusters.ranking.reading import Bound, Section, bound_table, sections_of
from clusters.ranking.rows import NOTHING, OFFICIAL, member_rows, plain, rows_from_marks, stored_rows
from clusters.ranking.rules import competition_ranks
from clusters.scoring.models import Mark
from clusters.scoring.ranks import register_decider
from clusters.scoring.rules import Sums, Worth, worth
from emulation.core.numbers import ZERO, from_hundredths, to_hundredths

NO_SECTIONS: Mapping[str, Decimal] = {}


class Facts(NamedTuple):
    """What holds for every line of a ranking: criteria asked for, and how the table counts."""

    asked: int
    scale: Decimal
    ranked_by: str


class Standing(NamedTuple):
    """One member in a ranking: `rank` and `total` are None while the sheet is incomplete.

    Made by the ten thousand: figures stay the whole hundredths the database gave and become points when read.
    """

    rank: int | None
    hundredths: int | None
    # As `MEMBER` and `FIGURES` name them.
    row: tuple[Any, ...]
    facts: Facts
    # What was asked to decide a tie, as `breaking` tells it.
    ties: tuple[dict[str, Any], ...] = ()
    sections: Mapping[str, Decimal] = NO_SECTIONS
    banded: Banded = NO_BAND

    @property
    def member(self) -> int:
        """The key of the membership."""
        return self.row[0]

    @property
    def unit(self) -> int:
        """The key of the unit."""
        return self.row[1]

    @property
    def unit_code(self) -> str:
        return self.row[2]

    @property
    def unit_name(self) -> str:
        """The name of the unit today."""
        return self.row[3]

    @property
    def unit_short(self) -> str:
        return self.row[4]

    @property
    def answered(self) -> int:
        """How many criteria have an answer."""
        return self.row[8]

    @property
    def asked(self) -> int:
        """How many criteria the source is asked for."""
        return self.facts.asked

    @property
    def at_full(self) -> int | None:
        """How many criteria stand at full points; None where it was not counted (it is for those tied)."""
        return self.row[9]

    @property
    def total(self) -> Decimal | None:
        """What ranks: the points themselves or rescaled, as the table says; None while incomplete."""
        return None if self.hundredths is None else from_hundredths(self.hundredths)

    @property
    def running(self) -> Decimal:
        """The sum of the points there are, also while the sheet is incomplete."""
        return from_hundredths(self.row[5])

    @property
    def on_top(self) -> Decimal:
        """The points on top of the total."""
        return from_hundredths(self.row[6])

    @property
    def excluded(self) -> Decimal:
        """Standard points of tasks that did not arise."""
        return from_hundredths(self.row[7])

    @property
    def worth(self) -> Worth:
        """The total raw, rescaled and as completion."""
        sums = Sums(self.running, self.on_top, self.excluded, self.answered, self.at_full or 0)
        return worth(sums, scale=self.facts.scale, ranked_by=self.facts.ranked_by)

    @property
    def computed_band(self) -> str:
        """The band by the table's own bounds, gates and quotas."""
        return self.banded.computed

    @property
    def band(self) -> str:
        """The band that counts: the decided one, else the computed one."""
        return self.banded.decided or self.banded.computed


def standings(
    group: MemberGroup,
    source: str,
    *,
    with_sections: bool = True,
    from_marks: bool = False,
    bound: Bound | None = None,
    tie_rules: Sequence[TieRule] | None = None,
) -> list[Standing]:
    """Rank the members of a group by one source: by the stored totals, or for checks from the marks.

    A fixed number of queries whatever the size: table (and its lines until it is frozen) and totals; the
    sums of sections; where totals are equal the list that decides and what it asks for; where the table has
    bands those of their gates and the decisions. Ranked members come first, by rank; equal ranks and
    incomplete sheets stand in official order. Members who left are not among them. `bound` and `tie_rules`
    are what the caller read already.
    """
    bound = bound or bound_table(group)
    if bound is None:
        facts = Facts(0, ZERO, RankedBy.RAW.value)
        return [Standing(None, None, (*row, *NOTHING), facts) for row in plain(member_rows(group))]
    facts = Facts(len(bound.compiled.asked(source)), bound.table.scale, bound.table.ranked_by)
    in_sql = not from_marks and facts.ranked_by == RankedBy.RAW and facts.asked
    found = (
        _ranked_by_sql(group, source, facts) if in_sql else _ranked(group, source, bound, facts, from_marks)
    )
    if with_sections:
        sums = section_sums_of(group, source, sections_of(bound))
        found = [row._replace(sections=sums.get(row.member, NO_SECTIONS)) for row in found]
    ranked = [row[0] for row in found if row[0] is not None]
    if any(map(eq, ranked, ranked[1:])):
        rules = list(TieRule.objects.filter(group=group) if tie_rules is None else tie_rules)
        if rules:
            found = _in_place(_decided(group, source, bound, rules, found))
    if bound.table.bands:
        bands = bands_of(group, source, bound, {row.member: (row.total, row.rank) for row in found})
        found = [row._replace(banded=bands[row.member]) for row in found]
    return found


def _ranked_by_sql(group: MemberGroup, source: str, facts: Facts) -> list[Standing]:
    """Rank stored totals where the points themselves count: one window query gives everything in place."""
    counted = Case(When(kept__answered=facts.asked, then=F("kept__points")))
    rank = Window(Rank(), order_by=counted.desc(nulls_last=True))
    rows = plain(stored_rows(group, source).annotate(counted=counted, rank=rank).order_by("rank", *OFFICIAL))
    ranks = [None if row[10] is None else row[11] for row in rows]
    return _lines(ranks, map(itemgetter(10), rows), rows, facts)


def _ranked(group: MemberGroup, source: str, bound: Bound, facts: Facts, from_marks: bool) -> list[Standing]:
    rows = rows_from_marks(group, source, bound) if from_marks else plain(stored_rows(group, source))
    counted = _counted(rows, facts)
    ranks = competition_ranks(counted)
    return _in_place(_lines(ranks, counted, rows, facts))


def _lines(
    ranks: Iterable[int | None],
    counted: Iterable[int | None],
    rows: Iterable[tuple[Any, ...]],
    facts: Facts,
) -> list[Standing]:
    """Make the lines without a Python call for each: there may be ten thousand."""
    rest = (repeat(facts), repeat(()), repeat(NO_SECTIONS), repeat(NO_BAND))
    return list(map(partial(tuple.__new__, Standing), zip(ranks, counted, rows, *rest, strict=False)))


def _in_place(rows: list[Standing]) -> list[Standing]:
    """Put the ranked first, by rank; what is equal stays in official order."""
    last = len(rows) + 1
    places = [row.rank or last for row in rows]
    return [rows[place] for place in sorted(range(len(rows)), key=places.__getitem__)]


def _counted(rows: list[tuple[Any, ...]], facts: Facts) -> list[int | None]:
    """What ranks of each line, in hundredths; None where it is incomplete or nothing could be reached."""
    asked = facts.asked
    if facts.ranked_by == RankedBy.RAW:
        return [row[5] if row[8] == asked > 0 else None for row in rows]
    return [_rescaled(row, facts) if row[8] == asked > 0 else None for row in rows]


def _rescaled(row: tuple[Any, ...], facts: Facts) -> int | None:
    points, top, out = row[5:8]
    if not out:
        return int(points)
    sums = Sums(from_hundredths(points), from_hundredths(top), from_hundredths(out))
    counted = worth(sums, scale=facts.scale, ranked_by=facts.ranked_by).counted
    return None if counted is None else to_hundredths(counted)


def _decided(
    group: MemberGroup, source: str, bound: Bound, rules: list[TieRule], rows: list[Standing]
) -> list[Standing]:
    """Let the list of the group decide between equal totals; the others keep rank and place."""
    held = held_by(row.rank for row in rows)
    contenders = [
        Contender(row.member, row.total, row.on_top, row.at_full) for row in rows if held.get(row.rank, 0) > 1
    ]
    said = decided(group, source, bound, rules, contenders)
    result = []
    for row in rows:
        told = said.get(row.member)
        if told is None or row.rank is None:
            result.append(row)
        else:
            result.append(row._replace(rank=row.rank + told.behind, ties=told.ties))
    return result


def held_by(ranks: Iterable[int | None]) -> dict[int | None, int]:
    """Count how many hold each rank."""
    return Counter(rank for rank in ranks if rank is not None)


def section_sums_of(
    group: MemberGroup, source: str, sections: list[Section], members: list[int] | None = None
) -> dict[int, dict[str, Decimal]]:
    """Return by membership the sums of sections, in one query; a section without points has none."""
    if not sections:
        return {}
    marks = Mark.objects.given().filter(sheet__membership__group=group, source=source)
    if members is not None:
        marks = marks.filter(sheet__membership__in=members)
    sums = {
        f"section_{number}": Sum("points", filter=Q(criterion__in=one.leaves))
        for number, one in enumerate(sections)
    }
    rows: Any = marks.order_by().values_list("sheet__membership_id").annotate(**sums)
    return {
        member: {one.code: part for one, part in zip(sections, parts, strict=True) if part is not None}
        for member, *parts in rows
    }


@register_decider(Exists(TieRule.objects.filter(group=OuterRef("pk"))))
def behind_on_score_pages(group: MemberGroup, source: str, tied: Mapping[int, Sums]) -> Mapping[int, int]:
    """Let the score page rank equal totals as the ranking does: table, list, and what the list asks for."""
    bound, rules = bound_table(group), list(TieRule.objects.filter(group=group))
    if bound is None or not rules:
        return {}
    table = bound.table
    contenders = [
        Contender(
            member,
            worth(one, scale=table.scale, ranked_by=table.ranked_by).counted,
            one.on_top,
            None,
        )
        for member, one in tied.items()
    ]
    return {member: told.behind for member, told in decided(group, source, bound, rules, contenders).items()}
