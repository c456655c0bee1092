"""Real files as people attach them, and files that only look like them."""

import io
import zipfile
from types import SimpleNamespace

import openpyxl
import pypdf
from PIL import Image
from weasyprint import HTML

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="{main}.main+xml"/></Types>'
)
BODY = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>Báo cáo</w:t></w:r></w:p></w:body></w:document>"
)


def pdf(*pages, text="Quyết định số 12/QĐ-UBND"):
    """A PDF of so many pages, made like the documents of the application."""
    words = pages or (text,)
    body = "<hr style='break-after: page; border: 0'>".join(f"<h1>{one}</h1>" for one in words)
    return HTML(string=f"<style>@page {{ size: A4 }}</style>{body}").write_pdf()


def locked_pdf(password="mat-khau"):
    """A PDF that opens with a password alone."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt(password, algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def picture(form="PNG", size=(300, 200), colour="#1f5fa8", **options):
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, form, **options)
    return made.getvalue()


def xlsx():
    book = openpyxl.Workbook()
    book.active["A1"] = "Chỉ tiêu"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def package(parts, compression=zipfile.ZIP_DEFLATED):
    """A zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(**more):
    """The least Word document: its types and its text; `more` adds parts."""
    return package({"[Content_Types].xml": TYPES.format(main=WORD), "word/document.xml": BODY, **more})


def sent(content):
    """A file as a form gets it."""
    return SimpleNamespace(size=len(content), read=lambda: content)
