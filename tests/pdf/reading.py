"""Reads a PDF back: what stands where on which page, in which size and face, in millimetres and points."""

import io
import re
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont
from pypdf import PdfReader

from emulation.documents.engine import fonts_folder

MILLIMETRE = 72 / 25.4
# Pixels of the layout are three quarters of a point.
POINT = 0.75
_runs: dict = {}


@dataclass(frozen=True)
class Run:
    """A piece of text on one line. `left`, `right` and `top` (of the baseline) in millimetres from the page's edge."""

    text: str
    left: float
    right: float
    top: float
    size: float
    face: str

    @property
    def middle(self):
        return (self.left + self.right) / 2

    @property
    def is_bold(self):
        return "Bold" in self.face

    @property
    def is_italic(self):
        return "Italic" in self.face


@dataclass(frozen=True)
class Rule:
    """A horizontal rule, in millimetres."""

    left: float
    right: float
    top: float

    @property
    def length(self):
        return self.right - self.left

    @property
    def middle(self):
        return (self.left + self.right) / 2


@cache
def opened(pdf):
    return PdfReader(io.BytesIO(pdf))


@cache
def _face(name):
    font = TTFont(fonts_folder() / name)
    return font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm


def _width(text, face, size):
    """The width of a text in points, without kerning."""
    style = "".join(part for part in ("Bold", "Italic") if part in face) or "Regular"
    letters, widths, unit = _face(f"LiberationSerif-{style}.ttf")
    return sum(widths[letters[ord(letter)]][0] for letter in text) * size / unit


def runs(page):
    """Every piece of text of a page, in the order of the content; read once."""
    key = page.indirect_reference
    if key not in _runs:
        _runs[key] = _read(page)
    return _runs[key]


def _read(page):
    found = []

    def visit(text, cm, tm, font, size):
        # Each drawn line arrives on its own; what the extraction adds itself is only white space.
        shown = text.strip()
        if shown:
            face = str(font["/BaseFont"])
            points = size * POINT
            left = (tm[4] * cm[0] + cm[4]) / MILLIMETRE
            top = (float(page.mediabox.height) - (tm[5] * cm[3] + cm[5])) / MILLIMETRE
            right = left + _width(shown, face, points) / MILLIMETRE
            found.append(Run(shown, left, right, top, round(points, 2), face))

    page.extract_text(visitor_text=visit)
    return found


def run(page, text):
    """The one piece of text that begins so."""
    matching = [one for one in runs(page) if one.text.startswith(text)]
    assert len(matching) == 1, [one.text for one in runs(page)]
    return matching[0]


def rules(page):
    """Every thin horizontal bar that is drawn as a polygon (rules under lines of the head)."""
    corners = []
    found = set()

    def visit(operator, operands, _cm, _tm):
        if operator == b"m":
            corners.clear()
        if operator in (b"m", b"l"):
            corners.append(tuple(float(one) for one in operands))
        if len(corners) == 4:
            across, down = zip(*corners, strict=True)
            if max(down) - min(down) <= 2 < max(across) - min(across):
                scale = POINT / MILLIMETRE
                found.add(Rule(min(across) * scale, max(across) * scale, min(down) * scale))

    page.extract_text(visitor_operand_before=visit)
    return sorted(found, key=lambda rule: rule.top)


def text_of(page):
    return page.extract_text()


def plain(text):
    """Text with single spaces: the same whatever the line breaks."""
    return re.sub(r"\s+", " ", text).strip()


def whole_text(pdf):
    return plain(" ".join(text_of(page) for page in opened(pdf).pages))


def fonts(pdf):
    """The names of all fonts, each with the length of the embedded file (zero when it is not embedded)."""
    found = {}
    for page in opened(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            file = descriptor.get("/FontFile2")
            found[str(font.get_object()["/BaseFont"])] = len(file.get_object().get_data()) if file else 0
    return found
