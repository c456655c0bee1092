"""A unit's sheet as lines to fill and to read: the rule in words, what each source gave, what is missing."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext

from clusters.criteria.describing import Description
from clusters.criteria.explaining import sentence
from clusters.criteria.models import Criterion
from clusters.scoring.cells import separator
from clusters.scoring.models import Correction, Mark, Source
from clusters.scoring.previous import Before
from clusters.scoring.rules import Worth
from clusters.scoring.services.sheets import missing_of
from emulation.core.numbers import short_points


@dataclass(frozen=True)
class InputField:
    """A figure a line asks for, with what is kept of it."""

    name: str
    label: str
    kind: str
    value: str
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()


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
    def not_arisen(self) -> bool:
        """Whether the source says that the task did not arise."""
        return bool(self.mark and self.mark.not_arisen)

    @property
    def is_given(self) -> bool:
        """Whether the source answered the line."""
        return bool(self.mark and self.mark.is_answered)

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
    # Whether the table provides for that the task of the line did not arise.
    may_not_arise: bool = False
    absent_gives_full: bool = False
    # Whether the chosen source is asked for the line; why this person does not write it.
    is_asked: bool = True
    locked: str = ""
    # What the unit wrote the year before; how many comments there are.
    before: Before | None = None
    comments: int = 0
    corrections: list[Correction] = field(default_factory=list)
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
        return [one for one in self.given if one.source != self.source and one.is_given]

    @property
    def own(self) -> Given:
        """What the unit itself gave."""
        return next(one for one in self.given if one.source == Source.SELF)

    @property
    def asked_by_unit(self) -> Given | None:
        """What the unit asked, where it says that the task did not arise and another has to decide that."""
        return self.own if self.source != Source.SELF and self.own.not_arisen else None

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
        if not (self.criterion.is_leaf and self.is_asked):
            return ""
        own = self.own.mark if self.source == Source.VERIFIED else None
        said = missing_of(self.mark, self.criterion.maximum, judged=self.judged, own=own)
        return gettext(said) if said else ""

    def stored_texts(self) -> dict[str, str]:
        """What the fields of the line hold, as texts by field name."""
        mark = self.mark
        texts = {
            "points": short_points(mark.points, separator=separator()) if mark else "",
            "reason": mark.reason if mark else "",
            "evidence": mark.evidence if mark else "",
        }
        if self.may_not_arise:
            texts["absent"] = "1" if mark and mark.not_arisen else ""
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
        return [replace(one, value=texts[f"in-{one.name}"]) for one in self.inputs]

    @property
    def absent(self) -> bool:
        """Whether the box is ticked that says that the task did not arise."""
        return bool(self.texts.get("absent"))

    @property
    def seen(self) -> str:
        """What the page shows, in short: the version and a checksum of the texts."""
        return f"{self.version}.{checksum(self.stored_texts())}"


def checksum(texts: Mapping[str, str]) -> str:
    """A short sum over texts, to tell whether a form was changed since its page was made."""
    told = "\x1f".join(f"{name}={' '.join(texts[name].split())}" for name in sorted(texts))
    return f"{zlib.crc32(told.encode()):08x}"


@dataclass
class SheetLines:
    """All lines of a sheet with its total for one source, in every way it is told."""

    lines: list[SheetLine]
    worth: Worth
    answered: int
    asked: int

    @property
    def total(self) -> Decimal:
        """The points in sum."""
        return self.worth.raw

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
