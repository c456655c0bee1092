"""Around the lines of a sheet: section editors, accepting equal points, comments, corrections."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from clusters.criteria.models import Criterion
from clusters.scoring.models import Comment, Correction, Mark, SectionEditor
from clusters.scoring.services import MarkChange, save_marks
from clusters.scoring.services.comments import add_comment
from clusters.scoring.services.editors import set_editors
from emulation.core.errors import Refused
from tests.clusters.scoring.sheetpages import fields, keys, text_of
from tests.factories import (
    give_marks,
    make_user,
)
from tests.posting import fill
from tests.refusing import refused

TODAY = timezone.localdate()
WHOLE = ["10", "2", "2", "6", "0"]


# --- Section editors ---------------------------------------------------------------------------------


@pytest.fixture
def editor(db):
    return make_user("bien-tap", full_name="Ngô Thị Biên")


def test_the_unit_gives_and_ends_sections_on_its_page(as_, address, member, editor):
    one = member("contact")
    client, place = as_("contact"), address(one, "sheet-editors")
    response = fill(client, place, person="BIEN-TAP", sections=["A", "B.1"], since=TODAY.strftime("%d/%m/%Y"))
    assert (response.status_code, response["Location"]) == (302, place)
    assert list(SectionEditor.objects.values_list("user__username", "section")) == [
        ("bien-tap", "A"),
        ("bien-tap", "B.1"),
    ]
    page = text_of(client.get(place))
    assert ("Ngô Thị Biên" in page, "Mục A" in page) == (True, True)
    end = address(one, "editor-end", SectionEditor.objects.get(section="A").pk)
    assert fill(client, end).status_code == 302
    assert list(SectionEditor.objects.values_list("section", flat=True)) == ["B.1"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("khong-co", "Nobody is found under this name."),
        ("Biên", "Nobody is found under this name."),
        ("dau-moi", "This person acts for the unit and fills every section."),
    ],
)
def test_who_cannot_be_found_or_needs_nothing_is_said(as_, address, member, editor, typed, said):
    client, place = as_("contact"), address(member("contact"), "sheet-editors")
    response = fill(client, place, person=typed, sections=["A"], since=TODAY.strftime("%d/%m/%Y"))
    assert response.status_code == 422
    assert said in text_of(response)
    assert SectionEditor.objects.count() == 0


def test_who_filled_before_is_found_by_name_without_accents(as_, address, cast, member, editor):
    one = member("contact")
    SectionEditor.objects.create(
        membership=one, user=editor, section="B", since=TODAY - dt.timedelta(9), until=TODAY - dt.timedelta(5)
    )
    client, place = as_("contact"), address(one, "sheet-editors")
    fill(client, place, person="thi bien", sections=["A"], since=TODAY.strftime("%d/%m/%Y"))
    assert SectionEditor.objects.filter(section="A", user=editor).exists()


def test_an_editor_writes_own_lines_and_reads_the_rest_with_the_reason(cast, as_, address, member, editor):
    one = member("contact")
    set_editors(
        membership=one, user=editor, sections=["A"], since=TODAY, until=None, actor=cast.fresh("contact")
    )
    page = as_(editor).get(address(one))
    lines = {line.criterion.code: line.locked for line in page.context["sheet_lines"].lines}
    other = "You fill other lines of this sheet: A."
    assert {code: said for code, said in lines.items() if said} == {"B.1": other, "B.2": other}
    assert f"l-{keys()['A.1']}-points" in fields(page)
    assert f"l-{keys()['B.1']}-points" not in fields(page)
    assert page.context["primary"].refusal == "The sheet is sent by those who act for the unit."
    assert as_(editor).get(address(one, "sheet-submit")).status_code == 403
    assert as_(editor).get(address(one, "sheet-editors")).status_code == 403
    assert as_(editor).get(address(member("head"))).status_code == 403


def test_an_editor_saves_own_lines_by_the_plain_form(cast, type_in, member, editor):
    one = member("contact")
    set_editors(
        membership=one, user=editor, sections=["A"], since=TODAY, until=None, actor=cast.fresh("contact")
    )
    response = type_in(editor, one, {"A.1 points": "9", "B.1 points": "5"})
    assert response.status_code == 302
    assert list(Mark.objects.values_list("criterion__code", "points", "given_for")) == [
        ("A.1", Decimal(9), None)
    ]


@pytest.mark.parametrize("count", [1, 3, 12])
def test_the_list_of_editors_asks_the_same(as_, address, member, count, exactly_queries):
    one = member("contact")
    for _number in range(count):
        SectionEditor.objects.create(membership=one, user=make_user(), section="A")
    client, place = as_("contact"), address(one, "sheet-editors")
    with exactly_queries(10):
        assert client.get(place).status_code == 200


# --- Accepting ---------------------------------------------------------------------------------------


def test_the_verifier_sees_how_many_are_accepted_and_which_stay_open(as_, address, member):
    one = member("contact")
    give_marks(one, "self", WHOLE[:4], state="submitted")
    give_marks(one, "inspection", ["9"])
    client, place = as_("head"), address(one, "sheet-accept")
    page = text_of(client.get(place))
    assert "3 lines without verified points are accepted" in page
    assert "2 lines stay open and are verified by hand." in page
    assert fill(client, place).status_code == 302
    assert Mark.objects.filter(source="verified").count() == 3


def test_a_double_click_accepts_once_and_a_stale_page_nothing(as_, address, member):
    one = member("contact")
    give_marks(one, "self", WHOLE, state="submitted")
    client, place = as_("head"), address(one, "sheet-accept")
    page = client.get(place)
    sent = {"act": page.context["act_token"], "seen": page.context["form"]["seen"].value()}
    assert [client.post(place, sent).status_code for _click in range(2)] == [302, 302]
    assert Mark.objects.filter(source="verified", version=1).count() == 5
    Mark.objects.filter(source="verified").delete()
    page = client.get(place)
    sent = {"act": page.context["act_token"], "seen": page.context["form"]["seen"].value()}
    Mark.objects.filter(source="self", criterion__code="A.1").update(points=Decimal(9), version=2)
    assert client.post(place, sent).status_code == 409
    assert not Mark.objects.filter(source="verified").exists()


# --- Comments ----------------------------------------------------------------------------------------

SECRET = "nghi ngờ số liệu kê khai"


def test_nobody_but_the_team_reads_what_the_team_says(cast, as_, address, member):
    one = member("contact")
    sheet = give_marks(one, "self", WHOLE, state="submitted")
    add_comment(
        sheet=sheet,
        criterion=Criterion.objects.get(code="A.1"),
        visibility="team",
        text=SECRET,
        actor=cast.fresh("head"),
    )
    detail = reverse("clusters:mark-detail", args=[cast.cycle.cluster.code, cast.cycle.year])
    query = f"?member={one.pk}&criterion={keys()['A.1']}&source=self"
    places = (
        address(one),
        address(one, "sheet-comments"),
        f"{detail}{query}",
        reverse("clusters:history", args=[cast.cycle.cluster.code, cast.cycle.year]),
    )
    team = {"standing_body", "head", "deputy"}
    for name in cast.everyone:
        read = {place for place in places if SECRET in as_(name).get(place).content.decode()}
        assert read == ({places[1], places[2]} if name in team else set()), name


def test_a_comment_is_written_and_taken_back_on_its_pages(as_, address, member):
    one = member("contact")
    give_marks(one, "self", WHOLE, state="submitted")
    client, place = as_("contact"), address(one, "sheet-comments")
    line = str(keys()["A.2"])
    response = fill(client, f"{place}?line={line}", visibility="unit", text="Đã bổ sung hồ sơ")
    assert (response.status_code, response["Location"]) == (302, f"{place}?line={line}")
    comment = Comment.objects.get()
    assert (comment.criterion.code, comment.text, comment.visibility) == ("A.2", "Đã bổ sung hồ sơ", "unit")
    assert "1 comment" in text_of(client.get(address(one)))
    assert fill(client, address(one, "comment-withdraw", comment.public_id)).status_code == 302
    page = text_of(client.get(place))
    assert ("Đã bổ sung hồ sơ" in page, "taken back" in page) == (False, True)


def test_the_unit_is_not_offered_what_it_may_not_write(as_, address, member):
    one = member("contact")
    give_marks(one, "self", WHOLE, state="submitted")
    client, place = as_("contact"), address(one, "sheet-comments")
    assert 'value="team"' not in client.get(place).content.decode()
    response = fill(client, place, visibility="team", text="x")
    assert (response.status_code, Comment.objects.count()) == (422, 0)


# --- Corrections -------------------------------------------------------------------------------------


@pytest.fixture
def final(cast, member):
    one = member("contact")
    give_marks(one, "final", WHOLE, state="final", given_by=cast.standing_body)
    return one


@pytest.fixture
def correct(cast, final):
    def corrected(points="9", reason="nhập nhầm", code="A.1"):
        change = MarkChange(member=final.pk, criterion=code, points=Decimal(points), reason=reason)
        return save_marks(source="final", changes=[change], actor=cast.fresh("standing_body"))

    return corrected


def test_a_changed_final_mark_is_kept_as_a_correction(cast, final, correct):
    correct()
    row = Correction.objects.get()
    assert (row.old_points, row.new_points, row.reason, row.made_by, row.ground) == (
        Decimal(10),
        Decimal(9),
        "nhập nhầm",
        cast.standing_body,
        "correction",
    )


def test_a_correction_without_a_reason_is_refused(correct):
    with refused(Refused, "Say why these points are changed."):
        correct(reason="")


def test_corrections_stand_in_the_register_on_the_sheet_and_in_the_workbook(
    cast, as_, address, final, correct
):
    correct()
    place = reverse("clusters:corrections", args=[cast.cycle.cluster.code, cast.cycle.year])
    client = as_("viewer")
    page = text_of(client.get(place))
    assert ("Văn phòng" in page, "nhập nhầm" in page) == (True, True)
    assert "nhập nhầm" in text_of(client.get(address(final), {"source": "final"}))
    book = client.get(reverse("clusters:corrections-export", args=[cast.cycle.cluster.code, cast.cycle.year]))
    rows = list(openpyxl.load_workbook(io.BytesIO(book.content)).active.values)
    assert rows[1][:6] == ("Văn phòng", "A.1", "Tiêu chí A.1", 10, 9, "nhập nhầm")


@pytest.mark.parametrize("count", [1, 3, 5])
def test_the_register_asks_the_same(cast, as_, correct, count, exactly_queries):
    for points in range(count):
        correct(points=str(points + 1), reason=f"lần {points}")
    client = as_("viewer")
    place = reverse("clusters:corrections", args=[cast.cycle.cluster.code, cast.cycle.year])
    with exactly_queries(6):
        assert client.get(place).status_code == 200
