"""What is taken as evidence, by its content alone; how it is named, kept and shown."""

import hashlib
import io
import unicodedata
import zipfile

import pypdf
import pytest
from PIL import Image

from clusters.scoring.files import office, reading, store, workbench, workshop
from clusters.scoring.files.names import clean_name
from clusters.scoring.files.reading import NOT_TAKEN, read_upload
from clusters.scoring.files.store import Damaged, NotStored
from emulation.core.errors import Refused
from tests.clusters.scoring import samples
from tests.clusters.scoring.samples import docx, locked_pdf, package, pdf, picture, sent, xlsx


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path / "storage"
    return settings.STORAGE_ROOT


def read(content, name="Báo cáo"):
    return read_upload(sent(content), name)


def refusal_of(content):
    with pytest.raises(Refused) as refusal:
        read(content)
    assert refusal.value.field == "file"
    return refusal.value.message


@pytest.mark.parametrize(
    ("content", "kind", "name", "pages"),
    [
        (pdf("Một", "Hai", "Ba"), "pdf", "Báo cáo.pdf", 3),
        (picture("PNG"), "picture", "Báo cáo.png", 1),
        (picture("JPEG"), "picture", "Báo cáo.jpg", 1),
        (docx(), "docx", "Báo cáo.docx", 0),
        (xlsx(), "xlsx", "Báo cáo.xlsx", 0),
    ],
)
def test_a_file_is_what_its_content_is(content, kind, name, pages):
    upload = read(content)
    assert (upload.kind, upload.name, upload.pages, upload.size) == (kind, name, pages, len(content))
    assert upload.digest == hashlib.sha256(content).hexdigest()


def test_neither_the_name_nor_the_extension_decides():
    assert read(picture("JPEG"), "Báo cáo.pdf").name == "Báo cáo.jpg"
    assert read(pdf(), "hinh.png").kind == "pdf"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"\n<html>%PDF-1.7</html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"#!/bin/sh\n",
        "Văn bản thường".encode(),
        picture("GIF"),
        picture("TIFF"),
        picture("WEBP"),
    ],
    ids=["html", "html-before-pdf", "svg", "exe", "script", "text", "gif", "tiff", "webp"],
)
def test_other_types_are_refused_in_words_that_say_what_is_taken(content):
    assert refusal_of(content) == NOT_TAKEN
    assert all(word in NOT_TAKEN for word in ("PDF", "PNG", "JPEG", ".docx", ".xlsx"))


@pytest.mark.parametrize(
    "content",
    [
        pdf()[:200],
        b"%PDF-1.7\n<html><script>alert(1)</script></html>",
        picture(size=(900, 900))[:200],
        picture("JPEG", size=(900, 900))[:700],
        b"\xff\xd8\xff<html></html>",
    ],
    ids=["half-pdf", "html-called-pdf", "half-png", "half-jpeg", "html-called-jpeg"],
)
def test_what_only_begins_right_is_refused(content):
    assert refusal_of(content) == workshop.BROKEN


def test_a_pdf_with_a_password_is_refused():
    assert refusal_of(locked_pdf()) == "The PDF has a password. Remove it and try again."


def test_a_pdf_that_is_a_book_is_refused():
    writer = pypdf.PdfWriter()
    for _page in range(workbench.MAX_PAGES + 1):
        writer.add_blank_page(width=100, height=100)
    made = io.BytesIO()
    writer.write(made)
    with pytest.raises(Refused) as refusal:
        read(made.getvalue())
    assert str(refusal.value) == "The PDF has more than 1000 pages. Attach only the pages that matter."


def test_a_picture_that_unpacks_to_too_much_is_refused():
    made = io.BytesIO()
    Image.new("1", (9000, 9000)).save(made, "PNG")
    with pytest.raises(Refused) as refusal:
        read(made.getvalue())
    assert str(refusal.value) == "The picture has more than 64 million points. Save it smaller and try again."


def test_a_picture_with_a_zip_behind_it_is_a_picture():
    upload = read(picture() + docx())
    assert (upload.kind, upload.name) == ("picture", "Báo cáo.png")


def test_old_and_locked_office_files_are_refused():
    assert refusal_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == office.LOCKED_OR_OLD


@pytest.mark.parametrize(
    "part", ["word/vbaProject.bin", "xl/macrosheets/sheet1.xml", "word/activeX/activeX1.xml"]
)
def test_macros_are_refused(part):
    assert refusal_of(docx(**{part: "x"})) == office.MACROS


def test_macros_by_the_types_alone_are_refused():
    types = samples.TYPES.format(main=samples.WORD).replace("wordprocessingml.document", "macroEnabled")
    content = package({"[Content_Types].xml": types, "word/document.xml": samples.BODY})
    assert refusal_of(content) == office.MACROS


def bomb():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", samples.TYPES.format(main=samples.WORD))
        archive.writestr("word/document.xml", samples.BODY)
        with archive.open("word/media/zeros.bin", "w") as part:
            for _megabyte in range(201):
                part.write(bytes(1024 * 1024))
    return made.getvalue()


def test_a_zip_that_unpacks_to_far_more_is_refused():
    assert refusal_of(bomb()) == office.TOO_MUCH


def test_a_zip_that_lies_about_its_size_is_refused():
    content = bytearray(docx(**{"word/media/zeros.bin": bytes(5000)}))
    place = content.rindex(b"PK\x01\x02")
    assert content[place + 24 : place + 28] == (5000).to_bytes(4, "little")
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert refusal_of(bytes(content)) == office.DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        package({"doc.txt": "x"}),
        package({"[Content_Types].xml": "<Types/>", "word/document.xml": samples.BODY}),
        package({"[Content_Types].xml": samples.TYPES.format(main=samples.WORD)}),
        docx()[:-30],
        b"PK\x03\x05" + docx()[4:],
    ],
    ids=["zip", "no-type", "no-text", "cut", "no-zip"],
)
def test_a_zip_that_is_no_document_is_refused(content):
    assert refusal_of(content) in (office.DAMAGED, NOT_TAKEN)


def test_an_empty_and_a_large_file_are_refused(settings):
    settings.EVIDENCE_MAX_MEGABYTES = 1
    assert refusal_of(b"") == reading.EMPTY
    assert refusal_of(picture() + bytes(1024 * 1024)) == reading.TOO_LARGE


def test_a_file_that_takes_for_ever_is_given_up(monkeypatch):
    monkeypatch.setattr(workshop, "PATIENCE", 0.001)
    assert refusal_of(pdf()) == workshop.BROKEN


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Báo cáo.pdf", "Báo cáo.pdf"),
        (unicodedata.normalize("NFD", "Quyết định.PDF"), "Quyết định.pdf"),
        ("C:\\Users\\an\\Báo cáo.pdf", "Báo cáo.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..", "file.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("bao\u202efdp.exe", "baofdp.exe.pdf"),
        ("bao\x00cao\r\n.pdf", "baocao.pdf"),
        ("a\r\nContent-Type: text", "a Content-Type text.pdf"),
        ('<img "x">.png', "img x.pdf"),
        ("Số 12.2025", "Số 12.2025.pdf"),
        ("con.pdf", "file-con.pdf"),
        ("  nhiều \u00a0 khoảng\u3000trắng .docx", "nhiều khoảng trắng.pdf"),
    ],
)
def test_names_are_fit_to_be_shown_and_saved(given, kept):
    assert clean_name(given, "pdf") == kept


def test_a_long_name_is_cut_at_a_whole_letter():
    name = clean_name("ế" * 300 + ".docx", "docx")
    assert name == "ế" * 60 + ".docx"
    assert len(name.encode()) < 255


def test_files_lie_under_names_of_our_own(storage):
    path = store.put(b"x")
    assert path.split("/")[0] == "evidence"
    assert [place.relative_to(storage).as_posix() for place in storage.rglob("*") if place.is_file()] == [
        path
    ]
    assert store.read(path, hashlib.sha256(b"x").hexdigest()) == b"x"


def test_a_file_that_was_changed_or_lost_is_not_handed_out(storage):
    path = store.put(b"x")
    (storage / path).write_bytes(b"y")
    with pytest.raises(Damaged):
        store.read(path, hashlib.sha256(b"x").hexdigest())
    (storage / path).unlink()
    with pytest.raises(Damaged):
        store.read(path, hashlib.sha256(b"x").hexdigest())


@pytest.mark.parametrize("path", ["../secret", "evidence/../../secret", "secret", "evidence"])
def test_a_path_that_leads_elsewhere_is_no_evidence(storage, path):
    storage.mkdir()
    for place in (storage / "secret", storage.parent / "secret"):
        place.write_bytes(b"x")
    with pytest.raises(Damaged):
        store.read(path, hashlib.sha256(b"x").hexdigest())


def test_a_link_out_of_the_folder_is_not_followed(storage):
    (storage / "evidence").mkdir(parents=True)
    (storage.parent / "secret").write_bytes(b"x")
    (storage / "evidence" / "link").symlink_to(storage.parent / "secret")
    with pytest.raises(Damaged):
        store.read("evidence/link", hashlib.sha256(b"x").hexdigest())


def test_a_disk_that_takes_nothing_says_so(storage):
    storage.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(NotStored):
        store.put(b"x")


def shown(kind, content, page=1):
    made = Image.open(io.BytesIO(workshop.show(kind, content, page)))
    assert made.format == "WEBP"
    return made


def test_a_page_is_drawn_as_wide_as_a_screen_needs():
    assert shown("pdf", pdf()).size == (1200, 1698)


@pytest.mark.parametrize(
    ("size", "drawn"), [((14400, 14400), (1200, 1200)), ((100, 14000), (18, 2400)), ((50, 40), (150, 120))]
)
def test_pages_of_any_size_make_small_pictures(size, drawn):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(*size)
    made = io.BytesIO()
    writer.write(made)
    assert shown("pdf", made.getvalue()).size == drawn


def test_each_page_is_drawn_by_itself():
    content = pdf("<p style='background:red;height:100mm'>", "<p style='background:blue;height:100mm'>")
    first, second = (shown("pdf", content, page).getpixel((600, 400)) for page in (1, 2))
    assert first[0] > 200 > 60 > first[2]
    assert second[2] > 200 > 60 > second[0]


def test_pictures_are_made_small_upright_and_white():
    assert shown("picture", picture(size=(5000, 2500))).size == (1200, 600)
    assert shown("picture", picture(size=(30, 20))).size == (30, 20)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "nơi chụp"
    turned = shown("picture", picture("JPEG", size=(300, 200), exif=exif))
    assert (turned.size, dict(turned.getexif())) == ((200, 300), {})
    made = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(made, "PNG")
    assert min(shown("picture", made.getvalue()).getpixel((20, 20))) > 250
