"""Accepting every equal figure of a unit at once."""

from decimal import Decimal

import pytest

from clusters.scoring.models import Mark
from clusters.scoring.services.accepting import accept_equal, equal_marks
from emulation.audit.models import Entry
from emulation.core.errors import NotPermitted
from tests.factories import give_marks, make_sheet
from tests.refusing import everything, refused

WHOLE = ["10", "2", "2", "6", "0"]


@pytest.fixture
def sheet(member):
    return give_marks(member("contact"), "self", WHOLE, state="submitted")


def verified():
    return dict(Mark.objects.filter(source="verified").values_list("criterion__code", "points"))


def test_what_nobody_doubts_is_accepted(cast, sheet):
    assert accept_equal(sheet=sheet, actor=cast.fresh("head")) == 5
    assert verified() == dict(
        zip(("A.1", "A.2", "A.3", "B.1", "B.2"), (Decimal(one) for one in WHOLE), strict=True)
    )
    assert Entry.objects.filter(verb="scoring.mark").count() == 5


def test_a_second_time_accepts_nothing(cast, sheet):
    accept_equal(sheet=sheet, actor=cast.fresh("head"))
    before = everything()
    assert accept_equal(sheet=sheet, actor=cast.fresh("deputy")) == 0
    assert everything() == before


def test_lines_that_differ_or_were_verified_stay_as_they_are(cast, sheet, member):
    give_marks(member("contact"), "inspection", ["9.5", "2"])
    give_marks(member("contact"), "verified", [None, None, "1.5"], given_by=cast.deputy)
    found = equal_marks(sheet)
    assert [line.code for line, *_more in found.accepted] == ["A.2", "B.1", "B.2"]
    assert [line.code for line, *_more in found.differing] == ["A.1"]
    assert accept_equal(sheet=sheet, actor=cast.fresh("head")) == 3
    assert verified() == {
        "A.2": Decimal(2),
        "A.3": Decimal("1.50"),
        "B.1": Decimal(6),
        "B.2": Decimal(0),
    }


def test_the_unit_s_figures_and_reason_are_taken_over(cast, member):
    sheet = give_marks(member("contact"), "self", ["9.5"], reason="chậm một việc", state="submitted")
    give_marks(member("contact"), "self", [None, None, "2"], inputs={"numerator": "19", "denominator": "20"})
    make_sheet(member("contact"), "submitted")
    assert accept_equal(sheet=sheet, actor=cast.fresh("head")) == 2
    judged = Mark.objects.get(source="verified", criterion__code="A.1")
    computed = Mark.objects.get(source="verified", criterion__code="A.3")
    assert (judged.points, judged.reason) == (Decimal("9.50"), "chậm một việc")
    assert (computed.inputs, computed.explanation["values"]["numerator"]) == (
        {"numerator": "19", "denominator": "20"},
        "19",
    )


def test_equal_points_from_other_figures_are_looked_at(cast, member):
    figures = {"numerator": "19", "denominator": "20"}
    sheet = give_marks(member("contact"), "self", [None, None, "2"], inputs=figures, state="submitted")
    give_marks(member("contact"), "inspection", [None, None, "2"], inputs={**figures, "numerator": "20"})
    assert accept_equal(sheet=sheet, actor=cast.fresh("head")) == 0
    assert [line.code for line, *_more in equal_marks(sheet).differing] == ["A.3"]


def test_what_the_unit_left_out_stays_open(cast, member):
    sheet = give_marks(member("contact"), "self", WHOLE[:2], state="submitted")
    assert [line.code for line in equal_marks(sheet).ungiven] == ["A.3", "B.1", "B.2"]
    assert accept_equal(sheet=sheet, actor=cast.fresh("head")) == 2


@pytest.mark.parametrize("state", ["in-work", "returned", "verified", "final"])
def test_only_a_sent_sheet_is_accepted(cast, member, state):
    sheet = give_marks(member("contact"), "self", WHOLE, state=state)
    before = everything()
    with pytest.raises(Exception, match=r"refused|sent|confirmed"):
        accept_equal(sheet=sheet, actor=cast.fresh("head"))
    assert everything() == before


def test_nobody_accepts_the_own_unit_s_figures(cast, member):
    sheet = give_marks(member("head"), "self", WHOLE, state="submitted")
    said = "You act for this unit: its points are set by the deputy, the head or the standing body."
    with refused(NotPermitted, said):
        accept_equal(sheet=sheet, actor=cast.fresh("head"))
    assert accept_equal(sheet=sheet, actor=cast.fresh("deputy")) == 5
