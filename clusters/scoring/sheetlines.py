"""A unit's sheet as lines to fill and to read: the rule in words, what each source gave, what is missing."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from clusters.criteria.describing import Description, describe
from clusters.criteria.explaining import sentence
from clusters.criteria.models import Criterion
from clusters.criteria.reading import rule_of
from clusters.scoring.cells import separator
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.permissions import sees_source
from clusters.scoring.rules import lines_above, section_sums
from emulation.core.numbers import ZERO, short_points


@dataclass(frozen=True)
class InputField:
    """A figure a line asks for, with what is kept of it."""

    name: str
    label: str
    kind: str
    value: str


@dataclass(frozen=True)
class Given:
    """What one source gave a line; without a mark it gave nothing."""

    source: str
    label: str
    mark: Mark | None

    @property
    def points(self) -> Decimal | None:
        """The points; None when nothing was given."""
        return self.mark.points if self.mark else None

    @property
    def explanation(self) -> str:
        """How computed points came about."""
        return sentence(self.mark.explanation) if self.mark else ""


@dataclass
class SheetLine:
    """One line of a sheet for one source: `given` is what the sources gave, in their order."""

    criterion: Criterion
    source: str
    given: list[Given] = field(default_factory=list)
    rule_words: Description | None = None
    inputs: list[InputField] = field(default_factory=list)
    judged: bool = False
    # Of a group of lines: the sum, and how many leaves below still miss something.
    sum: Decimal | None = None
    left: int = 0
    # Files of evidence beside the line.
    files: int = 0
    typed: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    error_field: str = ""

    @property
    def mark(self) -> Mark | None:
        """The mark of the chosen source."""
        return next((one.mark for one in self.given if one.source == self.source), None)

    @property
    def others(self) -> list[Given]:
        """What the other sources gave, where they gave something."""
        return [one for one in self.given if one.source != self.source and one.points is not None]

    @property
    def chosen(self) -> Given:
        """What the chosen source gave."""
        return next(one for one in self.given if one.source == self.source)

    @property
    def version(self) -> int:
        """The version of the mark; 0 while there is none."""
        return self.mark.version if self.mark else 0

    @property
    def missing(self) -> str:
        """What the line misses before the sheet can be sent or confirmed, in words."""
        mark = self.mark
        if not self.criterion.is_leaf:
            return ""
        if mark is None or mark.points is None:
            return gettext("No points are given.")
        if self.judged and mark.points != self.criterion.maximum and not mark.reason.strip():
            return gettext("Points below the standard need a reason.")
        return ""

    def stored_texts(self) -> dict[str, str]:
        """What the fields of the line hold, as texts by field name."""
        mark = self.mark
        texts = {
            "points": short_points(mark.points, separator=separator()) if mark else "",
            "reason": mark.reason if mark else "",
            "evidence": mark.evidence if mark else "",
        }
        return {**texts, **{f"in-{one.name}": one.value for one in self.inputs}}

    @property
    def texts(self) -> dict[str, str]:
        """What the fields show: what was typed and refused, else what is stored."""
        return {**self.stored_texts(), **self.typed}

    @property
    def points_text(self) -> str:
        """What the field of the points shows."""
        return self.texts["points"]

    @property
    def reason_text(self) -> str:
        """What the field of the reason shows."""
        return self.texts["reason"]

    @property
    def evidence_text(self) -> str:
        """What the field of the evidence shows."""
        return self.texts["evidence"]

    @property
    def input_fields(self) -> list[InputField]:
        """The figures with what their fields show."""
        texts = self.texts
        return [InputField(one.name, one.label, one.kind, texts[f"in-{one.name}"]) for one in self.inputs]

    @property
    def seen(self) -> str:
        """What the page shows, in short: the version and a checksum of the texts."""
        return f"{self.version}.{checksum(self.stored_texts())}"


def checksum(texts: Mapping[str, str]) -> str:
    """A short sum over texts, to tell whether a form was changed since its page was made."""
    told = "\x1f".join(f"{name}={' '.join(texts[name].split())}" for name in sorted(texts))
    return f"{zlib.crc32(told.encode()):08x}"


def _shown_input(kind: str, value: Any) -> str:
    if value is None:
        return ""
    if kind == "yes-no":
        return "yes" if value is True else "no"
    return str(value)


def make_line(criterion: Criterion, source: str, marks: Mapping[str, Mark]) -> SheetLine:
    """Make one line from its marks by source."""
    given = [Given(one.value, str(one.label), marks.get(one.value)) for one in Source]
    line = SheetLine(criterion, source, given)
    rule = rule_of(criterion)
    line.rule_words = describe(rule, on_top=criterion.on_top)
    line.judged = rule.judged
    kept = line.mark.inputs if line.mark else {}
    line.inputs = [
        InputField(one.name, gettext(one.label), one.kind, _shown_input(one.kind, kept.get(one.name)))
        for one in rule.inputs
    ]
    return line


@dataclass
class SheetLines:
    """All lines of a sheet with its total for one source."""

    lines: list[SheetLine]
    total: Decimal
    answered: int
    asked: int

    @property
    def left(self) -> int:
        """How many lines miss something."""
        return sum(bool(line.missing) for line in self.lines)

    @property
    def sections(self) -> list[SheetLine]:
        """The lines at the top of the table; where one group holds nearly all, those one step below it."""
        top = [line for line in self.lines if line.criterion.level == 0]
        groups = {line.criterion.pk for line in top if not line.criterion.is_leaf}
        if len(groups) != 1:
            return top
        return [
            line
            for line in self.lines
            if line.criterion.parent_id in groups or (line in top and line.criterion.is_leaf)
        ]


def lines_of_sheet(sheet: Sheet, source: str, user: Any) -> SheetLines:
    """Return the sheet line by line, with the sources the person reads, in two queries."""
    binding = sheet.membership.group.binding
    criteria = list(Criterion.objects.filter(table=binding.table_id).order_by("position"))
    readable = {one for one in Source.values if sees_source(user, sheet, one)}
    marks: dict[int, dict[str, Mark]] = {}
    if sheet.pk:
        for mark in Mark.objects.filter(sheet=sheet).select_related("given_by", "given_for").order_by():
            if mark.source in readable:
                marks.setdefault(mark.criterion_id, {})[mark.source] = mark
    lines = [make_line(one, source, marks.get(one.pk, {})) for one in criteria]
    above = lines_above((one.pk, one.parent_id) for one in criteria)
    points = [
        (line.criterion.pk, line.chosen.points)
        for line in lines
        if line.criterion.is_leaf and line.chosen.points is not None
    ]
    sums = section_sums(above, points)
    by_key = {line.criterion.pk: line for line in lines}
    for line in lines:
        line.sum = sums.get(line.criterion.pk)
        if line.missing:
            for key in above[line.criterion.pk]:
                by_key[key].left += 1
    leaves = sum(line.criterion.is_leaf for line in lines)
    return SheetLines(lines, sum((value for _leaf, value in points), ZERO), len(points), leaves)
