"""What is printed can be read back: the right letters, in our fonts, in Vietnamese."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from emulation.documents.context import SAMPLE_MARK
from emulation.documents.engine import fonts_folder
from emulation.documents.render import render
from tests.pdf.examples import made, pledge, ranking, report, sample
from tests.pdf.reading import fonts, opened, plain, text_of, whole_text

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LOWER = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES) + "đ"
EVERY_LETTER = tuple(" ".join(letters) for letters in (LOWER, LOWER.upper()))
SHEETS = {"pledge": pledge, "ranking": ranking, "report": report}


def test_the_alphabet_of_the_test_is_whole():
    marked = {letter for letter in "".join(EVERY_LETTER) if ord(letter) > 127}
    assert len(marked) == 134


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_comes_back_composed(form):
    text = tuple(unicodedata.normalize(form, line) for line in EVERY_LETTER)
    found = whole_text(made(report(results=text)))
    for line in EVERY_LETTER:
        assert line in found


def test_a_body_of_text_comes_back_as_it_was_written():
    written = (
        "Hoàn thành xuất sắc nhiệm vụ; thưởng 1.300.000.000 đồng (hơn 95 %) – “Nghĩa tình”, uỷ ban, Toà án. "
    )
    found = whole_text(made(report(results=(written * 12,))))
    assert plain(written * 12) in found


@pytest.mark.parametrize("name", SHEETS)
def test_fonts_are_embedded_and_ours_alone(name):
    found = fonts(made(SHEETS[name]()))
    assert {font.split("+")[1] for font in found} <= {
        "Liberation-Serif",
        "Liberation-Serif-Bold",
        "Liberation-Serif-Italic",
        "Liberation-Serif-Bold-Italic",
    }
    assert all(found.values())


def test_only_the_letters_used_are_embedded():
    whole = sum(path.stat().st_size for path in fonts_folder().glob("*.ttf"))
    assert sum(fonts(made(pledge())).values()) < whole / 10


@pytest.mark.parametrize("name", SHEETS)
def test_the_file_says_its_language_title_and_structure(name):
    sheet = SHEETS[name]()
    reader = opened(made(sheet))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == sheet.paper.title
    assert reader.metadata.author == sheet.paper.letterhead.issuer


@pytest.mark.parametrize("name", SHEETS)
def test_sample_data_is_marked_on_every_page(name):
    pages = opened(made(sample(SHEETS[name]()))).pages
    assert [text_of(page).count(SAMPLE_MARK) for page in pages] == [1] * len(pages)


@pytest.mark.parametrize("name", SHEETS)
def test_real_data_bears_no_mark(name):
    assert "DỮ LIỆU MẪU" not in whole_text(made(SHEETS[name]()))


def test_the_reader_of_english_gets_the_same_paper():
    from django.utils.translation import override

    with override("en"):
        english = made(report())
    assert english == made(report())


def test_the_same_document_gives_the_same_bytes():
    assert made(pledge()) == made(pledge())


def test_many_people_may_print_at_once():
    sheets = [pledge(signatories=2, targets=1), report(paragraphs=1)]
    alone = [made(sheet) for sheet in sheets]
    with ThreadPoolExecutor(4) as people:
        together = list(people.map(lambda sheet: render([sheet]).pdf, sheets * 2))
    assert together == alone * 2


def test_documents_of_one_file_each_count_their_own_pages():
    one, other = report(20), report(30, title="Báo cáo của nhóm khác")
    together = render([one, other])
    apart = [opened(made(sheet)).pages for sheet in (one, other)]
    pages = opened(together.pdf).pages
    assert together.pages == len(pages) == len(apart[0]) + len(apart[1])
    assert [text_of(page) for page in pages] == [text_of(page) for part in apart for page in part]
    assert together.title == one.paper.title


def test_provisional_figures_say_so_in_the_title():
    assert "BẢNG TỔNG HỢP ĐIỂM, XẾP HẠNG (DỰ KIẾN)" in whole_text(made(ranking()))
    assert "KẾT QUẢ CHẤM ĐIỂM, XẾP HẠNG (DỰ KIẾN)" in whole_text(made(report()))


def test_empty_sections_of_the_report_say_so():
    text = whole_text(made(report(results=(), directions=(), next_leaders=(), nominations=(), asked=())))
    assert text.count("(Chưa có nội dung.)") == 3
    assert "(Chưa có đề nghị khen thưởng.)" in text
    assert "ĐỀ XUẤT, KIẾN NGHỊ" not in text


def test_long_sections_run_on_over_the_pages():
    lines = tuple(f"Đoạn thứ {number} của kết quả thực hiện nhiệm vụ trong năm." for number in range(1, 201))
    text = whole_text(made(report(results=lines)))
    assert [line for line in lines if line not in text] == []
