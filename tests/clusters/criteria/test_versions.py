"""Corrections and copies of tables: drafts whose lines remember what they stand for."""

from decimal import Decimal

import pytest

from clusters.criteria.models import CriteriaTable
from clusters.criteria.reading import lines_of
from clusters.criteria.rules.table import Line
from clusters.criteria.services import Draft, Extras, copy_table, draft_of, freeze, new_version, save_lines
from emulation.core.errors import Conflict, NotPermitted, Refused, RefusedRows
from tests.factories import make_mixed_table, make_unit
from tests.people import make_cast
from tests.refusing import logged, refused

pytestmark = pytest.mark.django_db

BANDS = [{"name": "Hạng A", "from": "18"}, {"name": "Hạng B", "to": "18", "to_open": True}]
SAID = {
    "issued_by": "Bộ Tư pháp",
    "decision_number": "12/QĐ-BTP",
    "decided_on": "2026-03-31",
    "not_arisen": "excluded",
    "ranked_by": "rescaled",
    "inner_places": 4,
    "bands": BANDS,
    "is_partial": True,
    "note": "Theo công văn",
}


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def frozen(cast):
    table = make_mixed_table(code="bang", **SAID)
    body = make_unit("Cục Công nghệ")
    table.criteria.filter(code="A.1").update(verified_by=body, note="khoản 2")
    return freeze(table=table, actor=cast.standing_body)


def said_by(table):
    return CriteriaTable.objects.filter(pk=table.pk).values(*SAID).get()


def links(table):
    return dict(table.criteria.values_list("code", "replaces__code"))


def verbs():
    return [verb for verb, *_rest in logged()]


def test_a_correction_is_a_draft_with_the_next_number_that_says_all_the_same(cast, frozen):
    draft = new_version(table=frozen, actor=cast.standing_body, note="Sai điểm tiêu chí A.2")
    assert (draft.code, draft.version, draft.state, draft.previous) == ("bang", 2, "draft", frozen)
    assert said_by(draft) == said_by(frozen)
    assert lines_of(draft) == lines_of(frozen)
    assert links(draft) == {code: code for code in ("A", "A.1", "A.2", "A.3", "B", "B.1", "B.2")}
    assert list(draft.criteria.exclude(note="").values_list("code", "note", "verified_by__name")) == [
        ("A.1", "khoản 2", "Cục Công nghệ")
    ]
    assert logged()[-1] == ("criteria.corrected", "Nguyễn Thị Trực", "Sai điểm tiêu chí A.2")


def test_a_copy_is_another_table_that_stands_for_the_lines_of_the_first(cast, frozen):
    draft = copy_table(table=frozen, code="bang-2027", name="Bảng 2027", actor=cast.standing_body)
    assert (draft.code, draft.version, draft.state, draft.previous) == ("bang-2027", 1, "draft", None)
    assert said_by(draft) == {**said_by(frozen), "decision_number": "", "decided_on": None}
    assert lines_of(draft) == lines_of(frozen)
    assert set(draft.criteria.values_list("replaces__table", flat=True)) == {frozen.pk}
    assert verbs()[-1] == "criteria.copied"


def test_a_draft_may_be_copied(cast):
    draft = make_mixed_table(code="bang")
    made = copy_table(table=draft, code="khac", name="Khác", actor=cast.standing_body)
    assert lines_of(made) == lines_of(draft)


def test_lines_keep_what_they_stand_for_while_they_are_entered_again(cast, frozen):
    draft = new_version(table=frozen, actor=cast.standing_body)
    entered = draft_of(draft)
    lines = [line for line in entered.lines if line.code != "B.2"]
    renamed = [Line(**{**vars(line), "code": "A.9"}) if line.code == "A.2" else line for line in lines]
    extras = {"A.9": Extras(replaces="A.2"), "A.1": Extras(replaces="")}
    save_lines(table=draft, draft=Draft(renamed, extras), actor=cast.standing_body)
    expected = {"A": "A", "A.1": None, "A.9": "A.2", "A.3": "A.3", "B": "B", "B.1": "B.1"}
    assert links(draft) == expected
    # Once more without a word about it, as from an Excel file without that column.
    save_lines(table=draft, draft=Draft(renamed), actor=cast.standing_body)
    assert links(draft) == expected


def test_a_line_that_comes_back_stands_for_its_own_code_again(cast, frozen):
    draft = new_version(table=frozen, actor=cast.standing_body)
    whole = draft_of(draft)
    save_lines(
        table=draft,
        draft=Draft([line for line in whole.lines if line.code != "B.2"]),
        actor=cast.standing_body,
    )
    save_lines(table=draft, draft=whole, actor=cast.standing_body)
    assert links(draft) == {code: code for code in ("A", "A.1", "A.2", "A.3", "B", "B.1", "B.2")}


def test_a_line_cannot_stand_for_one_that_is_not_there(cast, frozen):
    draft = new_version(table=frozen, actor=cast.standing_body)
    whole = draft_of(draft)
    with refused(RefusedRows, "The table has 1 errors.") as caught:
        save_lines(
            table=draft, draft=Draft(whole.lines, {"A.1": Extras(replaces="C.1")}), actor=cast.standing_body
        )
    assert [(row.place, str(row)) for row in caught.value.rows] == [
        ("A.1", "The table before has no line “C.1”.")
    ]


def test_bands_are_judged_when_lines_are_entered_and_when_the_table_is_frozen(cast):
    table = make_mixed_table(code="bang")
    CriteriaTable.objects.filter(pk=table.pk).update(bands=[BANDS[0], {**BANDS[1], "to": "17"}])
    table.refresh_from_db()
    gap = "There is a gap between the bands “Hạng A” (≥ 18) and “Hạng B” (< 17)."
    for act in (
        lambda: save_lines(table=table, draft=draft_of(table), actor=cast.standing_body),
        lambda: freeze(table=table, actor=cast.standing_body),
    ):
        with refused(RefusedRows, "The table has 1 errors.") as caught:
            act()
        assert [(row.place, str(row)) for row in caught.value.rows] == [("Hạng B", gap)]


def test_a_ceiling_is_entered_with_its_line(cast):
    table = CriteriaTable.objects.create(code="bang", name="Bảng", scale=Decimal(10))
    line = Line(
        "I",
        "Dòng I",
        "proportional",
        Decimal("10.00"),
        ceiling=Decimal("12.00"),
        parameters={"numerator": "Đã làm", "denominator": "Kế hoạch"},
    )
    save_lines(table=table, draft=Draft([line]), actor=cast.standing_body)
    assert lines_of(table) == [line]


def test_a_draft_is_changed_and_not_corrected(cast):
    draft = make_mixed_table(code="bang")
    with refused(Refused, "The table is a draft: change its lines, it needs no new version."):
        new_version(table=draft, actor=cast.standing_body)


def test_a_table_is_corrected_once(cast, frozen):
    second = new_version(table=frozen, actor=cast.standing_body)
    with refused(Conflict, "There is version 2 already: correct that one.") as caught:
        new_version(table=frozen, actor=cast.standing_body)
    assert caught.value.current == second
    third = new_version(table=freeze(table=second, actor=cast.standing_body), actor=cast.standing_body)
    assert (third.version, third.previous) == (3, second)


@pytest.mark.parametrize(
    ("code", "name", "field", "message"),
    [
        ("bang", "Bảng", "code", "There is a table with the code “bang” already."),
        ("bảng mới", "Bảng", "code", "A code has letters without accents, figures, - and _ only."),
        ("", "Bảng", "code", "A code has letters without accents, figures, - and _ only."),
        ("khac", "  ", "name", "Name the table."),
    ],
)
def test_a_copy_needs_a_code_of_its_own_and_a_name(cast, frozen, code, name, field, message):
    with refused(Refused, message) as caught:
        copy_table(table=frozen, code=code, name=name, actor=cast.standing_body)
    assert caught.value.field == field


@pytest.mark.parametrize("name", ["head", "deputy", "contact", "viewer", "administrator", "outsider"])
def test_only_the_standing_body_corrects_and_copies(cast, frozen, name):
    actor = cast.fresh(name)
    for act in (
        lambda: new_version(table=frozen, actor=actor),
        lambda: copy_table(table=frozen, code="khac", name="Khác", actor=actor),
    ):
        with refused(NotPermitted, "Only the standing body may do this."):
            act()
