"""A unit's sheet on paper (bảng tự chấm điểm) with how its points were computed, and the empty form."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, override

from clusters.criteria.explaining import sentences
from clusters.criteria.models import CriteriaTable, Criterion, NotArisen
from clusters.criteria.reading import rule_of
from clusters.cycles.models import Cycle, Membership
from clusters.cycles.papers import NothingToPrint, mark_of, scope_text, unit_letterhead
from clusters.scoring.models import Evidence, Mark, Sheet, Source
from clusters.scoring.papers.context import Line, SheetPaper, Told
from clusters.scoring.permissions import sees_source
from clusters.scoring.reading import sheet_of
from clusters.scoring.rules import NOTHING, sums_of_mark, worth
from clusters.scoring.states import FILLABLE
from emulation.core.dates import date_text
from emulation.core.errors import gettext_noop
from emulation.core.numbers import points_text, short_points
from emulation.core.permissions import Answer, can, policy
from emulation.documents.context import Heading, Signature, paragraphs
from emulation.documents.kinds import PaperKind, register

__all__ = ["Line", "SheetPaper", "Told"]

COLUMNS = {
    Source.SELF: "Tự chấm",
    Source.INSPECTION: "Kiểm tra chéo",
    Source.VERIFIED: "Thẩm định",
    Source.FINAL: "Chính thức",
}
NOT_ARISEN = "KPS"
SIGNATURES = (
    Signature(body="Người lập biểu"),
    Signature(body="Xác nhận của cơ quan thẩm định"),
    Signature(body="Thủ trưởng đơn vị"),
)


@policy("scoring.print")
def print_sheet(user: Any, member: Membership) -> Answer:
    """Print a sheet: who may read it. What the paper shows is what the reader may read."""
    sheet = sheet_of(member)
    sheet.membership = member
    return can(user, "scoring.see", sheet)


def readable_sources(sheet: Sheet, reader: Any) -> list[str]:
    """List the sources a reader reads on a sheet; without one the self-score alone: a file is passed on."""
    if reader is None:
        return [Source.SELF]
    return [source for source in Source.values if sees_source(reader, sheet, source)]


class _Answers:
    """The marks of a sheet that a reader may see, by line and source, and the evidence of the unit."""

    def __init__(self, sheet: Sheet, sources: Iterable[str]) -> None:
        self.marks: dict[tuple[int, str], Mark] = {}
        self.evidence: dict[int, list[str]] = defaultdict(list)
        if not sheet.pk:
            return
        for mark in Mark.objects.filter(sheet=sheet, source__in=list(sources)).order_by():
            if mark.points is not None or mark.not_arisen or mark.reason or mark.evidence:
                self.marks[mark.criterion_id, mark.source] = mark
        for row in Evidence.objects.filter(sheet=sheet, withdrawn_at__isnull=True).order_by("pk"):
            self.evidence[row.criterion_id].append(_document(row))

    def given(self, source: str) -> bool:
        """Tell whether a source gave anything."""
        return any(
            mark.points is not None or mark.not_arisen
            for (_line, by), mark in self.marks.items()
            if by == source
        )


def _document(row: Evidence) -> str:
    """“Báo cáo số 12/BC-VP ngày 01/02/2026”."""
    number = f" số {row.number}" if row.number else ""
    day = f" ngày {date_text(row.dated)}" if row.dated else ""
    return f"{row.title}{number}{day}"


def _leaves(criteria: list[Criterion]) -> dict[int, list[Criterion]]:
    """Return the leaves below each line; a leaf's own are itself."""
    parents = {one.pk: one.parent_id for one in criteria}
    found: dict[int, list[Criterion]] = defaultdict(list)
    for one in criteria:
        above: int | None = one.pk if one.is_leaf else None
        while above is not None:
            found[above].append(one)
            above = parents[above]
    return found


def _points(leaves: list[Criterion], answers: _Answers, source: str, *, single: bool) -> str:
    """The points of a leaf, the sum of a section, or “k/n” while lines of it are not answered."""
    marks = [answers.marks.get((leaf.pk, source)) for leaf in leaves]
    given = [mark for mark in marks if mark and (mark.points is not None or mark.not_arisen)]
    if single and given and given[0].points is None:
        return NOT_ARISEN
    if not given or len(given) < len(leaves):
        return "" if single or not given else f"{len(given)}/{len(leaves)}"
    counted = [mark.points for mark in given if mark.points is not None]
    return points_text(sum(counted, Decimal(0)))


def _texts(line: Criterion, answers: _Answers, sources: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    reasons: list[str] = []
    evidence: list[str] = list(answers.evidence.get(line.pk, ()))
    for source in sources:
        mark = answers.marks.get((line.pk, source))
        if mark is None:
            continue
        label = "" if source == Source.SELF else f"{COLUMNS[Source(source)]}: "
        said = " ".join(paragraphs(mark.reason))
        if mark.not_arisen:
            said = f"Không phát sinh nhiệm vụ: {said}"
        # A final mark is a copy of the verified one until it is corrected.
        verified = answers.marks.get((line.pk, Source.VERIFIED))
        repeated = source == Source.FINAL and verified is not None and verified.reason == mark.reason
        if said and not repeated:
            reasons.append(f"{label}{said}")
        if source == Source.SELF:
            evidence += paragraphs(mark.evidence)
    return tuple(reasons), tuple(evidence)


def _lines(
    table: CriteriaTable, criteria: list[Criterion], answers: _Answers, sources: list[str], *, blank: bool
) -> tuple[Line, ...]:
    below = _leaves(criteria)
    lines = []
    for one in criteria:
        rule = rule_of(one, places=table.inner_places)
        reasons, evidence = _texts(one, answers, sources)
        offers = blank and one.is_leaf and table.not_arisen != NotArisen.NEVER
        lines.append(
            Line(
                one.code,
                one.name,
                points_text(one.maximum),
                tuple(_points(below[one.pk], answers, source, single=one.is_leaf) for source in sources),
                one.level,
                not one.is_leaf,
                one.on_top,
                reasons,
                evidence,
                tuple(gettext(asked.label) for asked in rule.inputs) if blank and one.is_leaf else (),
                offers and rule.may_not_arise and not rule.supplied,
            )
        )
    return tuple(lines)


def _explained(criteria: list[Criterion], answers: _Answers, sources: list[str]) -> tuple[Told, ...]:
    """The computed lines in their order. What two sources computed alike is told once."""
    found = []
    for line in criteria:
        told: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for source in sources:
            mark = answers.marks.get((line.pk, source))
            if mark is not None and mark.points is not None and mark.explanation:
                key = (short_points(mark.points), tuple(sentences(mark.explanation)))
                told.setdefault(key, []).append(COLUMNS[Source(source)].lower())
        found += [
            Told(f"{line.code} {line.name}", points, ", ".join(by), said)
            for (points, said), by in told.items()
        ]
    return tuple(found)


def _rescaled(
    table: CriteriaTable, criteria: list[Criterion], answers: _Answers, sources: list[str]
) -> list[str]:
    """Tell the totals from which tasks that did not arise were taken out, rescaled and in percent."""
    on_top: set[int] = set()
    for one in criteria:
        if one.on_top or one.parent_id in on_top:
            on_top.add(one.pk)
    leaves = [one for one in criteria if one.is_leaf]
    found = []
    for source in sources:
        marks = [(leaf, answers.marks.get((leaf.pk, source))) for leaf in leaves]
        given = [(leaf, mark) for leaf, mark in marks if mark and mark.is_answered]
        sums = sum(
            (
                sums_of_mark(mark.points, leaf.maximum, on_top=leaf.pk in on_top, not_arisen=mark.not_arisen)
                for leaf, mark in given
            ),
            NOTHING,
        )
        told = worth(sums, scale=table.scale, ranked_by=table.ranked_by)
        if sums.excluded and told.rescaled is not None and len(given) == len(leaves):
            found.append(
                f"{COLUMNS[Source(source)]}: {points_text(told.raw)} trên {points_text(told.available)} điểm chuẩn "
                f"phải chấm; quy đổi theo thang {points_text(table.scale)}: {points_text(told.rescaled)}; "
                f"tỷ lệ hoàn thành {points_text(told.completion)} %."
            )
    return found


def _notes(
    table: CriteriaTable, criteria: list[Criterion], answers: _Answers, sources: list[str]
) -> tuple[str, ...]:
    decision = f" ({table.decision_number})" if table.decision_number else ""
    notes = [f"Căn cứ chấm điểm: {table.name}{decision}."]
    if table.is_partial:
        notes.append("Bảng tiêu chí chỉ gồm những phần đã được công bố.")
    notes += _rescaled(table, criteria, answers, sources)
    if any(mark.not_arisen for mark in answers.marks.values()):
        outcome = (
            "tính điểm tối đa" if table.not_arisen == NotArisen.FULL else "không tính vào tổng điểm chuẩn"
        )
        notes.append(f"{NOT_ARISEN}: không phát sinh nhiệm vụ, {outcome}.")
    return tuple(notes)


def _build(member: Membership, sources: list[str], *, blank: bool) -> SheetPaper:
    cycle: Cycle = member.cycle
    sheet = sheet_of(member)
    binding = getattr(member.group, "binding", None)
    if binding is None:
        raise NothingToPrint(gettext_noop("%(year)s has no criteria table yet."), year=str(member.group))
    table = binding.table
    criteria = list(Criterion.objects.filter(table=table).order_by("position"))
    answers = _Answers(Sheet(membership=member) if blank else sheet, sources)
    shown = [one for one in sources if one == Source.SELF or answers.given(one)]
    leaves = [one for one in criteria if one.is_leaf]
    sent = None if blank or sheet.state in FILLABLE else sheet.submitted_at
    unit = member.unit.name_on(cycle.ends_on)
    title = "Bảng tự chấm điểm"
    with override("vi"):
        return SheetPaper(
            title=f"{title} năm {cycle.year} – {unit}" + (" (mẫu để trống)" if blank else ""),
            mark=mark_of(cycle),
            letterhead=unit_letterhead(cycle, member.unit, day=timezone.localdate(sent) if sent else None),
            heading=Heading(
                title,
                f"Năm {cycle.year} – {scope_text(cycle, None)}",
                "" if blank or sheet.state not in FILLABLE else "Dự thảo, chưa gửi",
            ),
            unit=unit,
            sources=tuple(COLUMNS[Source(one)] for one in shown),
            lines=_lines(table, criteria, answers, shown, blank=blank),
            maximum=points_text(table.scale),
            totals=tuple(_points(leaves, answers, one, single=False) for one in shown),
            notes=_notes(table, criteria, answers, shown),
            explained=_explained(criteria, answers, shown),
            signatures=SIGNATURES,
            is_blank=blank,
        )


def build(_cycle: Cycle, member: Membership, reader: Any = None) -> SheetPaper:
    """Read a member's sheet as the reader may see it."""
    sheet = sheet_of(member)
    sheet.membership = member
    return _build(member, readable_sources(sheet, reader), blank=False)


def build_blank(_cycle: Cycle, member: Membership, _reader: Any = None) -> SheetPaper:
    """Read the table a member is scored by, to be filled by hand."""
    return _build(member, [Source.SELF], blank=True)


SHEET = register(
    PaperKind(
        key="sheet",
        label=gettext_noop("Self-scoring sheet"),
        template="documents/sheet.html",
        annex="documents/sheet_annex.html",
        build=build,
        permission="scoring.print",
        order=15,
        orientation="landscape",
        of_member=True,
    )
)
BLANK = register(
    PaperKind(
        key="sheet-blank",
        label=gettext_noop("Self-scoring sheet, empty"),
        template="documents/sheet.html",
        build=build_blank,
        permission="scoring.print",
        order=16,
        orientation="landscape",
        of_member=True,
    )
)
