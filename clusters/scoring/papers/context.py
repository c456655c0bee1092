"""What a unit's sheet looks like on paper, as frozen values."""

from dataclasses import dataclass

from emulation.documents.context import Paper, Signature


@dataclass(frozen=True)
class Line:
    """A line of the sheet: the points of each source as printed, reasons and evidence one below the other.

    On the empty form `asks` are the figures to be written by hand, `may_not_arise` offers the box for that.
    """

    code: str
    name: str
    maximum: str
    points: tuple[str, ...]
    depth: int = 0
    is_section: bool = False
    is_on_top: bool = False
    reasons: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    may_not_arise: bool = False


@dataclass(frozen=True)
class Told:
    """How the points of one line came about: whose points, and the sentences that explain them."""

    line: str
    points: str
    source: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SheetPaper(Paper):
    """The sheet as printed; `sources` are the heads of the columns of points."""

    unit: str
    sources: tuple[str, ...]
    lines: tuple[Line, ...]
    maximum: str
    totals: tuple[str, ...]
    notes: tuple[str, ...] = ()
    explained: tuple[Told, ...] = ()
    signatures: tuple[Signature, ...] = ()
    is_blank: bool = False

    @property
    def has_annex(self) -> bool:
        return bool(self.explained)
