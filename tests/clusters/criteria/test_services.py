"""Entering, freezing and binding tables; a frozen table never changes, whoever tries."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.criteria.reading import lines_of
from clusters.criteria.rules.table import Line
from clusters.criteria.services import Draft, Extras, bind, freeze, save_lines
from emulation.core.errors import Conflict, NotPermitted, Refused, RefusedRows
from tests.factories import make_table, make_unit
from tests.factories.scoring import give_marks
from tests.people import make_cast
from tests.refusing import logged, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def table():
    return CriteriaTable.objects.create(code="bang", name="Bảng", scale=Decimal(10))


def line(code, maximum, kind="manual", parent="", **more):
    return Line(code=code, name=f"Dòng {code}", kind=kind, maximum=Decimal(maximum), parent=parent, **more)


LINES = [
    line("I", "10.00", "group"),
    line("I.1", "4.00", parent="I"),
    line("I.2", "6.00", "group", parent="I"),
    line("I.2.1", "6.00", "yes_no", parent="I.2"),
]


def test_lines_are_entered_in_order_with_depth_and_read_back_as_they_were(cast, table):
    body = make_unit("Cục Công nghệ")
    save_lines(table=table, draft=Draft(LINES, {"I.1": Extras("khoản 2", body)}), actor=cast.standing_body)
    assert lines_of(table) == LINES
    assert list(table.criteria.values_list("code", "position", "level", "note")) == [
        ("I", 1, 0, ""),
        ("I.1", 2, 1, "khoản 2"),
        ("I.2", 3, 1, ""),
        ("I.2.1", 4, 2, ""),
    ]
    assert table.criteria.get(code="I.1").verified_by == body
    assert logged() == [("criteria.created", "Nguyễn Thị Trực", "")]


def test_entering_again_replaces_the_lines(cast, table):
    save_lines(table=table, draft=Draft(LINES), actor=cast.standing_body)
    save_lines(table=table, draft=Draft([line("A", "10.00")]), actor=cast.standing_body)
    assert lines_of(table) == [line("A", "10.00")]
    assert [verb for verb, *_rest in logged()] == ["criteria.created", "criteria.changed"]


def test_a_table_that_does_not_hold_together_is_refused_line_by_line(cast, table):
    with refused(RefusedRows, "The table has 2 errors.") as caught:
        draft = Draft([line("I", "9", "group"), line("I.1", "4", parent="I")])
        save_lines(table=table, draft=draft, actor=cast.standing_body)
    assert [(row.place, str(row)) for row in caught.value.rows] == [
        ("I", "The group has 9 points, its lines sum to 4."),
        ("", "The table has 10 points, its sections sum to 9."),
    ]


@pytest.mark.parametrize("name", ["head", "deputy", "contact", "viewer", "administrator", "outsider"])
def test_only_the_standing_body_enters_freezes_and_binds(cast, table, name):
    said = "Only the standing body may do this."
    actor, group = cast.fresh(name), cast.cycle.groups.get()
    for act in (
        lambda: save_lines(table=table, draft=Draft(LINES), actor=actor),
        lambda: freeze(table=table, actor=actor),
        lambda: bind(group=group, table=table, actor=actor),
    ):
        with refused(NotPermitted, said):
            act()


def test_a_frozen_table_is_not_entered_again(cast, table):
    save_lines(table=table, draft=Draft(LINES), actor=cast.standing_body)
    frozen = freeze(table=table, actor=cast.standing_body)
    assert (frozen.state, frozen.frozen_at is not None) == ("frozen", True)
    assert freeze(table=table, actor=cast.standing_body).frozen_at == frozen.frozen_at
    assert [verb for verb, *_rest in logged()] == ["criteria.created", "criteria.frozen"]
    with refused(Conflict, "The table is frozen: enter a new version."):
        save_lines(table=table, draft=Draft(LINES), actor=cast.standing_body)


def test_a_table_without_a_whole_is_not_frozen(cast, table):
    with refused(RefusedRows, "The table has 1 errors."):
        freeze(table=table, actor=cast.standing_body)


@pytest.mark.parametrize("act", ["insert", "update", "delete"])
def test_the_database_holds_a_frozen_table(cast, table, act):
    save_lines(table=table, draft=Draft(LINES), actor=cast.standing_body)
    freeze(table=table, actor=cast.standing_body)
    leaf = table.criteria.get(code="I.1")
    acts = {
        "insert": lambda: Criterion.objects.create(
            table=table, code="X", name="x", position=9, kind="manual", maximum=1
        ),
        "update": lambda: Criterion.objects.filter(pk=leaf.pk).update(maximum=Decimal(5)),
        "delete": lambda: Criterion.objects.filter(pk=leaf.pk).delete(),
    }
    with pytest.raises(DatabaseError, match="criterion_frozen"), transaction.atomic():
        acts[act]()
    assert lines_of(table) == LINES


def test_a_name_may_still_be_corrected_in_a_frozen_table(cast, table):
    save_lines(table=table, draft=Draft(LINES), actor=cast.standing_body)
    freeze(table=table, actor=cast.standing_body)
    assert Criterion.objects.filter(table=table, code="I.1").update(note="đăng ở trang 3") == 1


def test_a_group_is_bound_and_bound_again_until_it_has_marks(cast):
    group = cast.cycle.groups.get()
    first, second = make_table(), make_table()
    bind(group=group, table=first, actor=cast.standing_body)
    assert bind(group=group, table=second, actor=cast.standing_body).table == second
    give_marks(cast.cycle.memberships.first(), "self", ["9"])
    with refused(Refused, "The group has marks by another table; it keeps that table.") as caught:
        bind(group=group, table=first, actor=cast.standing_body)
    assert caught.value.field == "table"


def test_an_empty_table_is_not_bound(cast, table):
    with refused(Refused, "The table has no criteria."):
        bind(group=cast.cycle.groups.get(), table=table, actor=cast.standing_body)
