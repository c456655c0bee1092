"""The printed table of scores and ranks (bảng tổng hợp điểm, xếp hạng)."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from clusters.criteria.models import CriteriaBinding, CriteriaTable, Criterion, NotArisen, RankedBy
from clusters.cycles.models import Cycle, MemberGroup
from clusters.cycles.papers import (
    NothingToPrint,
    cluster_title,
    head_among,
    head_letterhead,
    head_signature,
    leaders_of,
    mark_of,
    scope_text,
)
from clusters.cycles.permissions import see
from clusters.ranking.models import Publication
from clusters.ranking.papers.context import Block, Column, Line, Place, RankingPaper
from clusters.ranking.papers.outcome import Outcome, Result, outcome_of, table_notes, table_of
from clusters.ranking.papers.words import step_text
from clusters.ranking.permissions import see_live
from clusters.scoring.models import Mark
from emulation.core.errors import gettext_noop
from emulation.core.numbers import points_text
from emulation.core.permissions import Answer, policy
from emulation.documents.context import Heading
from emulation.documents.kinds import PaperKind, register

__all__ = ["Block", "Column", "Line", "Outcome", "Place", "RankingPaper", "Result", "outcome_of", "table_of"]


class _Tree:
    """The lines of a table with the leaves below each."""

    def __init__(self, table: CriteriaTable) -> None:
        self.criteria = list(Criterion.objects.filter(table=table).order_by("position"))
        self.leaves: dict[int, list[int]] = defaultdict(list)
        parents = {one.pk: one.parent_id for one in self.criteria}
        for one in self.criteria:
            if one.is_leaf:
                above: int | None = one.pk
                while above is not None:
                    self.leaves[above].append(one.pk)
                    above = parents.get(above)

    def cell(self, criterion: Criterion, marks: "Marks") -> str:
        """The points of a leaf, the sum of a section, or “k/n” while some of its criteria have no points."""
        leaves = self.leaves[criterion.pk]
        found = [marks[leaf] for leaf in leaves if leaf in marks]
        given = [points for points in found if points is not None]
        if criterion.is_leaf and found and not given:
            return AWAY
        if criterion.is_leaf or len(found) == len(leaves):
            return points_text(sum(given, Decimal(0))) if given else ""
        return f"{len(found)}/{len(leaves)}"


# Points by criterion; None where the task did not arise and counts for nothing.
Marks = dict[int, Decimal | None]
AWAY = "KPS"


def _marks(group: MemberGroup, source: str) -> dict[int, Marks]:
    found: dict[int, Marks] = defaultdict(dict)
    rows = (
        Mark.objects.filter(Q(points__isnull=False) | Q(not_arisen=True))
        .filter(sheet__membership__group=group, source=source)
        .order_by()
        .values_list("sheet__membership_id", "criterion_id", "points")
    )
    for member, criterion, points in rows:
        found[member][criterion] = points
    return found


def parts(cycle: Cycle) -> Sequence[MemberGroup | None]:
    """Each group that a table scores; where none does, the first, which says so."""
    groups = list(cycle.groups.order_by("position", "code"))
    bound = set(CriteriaBinding.objects.filter(group__cycle=cycle).values_list("group_id", flat=True))
    return [group for group in groups if group.pk in bound] or groups[:1] or [None]


def published(cycle: Cycle) -> bool:
    """Tell whether every scored group of the year has a ranking in force."""
    scored = set(CriteriaBinding.objects.filter(group__cycle=cycle).values_list("group_id", flat=True))
    public = Publication.objects.filter(group__cycle=cycle, withdrawn_at__isnull=True)
    return bool(scored) and scored <= set(public.values_list("group_id", flat=True))


@policy("ranking.print")
def print_ranking(user: Any, cycle: Cycle) -> Answer:
    """A published ranking: everyone who sees the year; the running figures: those who may read them."""
    return see(user, cycle) if published(cycle) else see_live(user, cycle)


def _sum(marks: Marks) -> Decimal:
    return sum((points for points in marks.values() if points is not None), Decimal(0))


def _changed(outcome: Outcome, marks: dict[int, Marks]) -> tuple[str, ...]:
    """Name the members whose marks no longer give the published points."""
    units = [
        result.unit
        for result in outcome.results
        if result.total is not None and _sum(marks[result.membership_id]) != (result.raw or result.total)
    ]
    if not outcome.publication or not units:
        return ()
    return (
        f"Điểm theo tiêu chí của {', '.join(units)} đã thay đổi sau khi công bố; "
        "tổng điểm và thứ hạng in theo kết quả đã công bố.",
    )


def _in_order(group: MemberGroup, outcome: Outcome) -> list[Result]:
    """Put the results in the official order of the members, for the columns."""
    order = group.memberships.in_order().values_list("pk", flat=True)
    position = {pk: number for number, pk in enumerate(order)}
    return sorted(outcome.results, key=lambda result: position[result.membership_id])


def _lines(table: CriteriaTable, results: list[Result], marks: dict[int, Marks]) -> tuple[Line, ...]:
    tree = _Tree(table)
    return tuple(
        Line(
            one.code,
            one.name,
            points_text(one.maximum),
            tuple(tree.cell(one, marks[result.membership_id]) for result in results),
            one.level,
            not one.is_leaf,
            one.on_top,
        )
        for one in tree.criteria
    )


def _tie_notes(group: MemberGroup) -> tuple[str, ...]:
    steps = [step_text(*row) for row in group.tie_rules.order_by("position").values_list("kind", "section")]
    if not steps:
        return ()
    return (f"Khi bằng tổng điểm, lần lượt xét: {'; '.join(steps)}; sau đó xếp đồng hạng.",)


def build(cycle: Cycle, group: MemberGroup | None) -> RankingPaper:
    """Read criteria, marks and the ranking in force of one group for printing."""
    table = table_of(group) if group else None
    if group is None or table is None:
        raise NothingToPrint(gettext_noop("%(year)s has no criteria table yet."), year=str(group or cycle))
    outcome = outcome_of(group)
    results = _in_order(group, outcome)
    marks = _marks(group, outcome.source)
    lines = _lines(table, results, marks)
    rescaled = table.ranked_by == RankedBy.RESCALED and table.not_arisen == NotArisen.EXCLUDED
    excluded = any(AWAY in line.points for line in lines)
    away = (f"“{AWAY}”: không phát sinh nhiệm vụ, không tính vào điểm chuẩn.",) if excluded else ()
    cluster = cycle.cluster
    head = head_among(leaders_of(cluster, cycle.year, cycle.ends_on))
    named = group if cycle.groups.count() > 1 else None
    publication = outcome.publication
    day = timezone.localdate(publication.published_at) if publication else None
    provisional = "" if outcome.is_final else " (dự kiến)"
    source = "chính thức" if outcome.is_final else "thẩm định"
    return RankingPaper(
        title=f"Bảng tổng hợp điểm, xếp hạng{provisional} năm {cycle.year} – {scope_text(cycle, named)}",
        mark=mark_of(cycle),
        letterhead=head_letterhead(cycle, head, day=day),
        heading=Heading(
            f"Bảng tổng hợp điểm, xếp hạng{provisional}",
            f"Năm {cycle.year} – {scope_text(cycle, named)}",
            "" if publication else "Chưa công bố",
        ),
        columns=tuple(
            Column(
                result.short or result.unit,
                result.total_text,
                result.rank_text,
                raw=points_text(result.raw) if result.total is not None else "",
                completion=result.completion_text,
                band=result.band,
            )
            for result in results
        ),
        lines=lines,
        maximum=points_text(table.scale),
        is_rescaled=rescaled,
        notes=(
            f"Điểm trong bảng là điểm {source}; dấu “–” là chưa có điểm, “k/n” là mới có điểm k trên n tiêu chí.",
            *away,
            *_tie_notes(group),
            *table_notes(table),
            *_changed(outcome, marks),
        ),
        places=tuple(
            Place(
                result.rank_text,
                result.unit,
                "" if result.total is None else result.total_text,
                result.note,
                result.completion_text,
                result.band,
            )
            for result in outcome.results
        ),
        signature=head_signature(cluster, head),
        recipients=(
            "Cơ quan thường trực công tác thi đua, khen thưởng (để báo cáo)",
            f"Các đơn vị thành viên {cluster_title(cluster)}",
        ),
        archive="VT",
    )


RANKING = register(
    PaperKind(
        key="ranking",
        label=gettext_noop("Scores and ranks"),
        template="documents/ranking.html",
        build=build,
        permission="ranking.print",
        order=20,
        orientation="landscape",
        parts=parts,
    )
)
