"""A template and a frozen context become a PDF.

Text that people wrote is escaped on its way through the template and never is one. The renderer reads
our own print files and pictures that the document itself carries: no file of the machine, no network.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from emulation.documents.context import Paper
from emulation.documents.engine import font_configuration, static_print, weasyprint

FOLDERS = ("css/print/", "fonts/print/")
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")
TYPES = {".css": "text/css; charset=utf-8", ".ttf": "font/ttf"}


@dataclass(frozen=True)
class Sheet:
    """One document to lay out."""

    template: str
    paper: Paper


@dataclass(frozen=True)
class Printed:
    """A finished file."""

    pdf: bytes
    pages: int
    title: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


class NotOurFile(ValueError):
    """A document asked for something outside our print files."""


def _read(url: str) -> tuple[bytes, str]:
    """Return the content and type of `print:css/print/paper.css` and the like; refuse everything else."""
    scheme, _, name = url.partition(":")
    if scheme != "print" or not name.startswith(FOLDERS):
        raise NotOurFile(url[:80])
    path = static_print(name).resolve()
    if not any(path.is_relative_to(static_print(folder).resolve()) for folder in FOLDERS):
        raise NotOurFile(url[:80])
    return path.read_bytes(), TYPES[path.suffix]


def _fetcher() -> Any:
    urls = weasyprint().urls

    class PrintFiles(urls.URLFetcher):  # type: ignore[name-defined]
        """Stops the rendering when a document asks for anything else: a print is whole or it is not made."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(PICTURES):
                return super().fetch(url, headers)
            content, content_type = _read(url)
            return urls.URLFetcherResponse(url, content, {"Content-Type": content_type})

    return PrintFiles()


def html_of(sheet: Sheet) -> str:
    """Fill the template, in Vietnamese whatever the reader's language. Runs no query."""
    with override("vi"):
        # One spelling of every letter on paper, also where a text was never stored.
        return unicodedata.normalize("NFC", render_to_string(sheet.template, {"paper": sheet.paper}))


def pdf_of(pages: Sequence[str], *, title: str = "") -> Printed:
    """Lay out HTML documents one after the other in one file; each counts its own pages.

    The same documents give the same bytes. Raises `PrintingUnavailable` without Pango.
    """
    library = weasyprint()
    fonts = font_configuration()
    fetcher = _fetcher()
    try:
        documents = [
            library.HTML(string=html, base_url="print:css/print/", url_fetcher=fetcher).render(
                font_config=fonts
            )
            for html in pages
        ]
        whole = documents[0].copy([page for document in documents for page in document.pages])
        if title:
            whole.metadata.title = title
        identifier = hashlib.sha256("\f".join(pages).encode()).hexdigest()[:32].encode()
        pdf = whole.write_pdf(pdf_tags=True, pdf_identifier=identifier)
    except library.urls.FatalURLFetchingError as error:
        raise NotOurFile(str(error)) from error
    return Printed(pdf, len(whole.pages), whole.metadata.title or title)


def render(sheets: Sequence[Sheet], *, title: str = "") -> Printed:
    """Render documents into one file, titled like the first unless told otherwise."""
    return pdf_of([html_of(sheet) for sheet in sheets], title=title)
