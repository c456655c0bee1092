"""Text that people write is text, and a document reads nothing but our print files and its own pictures."""

import base64
import http.server
import io
import threading

import pytest
from PIL import Image

from emulation.documents.context import Heading, Letterhead
from emulation.documents.render import NotOurFile, pdf_of
from tests.pdf.examples import made, pledge, ranking, report
from tests.pdf.reading import opened, whole_text

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src='file:///etc/passwd'>",
    "</style></title><h1>Tiêu đề giả</h1>",
    "{{ paper.signature.name }}",
    "{% include 'documents/base.html' %}",
    "{% load static %}",
    "& &amp; &lt;b&gt;",
    "print:css/print/paper.css",
    "url(file:///etc/hostname)",
    '" onload="alert(1)',
)


def picture():
    """A black square as a PNG in the document's own text."""
    image = io.BytesIO()
    Image.new("L", (8, 8)).save(image, "PNG")
    return "data:image/png;base64," + base64.b64encode(image.getvalue()).decode()


def test_hostile_text_is_printed_as_it_was_typed():
    found = whole_text(made(report(results=HOSTILE)))
    assert [text for text in HOSTILE if text not in found] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_attributes_and_titles_stays_text(text):
    sheet = pledge(
        signatories=2,
        targets=1,
        title=text,
        mark=text,
        letterhead=Letterhead(text, upper=text, place=text),
        heading=Heading(text, text),
    )
    pdf = made(sheet)
    assert opened(pdf).metadata.title == text
    assert opened(pdf).metadata.author == text
    assert text in whole_text(pdf)


def test_a_page_of_hostile_text_has_one_heading_and_no_picture():
    pages = opened(made(ranking(notes=HOSTILE))).pages
    assert [list(page.images) for page in pages] == [[] for _ in pages]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file:/etc/passwd",
        "/etc/passwd",
        "print:../emulation/settings.py",
        "print:css/print/../../../emulation/settings.py",
        "print:css/print/%2e%2e/%2e%2e/manage.py",
        "print:css/base.css",
        "print:js/app.js",
        "data:text/html,<b>x</b>",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "ftp://127.0.0.1/x",
    ],
)
def test_nothing_else_is_read(address):
    with pytest.raises(NotOurFile):
        pdf_of([f'<html lang="vi"><title>x</title><img src="{address}" alt=""></html>'])


def test_no_request_leaves_the_machine():
    seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.path)
            self.send_error(404)

        def log_message(self, *args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            address = f"http://127.0.0.1:{server.server_port}/x.png"
            with pytest.raises(NotOurFile):
                pdf_of([f'<img src="{address}">'])
            with pytest.raises(NotOurFile):
                pdf_of([f"<style>body {{ background: url({address}) }}</style><p>x</p>"])
            with pytest.raises(NotOurFile):
                pdf_of([f'<link rel="stylesheet" href="{address}"><p>x</p>'])
        finally:
            server.shutdown()
            thread.join()
    assert seen == []


def test_a_picture_the_document_carries_is_printed():
    page = opened(pdf_of([f'<img src="{picture()}" alt="điểm">']).pdf).pages[0]
    assert len(page.images) == 1


def test_a_document_carries_no_script_no_attachment_no_link_outside():
    root = opened(made(report(results=HOSTILE))).trailer["/Root"]
    assert "/OpenAction" not in root
    assert "/AcroForm" not in root
    assert "/EmbeddedFiles" not in root.get("/Names", {})
