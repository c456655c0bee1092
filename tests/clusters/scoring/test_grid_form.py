"""The score page without its script: one plain form."""

from decimal import Decimal

import pytest

from clusters.scoring.models import Mark
from tests.clusters.scoring.conftest import WHOLE
from tests.clusters.scoring.pages import cell, inputs, text_of
from tests.factories import (
    give_marks,
    make_sheet,
)


@pytest.fixture
def form(score_page, client, member):
    """The page of the head as a form: `form({code: text}, …)` sends it with these cells of the contact changed."""
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    give_marks(member("contact"), "verified", ["9", "2"])
    page = score_page("head", source="verified")
    codes = {str(row.pk): row.code for row in page.context["grid"].leaves}

    def send(typed, **more):
        sent = {}
        for name, value in inputs(page):
            sent[name] = typed.get(codes[name.split("-")[2]], value)
        return client.post(f"{score_page.address}?source=verified", {**sent, **more})

    return send


def verified():
    return dict(Mark.objects.filter(source="verified").values_list("criterion__code", "points"))


def test_only_changed_cells_are_saved(form, client, score_page, member):
    response = form({"A.1": "9,5", "A.2": "2.00", "B.2": "0"})
    assert (response.status_code, response["Location"]) == (
        302,
        f"{score_page.address}?group=chung&source=verified",
    )
    assert verified() == {"A.1": Decimal("9.50"), "A.2": Decimal("2.00"), "B.2": Decimal("0.00")}
    assert dict(Mark.objects.filter(source="verified").values_list("criterion__code", "version")) == {
        "A.1": 2,
        "A.2": 1,
        "B.2": 1,
    }


def test_a_task_that_did_not_arise_is_typed_as_such_and_needs_a_reason(form, cast):
    type(cast.cycle.groups.get().binding.table).objects.update(not_arisen="full")
    assert form({"B.1": "KPS"}).status_code == 422
    assert form({"B.1": "kps"}, reason="không có vụ việc").status_code == 302
    mark = Mark.objects.get(source="verified", criterion__code="B.1")
    assert (mark.points, mark.not_arisen, mark.reason) == (Decimal("6.00"), True, "không có vụ việc")


def test_an_emptied_cell_is_cleared(form):
    form({"A.1": ""})
    assert verified() == {"A.1": None, "A.2": Decimal("2.00")}


def test_one_refused_cell_refuses_all_says_so_at_the_cell_and_keeps_what_was_typed(form, member):
    response = form({"A.1": "5000", "B.1": "5,5", "B.2": "1.234"})
    assert response.status_code == 422
    assert verified() == {"A.1": Decimal("9.00"), "A.2": Decimal("2.00")}
    text = text_of(response)
    assert "Nothing was saved: 1 cells are refused." in text
    assert "“1.234” could be a decimal or a thousand. Type 1234 or 1,23." in cell(
        response, member("contact"), "B.2"
    )
    for code, typed in {"A.1": "5000", "B.1": "5,5", "B.2": "1.234"}.items():
        assert f'value="{typed}"' in cell(response, member("contact"), code)


def test_each_rule_speaks_at_its_cell(form, member):
    response = form({"A.1": "11", "A.2": "1"})
    assert response.status_code == 422
    assert "11 is outside 0 to 10." in cell(response, member("contact"), "A.1")
    assert "1 cannot come out of this rule; possible are 2; 0." in cell(response, member("contact"), "A.2")


def test_a_cell_changed_meanwhile_is_shown_and_not_overwritten(form, cast, member):
    Mark.objects.filter(source="verified", criterion__code="A.1").update(
        points=Decimal(8), version=2, given_by=cast.deputy
    )
    response = form({"A.1": "9,5", "B.1": "5"})
    assert response.status_code == 409
    assert verified() == {"A.1": Decimal("8.00"), "A.2": Decimal("2.00")}
    assert "Lê Thị Phó changed this to 8,00 meanwhile." in cell(response, member("contact"), "A.1")


def test_what_somebody_else_changed_and_i_did_not_stays(form, cast):
    Mark.objects.filter(source="verified", criterion__code="A.1").update(points=Decimal(8), version=2)
    assert form({"B.1": "5"}).status_code == 302
    assert verified() == {"A.1": Decimal("8.00"), "A.2": Decimal("2.00"), "B.1": Decimal("5.00")}


def test_changing_what_somebody_else_gave_asks_for_the_reason(form, cast, member):
    Mark.objects.filter(source="verified").update(given_by=cast.deputy)
    response = form({"A.1": "8"})
    assert (response.status_code, "Say why these points are changed." in text_of(response)) == (422, True)
    assert form({"A.1": "8"}, reason="xem lại hồ sơ").status_code == 302
    mark = Mark.objects.get(source="verified", criterion__code="A.1")
    assert (mark.points, mark.reason) == (Decimal("8.00"), "xem lại hồ sơ")


def test_a_form_made_up_for_the_own_unit_is_refused(score_page, client, cast, member):
    make_sheet(member("head"), "submitted")
    page = score_page("head", source="verified")
    key = page.context["grid"].leaves[0].pk
    response = client.post(f"{score_page.address}?source=verified", {f"c-{member('head').pk}-{key}-0-": "9"})
    assert response.status_code == 422
    assert Mark.objects.count() == 0
    outside = client.post(
        f"{score_page.address}?source=verified", {"c-999-1-0-": "9", "c-x-1-0-": "9", "csrf": "1"}
    )
    assert (outside.status_code, Mark.objects.count()) == (302, 0)
