"""The workbook of all members × all criteria says the same figures as the marks."""

import io
from decimal import Decimal

import openpyxl
import pytest

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.ranking.matrix import write_matrix
from clusters.ranking.services import publish
from clusters.ranking.standings import standings
from clusters.scoring.models import Mark
from clusters.scoring.services.totals import recompute
from tests.factories import add_members, give_marks
from tests.factories.crowds import make_crowd
from tests.factories.scoring import leaves_of
from tests.posting import address
from tests.support.sizes import size

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


def opened(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    return sheet, [[cell.value for cell in row] for row in sheet.iter_rows()]


def written(group, source="verified"):
    stream = io.BytesIO()
    write_matrix(group, source, stream)
    return opened(stream.getvalue())


def test_members_are_rows_and_criteria_columns(year, ranked_group):
    sheet, rows = written(ranked_group)
    assert sheet.freeze_panes == "D8"
    assert [row[0] for row in rows[:2]] == [
        f"Scores of {year.cycle} – Các đơn vị thành viên",
        "Verified points, PROVISIONAL",
    ]
    ends = ["Total", "Criteria with points", "Rank", "Band"]
    assert rows[4] == ["No.", "Code", "Unit", "A.1", "A.2", "A.3", "B.1", "B.2", *ends]
    assert rows[5][3:5] == ["Tiêu chí A.1", "Tiêu chí A.2"]
    assert rows[6][2:9] == ["Standard points", 10, 2, 2, 6, 5, 20]
    codes = [year.head_unit.code, year.deputy_unit.code, year.contact_unit.code]
    assert rows[7:] == [
        [1, codes[0], "Cục Kế hoạch", 9, 2, 2, 6, 0, 19, "5 of 5", 1, "Hạng A"],
        [2, codes[1], "Thanh tra", 10, 2, 1.5, 5, 0.5, 19, "5 of 5", 1, "Hạng A"],
        [3, codes[2], "Văn phòng", 8, 2, 2, 6, 0, 18, "5 of 5", 3, "Hạng B"],
    ]
    assert sheet["D8"].number_format == "0.00"


def test_what_is_missing_is_empty_and_what_did_not_arise_says_so(year, members, ranked_group):
    CriteriaTable.objects.update(not_arisen="excluded", ranked_by="rescaled")
    marks = Mark.objects.filter(sheet=members["head"].sheet)
    marks.filter(criterion__code="A.2").update(points=None, not_arisen=True, reason="không có")
    Mark.objects.filter(sheet=members["deputy"].sheet, criterion__code="A.1").delete()
    recompute([member.sheet.pk for member in members.values()])
    _sheet, rows = written(ranked_group)
    assert rows[4][8:] == [
        "Total",
        "Points in all",
        "Rescaled total",
        "Completion in percent",
        "Criteria with points",
        "Rank",
        "Band",
    ]
    assert rows[7][3:] == [9, "not arisen", 2, 6, 0, 18.89, 17, 18.89, 94.44, "5 of 5", 1, "Hạng B"]
    assert rows[8][3:] == [None, 2, 1.5, 5, 0.5, None, 9, None, None, "4 of 5", None, None]


def test_a_name_is_never_a_formula(year, ranked_group):
    type(year.head_unit).objects.filter(pk=year.head_unit.pk).update(name="=1+1")
    Criterion.objects.filter(code="A.1").update(name="@SUM(A1)")
    sheet, rows = written(ranked_group)
    assert (rows[7][2], rows[5][3]) == ("'=1+1", "'@SUM(A1)")
    assert sheet["C8"].data_type == "s"


def test_final_points_say_whether_they_are_published(year, ranked_group):
    assert written(ranked_group, "final")[1][1][0] == "Final points, not published"
    publish(group=ranked_group, standing="final", actor=year.standing_body)
    assert written(ranked_group, "final")[1][1][0] == "Final points"
    assert written(ranked_group, "self")[1][1][0] == "Self-score points"


def test_sample_data_is_marked(year, ranked_group):
    year.cycle.is_sample = True
    assert written(ranked_group)[1][3][0] == "[sample data]"


def test_the_score_page_leads_to_the_workbook(client, year, ranked_group):
    client.force_login(year.head)
    place = address(year.cycle, "scores-matrix")
    assert (
        f"{place}?group=chung&amp;source=verified"
        in client.get(address(year.cycle, "scores") + "?source=verified").content.decode()
    )
    answer = client.get(place)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="diem-{year.cycle.cluster.code}-2026-chung-verified.xlsx"'
    )
    assert len(opened(answer.content)[1]) == 10
    assert client.get(f"{place}?source=best").status_code == 404
    assert client.get(f"{place}?group=khac").status_code == 404


@pytest.mark.parametrize("count", [1, 3, 12])
def test_the_workbook_asks_the_same_number_of_queries(year, ranked_group, exactly_queries, count):
    for member in add_members(year.cycle, count):
        give_marks(member, "verified", ["9", "2", "2", "6", "0"], state="verified")
    # Table and its lines (a draft here), totals, ties, decided bands, order, names, marks.
    with exactly_queries(8):
        write_matrix(ranked_group, "verified", io.BytesIO())


def test_a_thousand_units_of_sixty_criteria_open_again():
    members = size(reduced=60, full=1000)
    group, points = make_crowd(members, missing=3)
    _sheet, rows = written(group)
    ranks = {row.unit_code: (row.total, row.rank) for row in standings(group, "verified")}
    order = list(group.memberships.in_order().values_list("pk", "unit__code"))
    assert len(leaves_of(group)) == 60
    assert len(rows) == 7 + members

    def figure(value):
        return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))

    for row, (member, code) in zip(rows[7:], order, strict=True):
        assert row[1] == code
        given = points[member]
        assert [figure(value) for value in row[3:63]] == [*given, *[None] * (60 - len(given))]
        assert (figure(row[63]), row[65]) == ranks[code]
