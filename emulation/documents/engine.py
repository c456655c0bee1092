"""WeasyPrint, loaded on first use, with the fonts of the project and no others.

The host's fonts never matter: text is shaped under a private font configuration that knows only
`static/fonts/print/`. (Debian's `fonts-liberation` has a “Liberation Serif” without Vietnamese.)
"""

import contextlib
import importlib
import io
import os
import tempfile
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings

from emulation.core.errors import Refused, gettext_noop

FAMILY = "Liberation Serif"
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

# Changing an environment variable and reading it in C is one step for all threads.
_fonts = threading.RLock()
_loaded: dict[str, ModuleType] = {}


class PrintingUnavailable(Refused):
    """The machine lacks what printing needs; the message says what to install."""

    status = 503


def static_print(*parts: str) -> Path:
    """Return the path of a file that documents are made of, below `static/`."""
    return Path(settings.BASE_DIR, "static", *parts)


def fonts_folder() -> Path:
    """Return the folder of the shipped fonts."""
    return static_print("fonts", "print")


def _configuration(scratch: Path) -> str:
    """Write a fontconfig file that knows the shipped fonts alone.

    The second cache folder is for installations whose storage cannot be written.
    """
    cache = Path(settings.STORAGE_ROOT, "cache", "fonts")
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"<dir>{escape(str(fonts_folder()))}</dir>\n"
        f"<cachedir>{escape(str(cache))}</cachedir>\n<cachedir>{escape(str(scratch))}</cachedir>\n"
        "</fontconfig>\n"
    )


@contextlib.contextmanager
def _own_fonts() -> Iterator[None]:
    """Let fontconfig read our file while this lasts; child processes started later see the host's again."""
    with _fonts, tempfile.TemporaryDirectory(prefix="print-fonts-") as folder:
        path = Path(folder, "fonts.conf")
        path.write_text(_configuration(Path(folder)), encoding="utf-8")
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(path)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def weasyprint() -> ModuleType:
    """Return WeasyPrint, imported once; the import itself fails where Pango is missing."""
    if "weasyprint" in _loaded:
        return _loaded["weasyprint"]
    with _own_fonts(), warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        # A missing harfbuzz-subset is said by the system check, and works without.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            return _loaded.setdefault("weasyprint", importlib.import_module("weasyprint"))
        except OSError as error:
            raise PrintingUnavailable(
                gettext_noop(
                    "PDFs cannot be made on this machine: the library Pango is missing. "
                    "Install it, on Debian and Ubuntu with: apt-get install %(packages)s"
                ),
                packages=PACKAGES,
            ) from error


def font_configuration() -> Any:
    """Return a fresh font configuration for one document; keep it until the PDF is written."""
    weasyprint()
    fonts = importlib.import_module("weasyprint.text.fonts")
    with _own_fonts():
        return fonts.FontConfiguration()
