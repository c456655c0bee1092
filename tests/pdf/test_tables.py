"""Tables over several pages: heads repeated, never alone at the foot; wide ones split by columns."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from emulation.documents.context import Signature
from tests.pdf.examples import UNITS, made, pledge, ranking, report
from tests.pdf.reading import opened, run, runs, text_of, whole_text
from tests.support.sizes import FULL

# The heights at which the last rows meet the foot of a page, one by one in the full sizes.
LEAVES = range(15, 25) if FULL else (17, 21, 22, 24)
SIGNATORIES = range(2, 15) if FULL else (2, 3, 7, 8, 14)


def lines_of(page):
    """The page's lines of text from top to bottom, without page number and mark."""
    rows = {}
    for one in runs(page):
        if 18 < one.top < float(page.mediabox.height) / 72 * 25.4 - 18:
            rows.setdefault(round(one.top), []).append(one)
    return [" ".join(one.text for one in sorted(rows[top], key=lambda one: one.left)) for top in sorted(rows)]


@pytest.mark.parametrize("leaves", LEAVES)
def test_the_head_of_the_matrix_stands_on_each_of_its_pages_and_never_last(leaves):
    pages = opened(made(ranking(5, leaves))).pages
    with_rows = [page for page in pages if re.search(r"S\d\.\d|TỔNG ĐIỂM", text_of(page))]
    heads = [sum(one.text.startswith("Tiêu chí") and one.is_bold for one in runs(page)) for page in pages]
    assert heads == [1] * len(with_rows) + [0] * (len(pages) - len(with_rows))
    for page in with_rows:
        head = next(one for one in runs(page) if one.text == "Tiêu chí" and one.is_bold)
        below = [one.text for one in runs(page) if one.top > head.top + 4]
        assert any(re.match(r"S\d\.\d|TỔNG ĐIỂM", text) for text in below)


@pytest.mark.parametrize("leaves", LEAVES)
def test_a_section_is_never_the_last_row_of_a_page(leaves):
    for page in opened(made(ranking(5, leaves))).pages:
        codes = [one.text for one in runs(page) if re.fullmatch(r"S\d(\.\d+)?", one.text)]
        assert not codes or "." in codes[-1]


@pytest.mark.parametrize("leaves", LEAVES)
def test_the_total_keeps_the_last_criterion_and_the_rank_by_it(leaves):
    page = next(page for page in opened(made(ranking(5, leaves))).pages if "TỔNG ĐIỂM" in text_of(page))
    assert "XẾP HẠNG" in text_of(page)
    assert f"S2.{leaves}" in [one.text for one in runs(page)]


@pytest.mark.parametrize("targets", range(8, 24, 2 if FULL else 5))
def test_the_head_of_the_targets_is_never_alone_at_the_foot(targets):
    for page in opened(made(pledge(2, targets))).pages:
        lines = lines_of(page)
        heads = [number for number, line in enumerate(lines) if "Đơn vị tính" in line]
        for number in heads:
            assert "Chỉ tiêu thứ" in lines[number + 1]


@pytest.mark.parametrize("paragraphs", range(1, 30, 2 if FULL else 7))
def test_a_heading_is_never_the_last_line_of_a_page(paragraphs):
    for page in opened(made(report(paragraphs))).pages:
        assert not re.match(r"[IVX]+\. ", lines_of(page)[-1])


@pytest.mark.parametrize("members", range(1, 15) if FULL else (1, 8, 14))
def test_up_to_fourteen_members_stand_beside_each_other(members):
    pages = opened(made(ranking(members))).pages
    total = next(page for page in pages if "TỔNG ĐIỂM" in text_of(page))
    row = run(total, "TỔNG ĐIỂM")
    figures = [one for one in runs(total) if abs(one.top - row.top) < 2 and one.text == "114,00"]
    assert len(figures) == members
    edges = sorted(figures, key=lambda one: one.left)
    assert all(left.right < right.left for left, right in pairwise(edges))
    assert edges[-1].right <= 282
    assert min(one.size for page in pages for one in runs(page)) >= 8


def test_a_long_short_name_stays_in_its_column():
    sheet = ranking(12)
    columns = tuple(replace(one, name="QLXLVPHC&TDTHPLKTVBQPPL") for one in sheet.paper.columns)
    page = opened(made(replace(sheet, paper=replace(sheet.paper, columns=columns)))).pages[0]
    head = next(one for one in runs(page) if one.text == "Tiêu chí")
    names = [one for one in runs(page) if abs(one.top - head.top) < 10 and re.fullmatch("[A-Z&]+", one.text)]
    lines = {}
    for one in names:
        lines.setdefault(round(one.top), []).append(one)
    for line in lines.values():
        assert len(line) == 12
        assert all(
            left.right < right.left for left, right in pairwise(sorted(line, key=lambda one: one.left))
        )


def test_more_members_are_printed_in_blocks_of_columns():
    pages = opened(made(ranking(17))).pages
    totals = [page for page in pages if "TỔNG ĐIỂM" in text_of(page)]
    counts = []
    for page in totals:
        row = run(page, "TỔNG ĐIỂM")
        counts.append(len([one for one in runs(page) if abs(one.top - row.top) < 2 and one.text == "114,00"]))
    assert counts == [9, 8]


def test_every_criterion_of_twelve_members_and_thirty_criteria_is_there():
    text = whole_text(made(ranking(12, 15)))
    assert [
        f"S{part}.{leaf}" for part in (1, 2) for leaf in range(1, 16) if f"S{part}.{leaf} " not in text
    ] == []
    assert text.count("4,75") == 12 * 30


@pytest.mark.parametrize("signatories", SIGNATORIES)
def test_every_member_signs_in_a_block_that_is_never_split(signatories):
    pages = opened(made(pledge(signatories))).pages
    names = {}
    for number, page in enumerate(pages, start=1):
        for one in runs(page):
            names.setdefault(one.text, []).append((number, one))
    for place in range(1, signatories + 1):
        first_word = UNITS[place - 1].upper()[:14]
        ((page_of_name, name),) = names[f"Người Ký Thứ {place}"]
        above = [
            one
            for number, one in ((number, one) for found in names.values() for number, one in found)
            if number == page_of_name
            and one.text[:14] == first_word[: len(one.text)]
            and one.top < name.top
            and abs(one.middle - name.middle) < 2
        ]
        assert above, f"block {place} is split"
        assert 20 < name.top - above[0].top < 60


@pytest.mark.parametrize(("signatories", "columns"), [(2, 2), (3, 2), (4, 2), (5, 3), (8, 3), (14, 3)])
def test_members_sign_in_two_or_three_columns(signatories, columns):
    places = {
        round(one.middle)
        for page in opened(made(pledge(signatories))).pages
        for one in runs(page)
        if one.text.startswith("Người Ký Thứ")
    }
    assert len(places) == columns


def test_who_is_not_known_signs_on_an_open_line():
    unknown = (Signature(body="Văn phòng Bộ"), Signature(body="Thanh tra Bộ", name="Trần Văn Tra"))
    text = whole_text(made(pledge(members=unknown, head=None, witnesses=())))
    assert text.count("…………………") == 1
    assert "Trần Văn Tra" in text


def test_witness_signs_left_and_head_right_after_all_members():
    page = opened(made(pledge(8))).pages[-1]
    witness, head = run(page, "Nguyễn Thị Chứng"), run(page, "Phan Văn Trưởng")
    members = [one.top for one in runs(page) if one.text.startswith("Người Ký Thứ")]
    assert witness.right < head.left
    assert abs(witness.top - head.top) < 0.5
    assert all(top < witness.top for top in members)


@pytest.mark.parametrize(
    "sheet", [report(paragraphs) for paragraphs in (range(8, 20) if FULL else (10, 13, 16))]
)
def test_a_signature_never_stands_alone_on_a_page(sheet):
    lines = lines_of(opened(made(sheet)).pages[-1])
    assert lines[0] != "Nơi nhận: TRƯỞNG CỤM THI ĐUA SỐ I"


@pytest.mark.parametrize("members", range(4, 30) if FULL else (10, 14, 22))
def test_the_signature_of_the_ranking_keeps_some_of_the_result(members):
    text = text_of(opened(made(ranking(members))).pages[-1])
    assert "Phan Văn Trưởng" in text
    assert text.count("114,00") >= min(4, members)


def test_a_bar_is_as_long_as_its_share():
    text = whole_text(made(report()))
    assert "108,50" in text
    assert "Chưa chấm đủ: 3/24 tiêu chí" in text
    page = next(page for page in opened(made(report())).pages if "Chưa chấm đủ" in text_of(page))
    widths = []

    def visit(operator, operands, cm, _tm):
        if operator == b"re" and float(operands[3]) == 38:
            widths.append(float(operands[2]) * float(cm[0]))

    page.extract_text(visitor_operand_before=visit)
    assert widths[1] / widths[0] == pytest.approx(0.5, abs=0.001)
