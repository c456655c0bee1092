"""What the builders read from the database, and what then stands on paper."""

import datetime as dt
from decimal import Decimal

import pytest

from awards.reports.papers import SUMMARY_REPORT, NominationLine, ScoreLine
from clusters.cycles.papers import NothingToPrint
from clusters.pledges.papers import PLEDGE, TargetLine, UnitTitles
from clusters.ranking.papers import RANKING
from clusters.scoring.models import Mark
from emulation.documents.context import Letterhead, Signature
from emulation.documents.kinds import printed, sheets
from tests.factories import make_cycle, make_leader, make_unit
from tests.pdf.reading import opened, text_of, whole_text
from tests.pdf.years import (
    add_facts,
    add_pledge,
    add_signatories,
    give,
    make_two_groups,
    make_year,
    publish,
    rename,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return make_year()


def test_the_pledge_says_what_was_promised(cycle):
    add_pledge(cycle, place="Hà Nội", signed_on=dt.date(2022, 2, 5), state="signed")
    paper = PLEDGE.build(cycle, None)
    assert paper.letterhead == Letterhead(
        "Cụm thi đua số I", upper="Bộ Tư pháp", place="Hà Nội", day=dt.date(2022, 2, 5), year=2022
    )
    assert paper.heading.about == "Năm 2022 của Cụm thi đua số I, Khối các đơn vị thuộc Bộ Tư pháp"
    assert paper.heading.note == ""
    assert paper.targets == (
        TargetLine("Hoàn thành nhiệm vụ", Decimal("1300000000.00"), "đồng"),
        TargetLine("Không có đơn thư vượt cấp"),
    )
    assert paper.titles[0] == UnitTitles("Văn phòng Bộ", ("Tập thể lao động xuất sắc",))
    text = whole_text(printed(PLEDGE, cycle).pdf)
    assert "1.300.000.000 đồng" in text
    assert "Hôm nay, ngày 05 tháng 02 năm 2022, các đơn vị thành viên" in text


def test_without_named_signatories_every_member_has_an_empty_block(cycle):
    add_pledge(cycle)
    paper = PLEDGE.build(cycle, None)
    assert [block.body for block in paper.members] == ["Văn phòng Bộ", "Thanh tra Bộ", "Vụ Pháp luật"]
    assert {block.name for block in paper.members} == {""}
    assert paper.head == Signature(
        "", "Cục trưởng", "Phan Văn Trưởng", "Cục Kế hoạch - Tài chính", "Trưởng Cụm thi đua số I"
    )
    assert paper.heading.note == "Dự thảo"


def test_named_signatories_sign_in_their_order(cycle):
    add_signatories(add_pledge(cycle))
    paper = PLEDGE.build(cycle, None)
    assert [(one.body, one.name) for one in paper.members] == [
        ("Văn phòng Bộ", "Người ký 1"),
        ("Thanh tra Bộ", "Người ký 3"),
        ("Vụ Pháp luật", "Người ký 4"),
    ]
    assert paper.head.name == "Người ký 2"
    assert [(one.body, one.name) for one in paper.witnesses] == [
        ("Vụ Thi đua - Khen thưởng", "Nguyễn Thị Chứng")
    ]


def test_who_signs_for_the_head_of_a_unit_says_so(cycle):
    pledge = add_pledge(cycle)
    add_signatories(pledge)
    pledge.signatories.filter(person="Người ký 1").update(authority="KT.", office="Phó Chánh Văn phòng")
    block = PLEDGE.build(cycle, None).members[0]
    assert (block.authority, block.office) == ("KT. Thủ trưởng đơn vị", "Phó Chánh Văn phòng")


def test_a_year_without_a_pledge_has_none_to_print(cycle):
    with pytest.raises(NothingToPrint, match="No pledge has been written"):
        printed(PLEDGE, cycle)


def test_units_bear_the_name_they_had_on_the_day(cycle):
    rename(cycle.memberships.in_order()[0].unit, "Văn phòng (tên cũ)", dt.date(2022, 6, 30))
    add_pledge(cycle, signed_on=dt.date(2022, 2, 5), state="signed")
    assert PLEDGE.build(cycle, None).titles[0].unit == "Văn phòng (tên cũ)"
    assert RANKING.build(cycle, cycle.groups.get()).columns[0].name == "Văn phòng Bộ"


def test_a_head_that_is_not_published_stays_empty():
    cycle = make_cycle(year=2022, members=2)
    add_pledge(cycle)
    paper = PLEDGE.build(cycle, None)
    assert (paper.head.office, paper.head.name, paper.head.body) == ("", "", "")
    assert [block.body for block in paper.members] == [one.unit.name for one in cycle.memberships.in_order()]


def test_the_ranking_before_anything_is_published(cycle):
    paper = RANKING.build(cycle, cycle.groups.get())
    assert paper.heading.kind == "Bảng tổng hợp điểm, xếp hạng (dự kiến)"
    assert paper.heading.note == "Chưa công bố"
    assert [(one.name, one.total, one.rank) for one in paper.columns] == [
        ("Văn phòng Bộ", "28,50", "1"),
        ("Cục Kế hoạch - Tài chính", "26,25", "2"),
        ("Thanh tra Bộ", "26,25", "2"),
        ("Vụ Pháp luật", "1/3", ""),
    ]
    assert [(line.code, line.maximum, line.points, line.is_section) for line in paper.lines] == [
        ("I", "30,00", ("28,50", "26,25", "26,25", "1/3"), True),
        ("I.1", "10,00", ("10,00", "9,00", "9,00", "10,00"), False),
        ("I.2", "10,00", ("9,50", "9,25", "9,25", ""), False),
        ("I.3", "10,00", ("9,00", "8,00", "8,00", ""), False),
    ]
    assert [(place.rank, place.unit, place.total) for place in paper.places] == [
        ("1", "Văn phòng Bộ", "28,50"),
        ("2", "Cục Kế hoạch - Tài chính", "26,25"),
        ("2", "Thanh tra Bộ", "26,25"),
        ("", "Vụ Pháp luật", ""),
    ]
    assert paper.places[3].note == "Chưa chấm đủ: 1/3 tiêu chí"
    assert paper.letterhead.issuer == "Cục Kế hoạch - Tài chính"
    assert paper.letterhead.upper == "Bộ Tư pháp"


def test_a_published_ranking_is_printed_as_published(cycle):
    group = cycle.groups.get()
    publish(group)
    Mark.objects.filter(sheet__membership__unit__name="Văn phòng Bộ", criterion__code="I.3").update(
        points=Decimal("1.00")
    )
    paper = RANKING.build(cycle, group)
    assert (paper.columns[0].total, paper.columns[0].rank) == ("28,50", "1")
    assert paper.letterhead.day == dt.date(2022, 12, 5)
    assert paper.heading.note == ""
    assert paper.notes[-1] == (
        "Điểm theo tiêu chí của Văn phòng Bộ đã thay đổi sau khi công bố; "
        "tổng điểm và thứ hạng in theo kết quả đã công bố."
    )


def test_the_final_ranking_reads_final_marks_alone(cycle):
    group = cycle.groups.get()
    for member in cycle.memberships.in_order():
        give(member, "final", "7", "7", "7")
    publish(group)
    publish(group, "final")
    paper = RANKING.build(cycle, group)
    assert paper.heading.kind == "Bảng tổng hợp điểm, xếp hạng"
    assert [(one.total, one.rank) for one in paper.columns] == [("21,00", "1")] * 4


def test_a_table_of_fragments_says_so():
    cycle = make_two_groups()
    papers = {group.code: RANKING.build(cycle, group) for group in cycle.groups.all()}
    partial = "Bảng tiêu chí chỉ gồm những phần đã được công bố; phần còn lại được bổ sung cho đủ tổng điểm."
    assert {code: partial in paper.notes for code, paper in papers.items()} == {"so": False, "thads": True}


def test_a_year_without_a_table_has_no_ranking():
    with pytest.raises(NothingToPrint, match="has no criteria table yet"):
        printed(RANKING, make_cycle(year=2022, members=2))


def test_the_report_says_what_was_done(cycle):
    add_facts(cycle)
    paper = SUMMARY_REPORT.build(cycle, None)
    assert paper.opening == (
        "Năm 2022, Cụm thi đua số I, Khối các đơn vị thuộc Bộ Tư pháp có 4 đơn vị thành viên. "
        "Trưởng cụm: Cục Kế hoạch - Tài chính (Phan Văn Trưởng, Cục trưởng); "
        "Phó Trưởng cụm: Thanh tra Bộ (Chánh Thanh tra).",
    )
    assert paper.results == ("Đoạn một.", "Đoạn hai.")
    assert [(one.name, one.facts, one.results) for one in paper.movements] == [
        (
            "Chung sức xây dựng nông thôn mới",
            "Phong trào chuyên đề; phát động: Bộ Tư pháp.",
            ("Hệ thống Thi hành án dân sự: Hỗ trợ các xã: hơn 1.300.000.000 đồng.",),
        ),
        ("Các hoạt động khác", "", ("Thanh tra Bộ: Hiến máu tình nguyện.",)),
    ]
    assert paper.groups[0].lines == (
        ScoreLine("Văn phòng Bộ", "30,00", verified="28,50"),
        ScoreLine("Cục Kế hoạch - Tài chính", verified="26,25"),
        ScoreLine("Thanh tra Bộ", verified="26,25"),
        ScoreLine("Vụ Pháp luật", verified="1/3"),
    )
    assert [(bar.rank, bar.label, bar.value) for bar in paper.groups[0].bars][:3] == [
        ("1", "Văn phòng Bộ", "28,50"),
        ("2", "Cục Kế hoạch - Tài chính", "26,25"),
        ("2", "Thanh tra Bộ", "26,25"),
    ]
    assert paper.nominations == (
        NominationLine("Văn phòng Bộ", "Cờ thi đua ngành Tư pháp", "Bỏ phiếu: 7/8 phiếu"),
        NominationLine(
            "Thanh tra Bộ", "Cờ thi đua ngành Tư pháp", "Thống nhất tại hội nghị", "Đã rút: xin rút"
        ),
    )
    assert paper.nominations_note == (
        "Hội nghị tổng kết ngày 25 tháng 11 năm 2022 tại Hội trường Bộ đã bình xét, suy tôn bằng hình thức "
        "bỏ phiếu. Hồ sơ đề nghị gửi Hội đồng Thi đua - Khen thưởng ngành Tư pháp."
    )
    assert paper.next_leaders == (
        "Trưởng cụm: Thanh tra Bộ. Được cử theo quyết định.",
        "Phó Trưởng cụm: đã cử, chưa nêu tên.",
    )
    assert paper.inspections == ()
    text = whole_text(printed(SUMMARY_REPORT, cycle).pdf)
    assert "Tạ Văn Phát, Phó Cục trưởng: Bổ sung đánh giá. Trả lời: Tiếp thu." in text


def test_a_report_of_nothing_can_be_printed_too():
    text = whole_text(printed(SUMMARY_REPORT, make_cycle(year=2022, members=2)).pdf)
    assert "(Chưa có số liệu chấm điểm.)" in text
    assert "(Chưa có đề nghị khen thưởng.)" in text


def test_an_adopted_report_is_no_draft(cycle):
    report = add_facts(cycle)
    report.state, report.adopted_on = "adopted", dt.date(2022, 12, 1)
    report.save()
    paper = SUMMARY_REPORT.build(cycle, None)
    assert (paper.heading.note, paper.letterhead.day) == ("", dt.date(2022, 12, 1))


def test_inspections_are_counted_by_members(cycle):
    give(cycle.memberships.in_order()[0], "inspection", "9", "9", "9")
    assert SUMMARY_REPORT.build(cycle, None).inspections == (
        "Đã có điểm kiểm tra chéo của 1/4 đơn vị thành viên.",
    )


@pytest.mark.parametrize("key", ["pledge", "ranking"])
def test_two_groups_are_printed_one_after_the_other(key):
    from emulation.documents.kinds import kind

    cycle = make_two_groups()
    groups = list(cycle.groups.order_by("position"))
    made = printed(kind(key), cycle)
    apart = [printed(kind(key), cycle, group) for group in groups]
    assert made.pages == sum(one.pages for one in apart)
    assert [text_of(page) for page in opened(made.pdf).pages] == [
        text_of(page) for one in apart for page in opened(one.pdf).pages
    ]
    assert [sheet.paper.title for sheet in sheets(kind(key), cycle)] == [one.title for one in apart]
    assert len({one.title for one in apart}) == 2


def test_the_report_of_two_groups_has_the_figures_of_both():
    cycle = make_two_groups()
    second = cycle.groups.get(code="thads")
    assert [one.name for one in SUMMARY_REPORT.build(cycle, None).groups] == [
        "Sở Tư pháp",
        "Cục Thi hành án dân sự",
    ]
    assert [one.name for one in SUMMARY_REPORT.build(cycle, second).groups] == ["Cục Thi hành án dân sự"]


def test_a_common_pledge_is_printed_for_either_group():
    cycle = make_two_groups()
    cycle.pledges.all().delete()
    add_pledge(cycle)
    both = [PLEDGE.build(cycle, group) for group in (None, *cycle.groups.all())]
    assert len(set(both)) == 1


def test_sample_data_is_marked():
    cycle = make_year(is_sample=True)
    add_pledge(cycle)
    marks = {sheet.paper.mark for one in (PLEDGE, RANKING, SUMMARY_REPORT) for sheet in sheets(one, cycle)}
    assert marks == {"DỮ LIỆU MẪU – không phải văn bản chính thức"}


@pytest.mark.parametrize("members", [1, 3, 12])
@pytest.mark.parametrize(("what", "queries"), [(PLEDGE, 11), (RANKING, 14), (SUMMARY_REPORT, 25)])
def test_builders_ask_as_much_for_one_member_as_for_twelve(what, queries, members, exactly_queries):
    cycle = make_cycle(year=2022)
    from tests.factories import add_members, make_table

    rows = add_members(cycle, units=[make_unit() for _ in range(members)])
    make_leader(cycle, make_unit())
    make_table(cycle.groups.get())
    for row in rows:
        give(row, "verified", "9", "9", "9")
        rename(row.unit, "Tên cũ", dt.date(2010, 1, 1))
    add_pledge(cycle)
    add_facts_of(cycle, rows)
    cycle = type(cycle).objects.select_related("cluster__owner").get(pk=cycle.pk)
    group = cycle.groups.get()
    with exactly_queries(queries):
        what.build(cycle, group)


def add_facts_of(cycle, rows):
    from awards.nominations.models import Nomination
    from clusters.movements.models import Result
    from tests.factories import make_award

    award = make_award()
    for row in rows:
        Nomination.objects.create(cycle=cycle, unit=row.unit, award=award)
        Result.objects.create(cycle=cycle, unit=row.unit, content="Việc đã làm")
