"""What stands around the lines of a sheet: tasks that did not arise, last year, editors, comments, corrections."""

import datetime as dt
import io
import re
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.scoring.models import Comment, Correction, Mark, SectionEditor
from clusters.scoring.services import MarkChange, save_marks, submit_sheet
from clusters.scoring.services.comments import add_comment
from clusters.scoring.services.editors import set_editors
from emulation.core.errors import Refused
from tests.factories import (
    add_members,
    give_marks,
    make_cycle,
    make_sheet,
    make_table,
    make_user,
    open_windows,
)
from tests.posting import fill
from tests.refusing import everything, refused

WHOLE = ["10", "2", "2", "6", "0"]
TODAY = timezone.localdate()


@pytest.fixture
def address(cast):
    def of(member, what="sheet", *args):
        return reverse(
            f"clusters:{what}", args=[cast.cycle.cluster.code, cast.cycle.year, member.unit.code, *args]
        )

    return of


@pytest.fixture
def as_(cast, client):
    """Sign in as one of the cast, or as a person; pages are in English."""
    client.cookies["django_language"] = "en"

    def signed_in(who):
        client.force_login(cast.fresh(who) if isinstance(who, str) else who)
        return client

    return signed_in


def text_of(response):
    return " ".join(response.content.decode().split())


def keys():
    return dict(Criterion.objects.values_list("code", "pk"))


def fields(response):
    """What the sheet's form would send; boxes that are not ticked are left out."""
    text = response.content.decode()
    found = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name = re.search(r'name="(l-[^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and value and ('type="checkbox"' not in tag or " checked" in tag):
            found[name[1]] = value[1]
    areas = re.findall(r'<textarea[^>]*?name="(l-[^"]+)"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    found |= dict(areas)
    for name, body in re.findall(r'<select[^>]*?name="(l-[^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"\s+selected', body)
        found[name] = chosen[1] if chosen else ""
    return found


@pytest.fixture
def type_in(as_, address):
    """Change fields of a sheet and send its plain form: `{"A.1 points": "9"}`; None unticks a box."""

    def typed(who, member, changes, source="self", **more):
        client = as_(who)
        place = f"{address(member)}?source={source}"
        values = fields(client.get(place))
        for what, value in changes.items():
            code, field = what.split(" ")
            name = f"l-{keys()[code]}-{field}"
            values.pop(name, None)
            if value is not None:
                values[name] = value
        return client.post(place, {**values, **more})

    return typed


def mark(code, source="self"):
    return Mark.objects.get(criterion__code=code, source=source)


# --- Tasks that did not arise ----------------------------------------------------------------------


@pytest.fixture(params=["full", "excluded"])
def provided(request, cast):
    """The table says what becomes of tasks that did not arise."""
    CriteriaTable.objects.update(not_arisen=request.param)
    return request.param


def test_a_table_that_does_not_provide_for_it_offers_no_box(as_, address, member):
    assert "-absent" not in as_("contact").get(address(member("contact"))).content.decode()


def test_the_box_stands_where_the_rule_allows_it(as_, address, member, provided):
    names = re.findall(
        r'name="l-(\d+)-absent"', as_("contact").get(address(member("contact"))).content.decode()
    )
    codes = {pk: code for code, pk in keys().items()}
    assert sorted(codes[int(one)] for one in names) == ["A.1", "A.2", "A.3", "B.1"]


def test_the_unit_says_with_a_reason_that_a_task_did_not_arise(type_in, as_, address, member, provided):
    one = member("contact")
    assert type_in("contact", one, {"A.2 absent": "1"}).status_code == 422
    assert Mark.objects.count() == 0
    response = type_in("contact", one, {"A.2 absent": "1", "A.2 reason": "không được giao"})
    assert response.status_code == 302
    stored = mark("A.2")
    points = Decimal(2) if provided == "full" else None
    assert (stored.not_arisen, stored.points, stored.reason) == (True, points, "không được giao")
    page = as_("contact").get(address(one))
    line = next(line for line in page.context["sheet_lines"].lines if line.criterion.code == "A.2")
    assert (line.absent, line.missing) == (True, "")
    before = everything()
    type_in("contact", one, {})
    assert everything() == before


def test_an_unticked_box_or_points_take_it_back(type_in, member, provided):
    one = member("contact")
    type_in("contact", one, {"A.1 absent": "1", "A.1 reason": "không được giao"})
    type_in("contact", one, {"A.1 absent": None})
    assert (mark("A.1").not_arisen, mark("A.1").points) == (False, None)
    type_in("contact", one, {"A.1 absent": "1"})
    type_in("contact", one, {"A.1 absent": None, "A.1 points": "9"})
    assert (mark("A.1").not_arisen, mark("A.1").points) == (False, Decimal(9))


def test_the_verifier_accepts_with_the_unit_s_reason(type_in, as_, address, member, provided):
    one = member("contact")
    give_marks(one, "self", [None, None, None, "6", "0"])
    type_in("contact", one, {"A.1 absent": "1", "A.1 reason": "không được giao"})
    make_sheet(one, "submitted")
    page = text_of(as_("head").get(address(one), {"source": "verified"}))
    assert "The unit says that the task did not arise. Accept it, or give points with a reason." in page
    assert type_in("head", one, {"A.1 absent": "1"}, source="verified").status_code == 302
    accepted = mark("A.1", "verified")
    assert (accepted.not_arisen, accepted.reason) == (True, "không được giao")


def test_points_instead_need_a_reason_before_the_verification_is_confirmed(
    type_in, as_, address, member, provided
):
    one = member("contact")
    type_in("contact", one, {"A.2 absent": "1", "A.2 reason": "không được giao"})
    make_sheet(one, "submitted")
    type_in("head", one, {"A.2 in-answer": "no"}, source="verified")
    page = as_("head").get(address(one), {"source": "verified"})
    line = next(line for line in page.context["sheet_lines"].lines if line.criterion.code == "A.2")
    assert line.missing == "Points other than the unit's own need a reason."


def test_such_a_line_is_answered_and_the_sheet_can_be_sent(cast, type_in, member, provided):
    one = member("contact")
    give_marks(one, "self", ["10", None, "2", "6", "0"])
    type_in("contact", one, {"A.2 absent": "1", "A.2 reason": "không được giao"})
    assert submit_sheet(sheet=one.sheet, actor=cast.fresh("contact")).state == "submitted"


def test_a_rescaled_total_is_shown_beside_the_points(as_, address, member, type_in, cast):
    CriteriaTable.objects.update(not_arisen="excluded")
    one = member("contact")
    give_marks(one, "self", ["10", None, "2", "3", "0"])
    type_in("contact", one, {"A.2 absent": "1", "A.2 reason": "không được giao"})
    worth = as_("contact").get(address(one)).context["sheet_lines"].worth
    assert (worth.raw, worth.available, worth.rescaled, worth.completion) == (
        Decimal("15.00"),
        Decimal("18.00"),
        Decimal("16.67"),
        Decimal("83.33"),
    )
    assert "16.67" in text_of(as_("contact").get(address(one))).replace("16,67", "16.67")


def test_a_paper_says_it_too(cast, type_in, member, provided):
    one = member("contact")
    response = type_in("standing_body", one, {"A.2 absent": "1", "A.2 reason": "theo bản giấy"})
    assert response.status_code == 302
    assert (mark("A.2").not_arisen, mark("A.2").given_for) == (True, one.unit)


# --- Figures of every kind ---------------------------------------------------------------------------


def test_dates_options_and_whole_numbers_are_typed(cast, type_in, as_, address, member):
    line = Criterion.objects.get(code="A.1")
    Criterion.objects.filter(pk=line.pk).update(
        kind="choice",
        parameters={"options": [{"label": "Tốt", "points": "10"}, {"label": "Khá", "points": "7"}]},
    )
    Criterion.objects.filter(code="A.2").update(
        kind="date_tiers",
        maximum=Decimal(2),
        parameters={
            "none": "0",
            "tiers": [{"to": "2026-02-28", "points": "2"}, {"from": "2026-03-01", "points": "1"}],
        },
    )
    one = member("contact")
    page = as_("standing_body").get(address(one), {"source": "self"})
    figures = {line.criterion.code: line.input_fields for line in page.context["sheet_lines"].lines}
    option = figures["A.1"][0]
    assert option.kind == "choice"
    typed = {f"A.1 in-{option.name}": option.choices[1][0]}
    kinds = {one.kind: one.name for one in figures["A.2"]}
    typed[f"A.2 in-{kinds['date']}"] = "28/02/2026"
    if "yes-no" in kinds:
        typed[f"A.2 in-{kinds['yes-no']}"] = "yes"
    assert type_in("standing_body", one, typed).status_code == 302
    assert (mark("A.1").points, mark("A.2").points) == (Decimal(7), Decimal(2))
    again = as_("contact").get(address(one))
    shown = {line.criterion.code: line.texts for line in again.context["sheet_lines"].lines}
    assert shown["A.2"][f"in-{kinds['date']}"] == "28/02/2026"
    before = everything()
    type_in("contact", one, {})
    assert everything() == before


# --- Last year --------------------------------------------------------------------------------------


@pytest.fixture
def last_year(cast, member):
    before = make_cycle(cast.cycle.cluster, cast.cycle.year - 1)
    [old] = add_members(before, units=[cast.contact_unit])
    make_table(before.groups.get(), leaves=1)
    give_marks(old, "self", ["9"], reason="chậm một việc", evidence="Báo cáo 12/BC-VP")
    Criterion.objects.filter(code="A.1").update(
        replaces=Criterion.objects.get(table=old.group.binding.table, code="I.1")
    )
    return old


def test_last_year_s_texts_are_shown_and_copied_by_a_plain_button(last_year, as_, address, type_in, member):
    one = member("contact")
    page = text_of(as_("contact").get(address(one)))
    assert f"What you wrote in {one.cycle.year - 1}" in page
    response = type_in("contact", one, {"A.1 reason": "năm nay"}, copy=str(keys()["A.1"]))
    assert response.status_code == 302
    assert (mark("A.1").reason, mark("A.1").evidence) == ("năm nay\nchậm một việc", "Báo cáo 12/BC-VP")


def test_the_drawer_shows_them_to_who_may_write(last_year, as_, cast, member):
    query = {"member": member("contact").pk, "criterion": keys()["A.1"], "source": "self"}
    place = reverse("clusters:mark-detail", args=[cast.cycle.cluster.code, cast.cycle.year])
    assert "Báo cáo 12/BC-VP" in text_of(as_("contact").get(place, query))
    assert "Báo cáo 12/BC-VP" not in text_of(as_("head").get(place, {**query, "source": "verified"}))


@pytest.mark.parametrize("leaves", [1, 3, 12])
def test_the_own_sheet_asks_the_same_whatever_its_length(cast, client, leaves, exactly_queries):
    cycle = make_cycle(cast.cycle.cluster, cast.cycle.year + 1)
    [one] = add_members(cycle, units=[cast.contact_unit])
    make_table(cycle.groups.get(), leaves=leaves)
    open_windows(cycle, "self-scoring")
    sheet = give_marks(one, "self", ["9"] * leaves, given_by=cast.contact)
    give_marks(cast.cycle.memberships.get(unit=cast.contact_unit), "self", ["9"], reason="năm trước")
    for line in Criterion.objects.filter(table=one.group.binding.table).exclude(kind="group"):
        add_comment(sheet=sheet, criterion=line, visibility="unit", text="x", actor=cast.fresh("contact"))
    client.force_login(cast.fresh("contact"))
    address = reverse("clusters:sheet", args=[cycle.cluster.code, cycle.year, one.unit.code])
    with exactly_queries(13):
        assert client.get(address).status_code == 200


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
