"""The layout of Nghị định 30/2020/NĐ-CP, Phụ lục I, measured on the page."""

import pytest

from tests.pdf.examples import made, pledge, ranking, report
from tests.pdf.reading import opened, rules, run, runs, text_of

# The page is laid out in steps far below a millimetre; widths are measured without kerning.
NEAR = 1.2


@pytest.fixture(scope="module")
def first():
    return opened(made(report())).pages[0]


def test_paper_is_a4_upright():
    assert [
        tuple(round(float(side) / 72 * 25.4) for side in (page.mediabox.width, page.mediabox.height))
        for page in opened(made(report())).pages
    ] == [(210, 297), (210, 297)]


def test_the_wide_table_lies_on_its_side():
    assert {
        tuple(round(float(side) / 72 * 25.4) for side in (page.mediabox.width, page.mediabox.height))
        for page in opened(made(ranking())).pages
    } == {(297, 210)}


@pytest.mark.parametrize(
    ("text", "size", "bold", "italic"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 14, True, False),
        ("BỘ TƯ PHÁP", 13, False, False),
        ("CỤC KẾ HOẠCH - TÀI CHÍNH", 13, True, False),
        ("Số: 05", 13, False, False),
        ("Hà Nội, ngày 25 tháng 11 năm 2022", 14, False, True),
        ("BÁO CÁO", 14, True, False),
        ("Tổng kết công tác thi đua năm 2022", 14, True, False),
        ("Năm 2022, Cụm thi đua số I có 8", 14, False, False),
    ],
)
def test_letters_of_the_elements(first, text, size, bold, italic):
    found = run(first, text)
    assert (found.size, found.is_bold, found.is_italic) == (pytest.approx(size, abs=0.01), bold, italic)


def test_state_right_issuer_left_on_one_line(first):
    state, upper = run(first, "CỘNG HÒA"), run(first, "BỘ TƯ PHÁP")
    assert state.top == pytest.approx(upper.top, abs=0.1)
    assert upper.right < state.left
    assert state.right <= 195 + NEAR


def test_number_and_date_on_one_line(first):
    number, date = run(first, "Số: 05"), run(first, "Hà Nội, ngày 25")
    assert number.top == pytest.approx(date.top, abs=0.5)
    assert date.middle == pytest.approx(run(first, "Độc lập").middle, abs=NEAR)


def test_the_rule_under_the_motto_is_as_long_as_the_line(first):
    motto = run(first, "Độc lập")
    rule = next(one for one in rules(first) if one.left == pytest.approx(motto.left, abs=0.2))
    assert rule.length == pytest.approx(motto.right - motto.left, abs=NEAR)
    assert 0 < rule.top - motto.top < 3


@pytest.mark.parametrize("text", ["CỤC KẾ HOẠCH - TÀI CHÍNH", "Tổng kết công tác thi đua năm 2022"])
def test_the_rule_under_issuer_and_subject_is_a_third_to_a_half_of_the_line(first, text):
    line = run(first, text)
    below = [
        one for one in rules(first) if 0 < one.top - line.top < 4 and line.left < one.middle < line.right
    ]
    assert len(below) == 1
    assert 1 / 3 <= below[0].length / (line.right - line.left) <= 1 / 2
    assert below[0].middle == pytest.approx(line.middle, abs=NEAR)


def test_title_is_centred_between_the_margins(first):
    assert run(first, "BÁO CÁO").middle == pytest.approx((30 + 195) / 2, abs=0.5)


def test_margins_and_indent(first):
    body = [one for one in runs(first) if one.size == pytest.approx(14, abs=0.01) and not one.is_bold]
    assert min(one.left for one in body) == pytest.approx(30, abs=0.1)
    assert run(first, "Năm 2022, Cụm").left == pytest.approx(30 + 12.7, abs=0.1)
    assert max(one.right for one in body) <= 195 + NEAR
    assert max(one.top for one in body) <= 297 - 20


def test_the_end_names_recipients_left_and_the_signature_right():
    last = opened(made(report())).pages[-1]
    heading, archive = run(last, "Nơi nhận:"), run(last, "- Lưu: VT.")
    authority, name = run(last, "TRƯỞNG CỤM THI ĐUA SỐ I"), run(last, "Phan Văn Trưởng")
    assert (heading.size, heading.is_bold, heading.is_italic) == (pytest.approx(12, abs=0.01), True, True)
    assert (archive.size, archive.is_bold) == (pytest.approx(11, abs=0.01), False)
    assert heading.left == pytest.approx(30, abs=0.1)
    assert (authority.size, authority.is_bold) == (pytest.approx(14, abs=0.01), True)
    assert (name.size, name.is_bold) == (pytest.approx(14, abs=0.01), True)
    assert authority.middle == pytest.approx(name.middle, abs=NEAR)
    assert authority.left > 105
    assert name.top - authority.top > 25


@pytest.mark.parametrize(
    ("sheet", "middle"),
    [(report(40), (30 + 195) / 2), (pledge(14), (30 + 195) / 2), (ranking(8, 30), (30 + 282) / 2)],
)
def test_pages_are_numbered_from_the_second_in_the_middle_of_the_top_margin(sheet, middle):
    pages = opened(made(sheet)).pages
    assert len(pages) > 2
    above = [[(one.text, one.size) for one in runs(page) if one.top < 18] for page in pages]
    assert above == [
        [],
        *([(str(number), pytest.approx(14, abs=0.01))] for number in range(2, len(pages) + 1)),
    ]
    for number, page in enumerate(pages[1:], start=2):
        found = next(one for one in runs(page) if one.top < 18 and one.text == str(number))
        assert found.middle == pytest.approx(middle, abs=0.5)
        assert 5 < found.top < 18


def test_a_number_below_ten_gets_a_leading_zero(first):
    assert "Số: 05/BC-KHTC" in text_of(first)


def test_what_is_not_known_stays_open():
    page = opened(made(ranking())).pages[0]
    assert "Hà Nội, ngày … tháng … năm 2022" in text_of(page)
