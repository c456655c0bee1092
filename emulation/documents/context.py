"""The parts every document has, as frozen values: what a template gets, with nothing left to look up."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from emulation.core.dates import formal_date
from emulation.core.text import clean

SAMPLE_MARK = "DỮ LIỆU MẪU – không phải văn bản chính thức"
DOTS = "…………………"


def paragraphs(text: str) -> tuple[str, ...]:
    """Split a text that a person wrote into its paragraphs; empty lines are left out."""
    return tuple(line for line in (clean(line) for line in text.splitlines()) if line)


@dataclass(frozen=True)
class Letterhead:
    """Who issues the document, its number, and where and when. What is not known stays open on the paper."""

    issuer: str
    upper: str = ""
    symbol: str = ""
    number: int | None = None
    place: str = ""
    day: dt.date | None = None
    year: int | None = None

    @property
    def number_text(self) -> str:
        """The number as the decree wants it: a leading zero below ten."""
        return "" if self.number is None else f"{self.number:02d}"

    @property
    def dateline(self) -> str:
        """Place and date; dots where they are to be written by hand."""
        date = formal_date(self.day) if self.day else f"ngày … tháng … năm {self.year or '…'}"
        return f"{self.place or '……………'}, {date}"


@dataclass(frozen=True)
class Heading:
    """The kind of document and what it is about; `note` stands under both, in brackets."""

    kind: str
    about: str = ""
    note: str = ""


@dataclass(frozen=True)
class Signature:
    """A signature block: role, body, authority and office, and the name, whose line stays open when not known."""

    authority: str = ""
    office: str = ""
    name: str = ""
    body: str = ""
    role: str = ""

    @property
    def name_text(self) -> str:
        return self.name or DOTS


@dataclass(frozen=True)
class Bar:
    """One bar of a chart, labelled directly. `share` is its length as a part of the longest bar."""

    label: str
    value: str
    rank: str = ""
    share: Decimal = Decimal(0)
    note: str = ""

    @property
    def width(self) -> str:
        """The length in thousandths, as an SVG wants it."""
        return str(round(self.share * 1000))


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every document carries."""

    title: str
    letterhead: Letterhead
    heading: Heading
    mark: str = ""
    recipients: tuple[str, ...] = field(default=())
    archive: str = ""
    signature: Signature | None = None

    @property
    def has_annex(self) -> bool:
        """Whether an annex is printed behind it, where the kind has one."""
        return False
