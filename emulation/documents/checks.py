"""System checks: can this machine print, and print Vietnamese."""

import ctypes
from typing import Any

from django.core.checks import CheckMessage, register
from django.core.checks import Warning as CheckWarning

from emulation.documents.engine import PACKAGES, fonts_folder

NEEDED = (
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libfontconfig.so.1",
    "libharfbuzz.so.0",
    "libgobject-2.0.so.0",
)
WANTED = ("libharfbuzz-subset.so.0",)
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
HARDEST = "ế"


def _missing(libraries: tuple[str, ...]) -> list[str]:
    found = []
    for library in libraries:
        try:
            ctypes.CDLL(library)
        except OSError:
            found.append(library)
    return found


def _without_vietnamese() -> list[str]:
    """List the faces that are missing or lack the letter with two marks."""
    from fontTools.ttLib import TTFont, TTLibError

    wrong = []
    for face in FACES:
        path = fonts_folder() / f"LiberationSerif-{face}.ttf"
        try:
            with TTFont(path, lazy=True) as font:
                if ord(HARDEST) not in font.getBestCmap():
                    wrong.append(path.name)
        except (OSError, TTLibError):
            wrong.append(path.name)
    return wrong


@register()
def printing(**_kwargs: Any) -> list[CheckMessage]:
    """Warn when PDFs cannot be made here; everything else works without."""
    found: list[CheckMessage] = []
    hint = f"apt-get install {PACKAGES}"
    if missing := _missing(NEEDED):
        found.append(
            CheckWarning(
                f"PDFs cannot be made: {', '.join(missing)} not found.", hint=hint, id="documents.W001"
            )
        )
    if missing := _missing(WANTED):
        found.append(
            CheckWarning(
                f"PDFs will be larger: {', '.join(missing)} not found.", hint=hint, id="documents.W002"
            )
        )
    if wrong := _without_vietnamese():
        found.append(
            CheckWarning(
                f"Printed Vietnamese will be wrong: {', '.join(wrong)} missing or without “{HARDEST}”.",
                hint="Restore static/fonts/print/ from the project.",
                id="documents.W003",
            )
        )
    return found
