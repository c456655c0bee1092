"""Around the lines of a sheet: tasks that did not arise, figures of every kind, last year's texts."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.scoring.models import Mark
from clusters.scoring.services import submit_sheet
from clusters.scoring.services.comments import add_comment
from tests.clusters.scoring.sheetpages import keys, mark, text_of
from tests.factories import add_members, give_marks, make_cycle, make_sheet, make_table, open_windows
from tests.refusing import everything

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
    with translation.override("en"):
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
