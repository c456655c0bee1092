"""A unit's sheet on paper: what stands on it, for whom, and how long tables run on."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.cycles.papers import key_of, member_at
from clusters.scoring.models import Mark
from clusters.scoring.papers import BLANK, SHEET, build, build_blank
from clusters.scoring.services import MarkChange, save_marks
from emulation.core.errors import Refused
from emulation.documents.kinds import printed, subject_of
from tests.factories import close_windows, give_marks, make_mixed_table, make_sheet, make_table, open_windows
from tests.pdf.reading import opened, plain, text_of, whole_text
from tests.people import make_cast

pytestmark = pytest.mark.django_db
WHOLE = ["10", "2", "2", "6", "0"]


@pytest.fixture
def cast():
    cast = make_cast()
    make_mixed_table(cast.cycle.groups.get())
    open_windows(cast.cycle, "self-scoring", "cross-inspection", "verification")
    return cast


@pytest.fixture
def member(cast):
    return lambda: member_at(cast.cycle, cast.contact_unit.code)


def lines(paper):
    return {line.code: line for line in paper.lines}


def test_the_sheet_says_points_reasons_and_evidence(cast, member):
    give_marks(
        member(), "self", ["9.5", "2", "2", "6", "0"], reason="chậm một việc", evidence="Báo cáo 12/BC-VP"
    )
    paper = build(cast.cycle, member(), None)
    found = lines(paper)
    assert paper.sources == ("Tự chấm",)
    assert (found["A.1"].points, found["A.1"].maximum) == (("9,50",), "10,00")
    assert (found["A.1"].reasons, found["A.1"].evidence) == (("chậm một việc",), ("Báo cáo 12/BC-VP",))
    assert (found["A"].points, found["B"].points, paper.totals) == (("13,50",), ("6,00",), ("19,50",))
    text = whole_text(printed(SHEET, cast.cycle, member()).pdf)
    for words in ("BẢNG TỰ CHẤM ĐIỂM", "Văn phòng", "Xác nhận", "TỔNG ĐIỂM", "THỦ TRƯỞNG ĐƠN VỊ"):
        assert words in text
    assert "Dự thảo, chưa gửi" in text


def test_an_unfinished_sheet_has_no_total(cast, member):
    give_marks(member(), "self", ["9.5", "2"])
    paper = build(cast.cycle, member(), None)
    assert (paper.totals, lines(paper)["A"].points, lines(paper)["A.3"].points) == (("2/5",), ("2/3",), ("",))


def test_a_sent_sheet_bears_its_day(cast, member):
    give_marks(member(), "self", WHOLE)
    make_sheet(member(), "submitted", submitted_at=timezone.make_aware(dt.datetime(2026, 11, 5, 9, 0)))
    paper = build(cast.cycle, member(), None)
    assert (paper.letterhead.dateline, paper.heading.note) == (
        "……………, ngày 05 tháng 11 năm 2026",
        "",
    )


def test_verified_points_are_not_printed_before_the_unit_may_read_them(cast, member):
    give_marks(member(), "self", WHOLE, state="submitted")
    give_marks(
        member(), "verified", ["7.25"], reason="bí mật thẩm định", explanation={"text": "rò rỉ", "values": {}}
    )
    for name, sources in (
        ("contact", ("Tự chấm",)),
        ("head", ("Tự chấm", "Thẩm định")),
        ("viewer", ("Tự chấm", "Thẩm định")),
    ):
        made = printed(SHEET, cast.cycle, member(), cast.fresh(name))
        assert build(cast.cycle, member(), cast.fresh(name)).sources == sources
        text = whole_text(made.pdf)
        read = len(sources) > 1
        assert [word in text for word in ("7,25", "bí mật thẩm định", "rò rỉ")] == [read] * 3
    assert "bí mật thẩm định" not in whole_text(printed(SHEET, cast.cycle, member()).pdf)
    make_sheet(member(), "verified")
    assert build(cast.cycle, member(), cast.fresh("contact")).sources == ("Tự chấm", "Thẩm định")


def test_an_annex_explains_every_computed_line(cast, member):
    change = MarkChange(member=member().pk, criterion="A.3", inputs={"numerator": "19", "denominator": "20"})
    save_marks(source="self", changes=[change], actor=cast.fresh("contact"))
    paper = build(cast.cycle, member(), None)
    assert [(told.line, told.points, told.source) for told in paper.explained] == [
        ("A.3 Tiêu chí A.3", "2", "tự chấm")
    ]
    pages = opened(printed(SHEET, cast.cycle, member()).pdf).pages
    last = plain(text_of(pages[-1]))
    assert last.startswith("PHỤ LỤC Giải trình cách tính điểm")
    assert "19 ÷ 20" in last


def test_a_sheet_of_judged_lines_has_no_annex(cast, member):
    give_marks(member(), "self", WHOLE)
    assert build(cast.cycle, member(), None).has_annex is False


def test_tasks_that_did_not_arise_are_named_and_the_total_rescaled(cast, member):
    CriteriaTable.objects.update(not_arisen="excluded")
    give_marks(member(), "self", ["10", None, "2", "3", "0"])
    Mark.objects.create(
        sheet=member().sheet,
        criterion=Criterion.objects.get(code="A.2"),
        source="self",
        not_arisen=True,
        reason="không được giao",
        given_at=timezone.now(),
    )
    paper = build(cast.cycle, member(), None)
    line = lines(paper)["A.2"]
    assert (line.points, line.reasons) == (("KPS",), ("Không phát sinh nhiệm vụ: không được giao",))
    assert paper.totals == ("15,00",)
    assert paper.notes[1:] == (
        "Tự chấm: 15,00 trên 18,00 điểm chuẩn phải chấm; quy đổi theo thang 20,00: 16,67; tỷ lệ hoàn thành 83,33 %.",
        "KPS: không phát sinh nhiệm vụ, không tính vào tổng điểm chuẩn.",
    )


def test_the_empty_form_holds_nothing_of_what_was_given(cast, member):
    CriteriaTable.objects.update(not_arisen="full")
    give_marks(member(), "self", ["9.25"], reason="đã ghi", evidence="đã nộp")
    paper = build_blank(cast.cycle, member(), cast.fresh("head"))
    assert {points for line in paper.lines for points in line.points} == {""}
    assert lines(paper)["A.3"].asks == ("Số việc hoàn thành đúng hạn", "Tổng số việc được giao")
    assert [line.code for line in paper.lines if line.may_not_arise] == ["A.1", "A.2", "A.3", "B.1"]
    text = whole_text(printed(BLANK, cast.cycle, member()).pdf)
    assert ("đã ghi" in text, "Không phát sinh nhiệm vụ" in text) == (False, True)


@pytest.mark.parametrize("kind", [SHEET, BLANK], ids=["sheet", "blank"])
def test_a_long_table_repeats_its_head_and_cuts_no_line(cast, member, kind):
    group = cast.cycle.groups.get()
    group.binding.delete()
    make_table(group, leaves=60)
    give_marks(member(), "self", ["9"] * 60, reason="Lý do được ghi đầy đủ theo quy định. " * 6)
    pages = opened(printed(kind, cast.cycle, member()).pdf).pages
    texts = [plain(text_of(page)) for page in pages]
    assert len(texts) > 4
    held = [text for text in texts if "Tiêu chí 1" in text or "I." in text]
    assert all("Điểm chuẩn" in text and "Tài liệu minh chứng" in text for text in held)
    whole = " ".join(texts)
    for number in range(1, 61):
        assert whole.count(f"I.{number} ") == 1
    assert "THỦ TRƯỞNG ĐƠN VỊ" in texts[-1]
    assert "I.60 " in texts[-1]


def test_a_paper_of_one_unit_needs_the_unit(cast, member):
    with pytest.raises(Refused, match=r"^This document is printed of one unit: name it\.$"):
        printed(SHEET, cast.cycle)


def test_a_task_finds_the_member_by_the_key(cast, member):
    one = member()
    subject = subject_of(key_of(cast.cycle, one))
    assert (subject.group, subject.label) == (one, f"{cast.cycle} – Văn phòng")


PRINTS = {
    "standing_body": 200,
    "head": 200,
    "deputy": 200,
    "contact": 200,
    "viewer": 200,
    "administrator": 200,
    "outsider": 404,
}


@pytest.mark.parametrize("what", ["sheet", "sheet-blank"])
def test_who_reads_a_sheet_prints_it(client, cast, what):
    address = reverse("clusters:paper", args=[cast.cycle.cluster.code, cast.cycle.year, what])

    def answer(name, unit):
        client.force_login(cast.fresh(name))
        return client.get(address, {"unit": unit.code})

    assert {name: answer(name, cast.contact_unit).status_code for name in cast.everyone} == PRINTS
    assert answer("contact", cast.head_unit).status_code == 403
    close_windows(cast.cycle, "provisional")
    response = answer("contact", cast.head_unit)
    assert (response.status_code, response["Content-Disposition"]) == (
        200,
        f'inline; filename="{what}-{cast.cycle.cluster.code}-{cast.cycle.year}-{cast.head_unit.code}.pdf"',
    )
    assert client.get(address).status_code == client.get(address, {"unit": "khong-co"}).status_code == 404


@pytest.mark.parametrize("leaves", [1, 3, 12])
def test_building_asks_the_same_whatever_the_length(cast, member, leaves, exactly_queries):
    group = cast.cycle.groups.get()
    group.binding.delete()
    make_table(group, leaves=leaves)
    give_marks(member(), "self", [Decimal(9)] * leaves)
    one = member()
    with exactly_queries(3):
        build(cast.cycle, one, None)
