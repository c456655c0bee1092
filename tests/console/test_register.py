"""Units and clusters in and out: the round trip, each kind of bad line, and who may."""

import datetime as dt

import pytest

from clusters.organisation.models import Cluster, Unit, UnitAlias
from clusters.organisation.resources import ClusterResource, UnitResource
from tests.console.importing import exported, fates, rehearse, sheet, told, write
from tests.factories import make_cluster, make_unit
from tests.people import make_cast
from tests.refusing import everything, logged

pytestmark = pytest.mark.django_db

UNITS = [
    "Mã đơn vị",
    "Tên đơn vị",
    "Loại đơn vị",
    "Mã đơn vị cấp trên",
    "Thứ tự",
    "Ngày giải thể",
    "Tên gọi khác",
]


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(params=["xlsx", "csv"])
def kind(request):
    return request.param


# --- Round trip -------------------------------------------------------------------------------------


def test_units_that_go_out_and_come_in_again_change_nothing(cast, kind):
    ministry = make_unit("Bộ Tư pháp", code="btp", short_name="BTP", kind="central")
    made = make_unit("=Vụ +1", code="vu-1", parent=ministry, dissolved_on=dt.date(2025, 7, 1), position=7)
    UnitAlias.objects.create(unit=made, text="Toà án")
    UnitAlias.objects.create(unit=made, text="- Tòa án")
    before = everything()
    result = write(UnitResource(), exported(UnitResource(), Unit.objects.all(), kind), cast.standing_body)
    assert {line.status for line in result.lines} == {"unchanged"}
    assert len(result.lines) == Unit.objects.count()
    assert everything() == before


def test_clusters_that_go_out_and_come_in_again_change_nothing(cast, kind):
    above = make_cluster("Cụm tỉnh", family="Khối các cơ quan", position=3)
    make_cluster("Khối 1", parent=above, kind="khối", level="province")
    before = everything()
    grid = exported(ClusterResource(), Cluster.objects.all(), kind)
    result = write(ClusterResource(), grid, cast.standing_body)
    assert {line.status for line in result.lines} == {"unchanged"}
    assert len(result.lines) == Cluster.objects.count()
    assert everything() == before


# --- What is written --------------------------------------------------------------------------------


def test_units_are_added_and_changed_in_one_act_and_logged(cast, kind):
    old = make_unit("Vụ cũ", code="vu-1", kind="other", position=1)
    grid = sheet(
        kind,
        UNITS,
        ["vu-1", "Vụ mới", "other", "bo", "2", "", "Vụ một; Vụ 1"],
        ["BO", "Bộ", "central body", "", "1", "01/07/2025", ""],
    )
    result = write(UnitResource(), grid, cast.standing_body)
    assert fates(result) == [(2, "changed"), (3, "new")]
    old.refresh_from_db()
    new = Unit.objects.get(code="bo")
    assert (old.name, old.parent, old.position, old.search_key) == ("Vụ mới", new, 2, "vu moi vu-1")
    assert [alias.text for alias in old.aliases.order_by("text")] == ["Vụ 1", "Vụ một"]
    assert (new.name, new.kind, new.parent, new.dissolved_on) == ("Bộ", "central", None, dt.date(2025, 7, 1))
    assert logged() == [
        ("organisation.unit-changed", "Nguyễn Thị Trực", ""),
        ("organisation.unit-added", "Nguyễn Thị Trực", ""),
    ]


def test_columns_that_the_file_leaves_out_stay_as_they_are(cast, kind):
    unit = make_unit("Vụ cũ", code="vu-1", kind="province", position=5)
    write(UnitResource(), sheet(kind, ["Mã", "Tên đơn vị"], ["vu-1", "Vụ mới"]), cast.administrator)
    unit.refresh_from_db()
    assert (unit.name, unit.kind, unit.position) == ("Vụ mới", "province", 5)


def test_a_name_that_stands_in_the_register_is_told(cast, kind):
    make_unit("Tòa án nhân dân", code="toa-an")
    grid = sheet(kind, ["Mã", "Tên đơn vị"], ["tand", "Toà án nhân dân"])
    result = rehearse(UnitResource(), grid, cast.standing_body)
    assert result.notes == ["Row 2: “Toà án nhân dân” is in the register as toa-an already."]


# --- What is refused, with its place ----------------------------------------------------------------


def refused(resource, grid, cast):
    return told(write(resource, grid, cast.standing_body))


def test_each_bad_cell_of_units_is_named_with_its_row_and_column(cast, kind):
    make_unit("Bộ", code="bo")
    grid = sheet(
        kind,
        UNITS,
        ["Vụ 1", "Vụ", "", "", "", "", ""],
        ["vu-2", "", "", "", "", "", ""],
        ["vu-3", "Vụ", "vụ lớn", "", "", "", ""],
        ["vu-4", "Vụ", "", "khong-co", "", "", ""],
        ["vu-5", "Vụ", "", "", "nhất", "", ""],
        ["vu-6", "Vụ", "", "", "", "31/02/2025", ""],
        ["bo", "Bộ", "", "", "", "", ""],
        ["BO", "Bộ", "", "", "", "", ""],
        ["", "Vụ", "", "", "", "", ""],
    )
    labels = (
        "central body, unit of a ministry, people's committee of a province, body of a province, "
        "civil judgment enforcement office, other body"
    )
    assert sorted(refused(UnitResource(), grid, cast)) == sorted(
        [
            "row 2, column “Mã đơn vị”: “vụ 1” is no code. Use small letters without accents, figures and hyphens.",
            "row 3, column “Tên đơn vị”: The cell is empty.",
            f"row 4, column “Loại đơn vị”: “vụ lớn” is none of: {labels}.",
            "row 5, column “Mã đơn vị cấp trên”: The parent “khong-co” is not in the register.",
            "row 6, column “Thứ tự”: “nhất” is not a whole number.",
            "row 7, column “Ngày giải thể”: “31/02/2025” is not a date. Type day/month/year, for example 05/11/2022.",
            "row 9: The line stands in the file twice, first in row 8.",
            "row 10, column “Mã đơn vị”: The cell is empty.",
        ]
    )


def test_parents_in_a_circle_are_refused(cast, kind):
    grid = sheet(kind, ["Mã", "Tên đơn vị", "Mã đơn vị cấp trên"], ["a", "A", "b"], ["b", "B", "a"])
    assert refused(UnitResource(), grid, cast) == [
        "row 2, column “Mã đơn vị cấp trên”: The line of parents leads back to “a” itself.",
        "row 3, column “Mã đơn vị cấp trên”: The line of parents leads back to “b” itself.",
    ]


def test_each_bad_line_of_clusters_is_named(cast, kind):
    grid = sheet(
        kind,
        ["Mã cụm", "Tên cụm", "Loại cụm", "Cấp", "Mã cơ quan tổ chức", "Thuộc cụm (mã)"],
        ["c-1", "Cụm 1", "cụm", "ministry", "khong-co", ""],
        ["c-2", "Cụm 2", "tổ", "ministry", cast.head_unit.code, ""],
        ["c-3", "Cụm 3", "khối", "", cast.head_unit.code, ""],
        ["c-4", "Cụm 4", "khối", "province", cast.head_unit.code, "c-9"],
    )
    assert sorted(refused(ClusterResource(), grid, cast)) == sorted(
        [
            "row 2, column “Mã cơ quan tổ chức”: The unit “khong-co” is not in the register.",
            "row 3, column “Loại cụm”: “tổ” is none of: cluster (cụm), block (khối), region (khu vực).",
            "row 4, column “Cấp”: Type one of: national, ministry, province.",
            "row 5, column “Thuộc cụm (mã)”: The parent “c-9” is not in the register.",
        ]
    )


@pytest.mark.parametrize("person", ["head", "deputy", "contact", "viewer", "outsider"])
def test_only_who_keeps_the_register_may_import(cast, person):
    grid = sheet("csv", ["Mã", "Tên đơn vị"], ["vu-1", "Vụ"])
    assert told(write(UnitResource(), grid, cast.fresh(person))) == [
        "Only the standing body and system administrators keep the register of units."
    ]


def test_a_file_without_rows_or_headings_is_refused_whole(cast, kind):
    assert refused(UnitResource(), sheet(kind, ["Mã", "Tên đơn vị"]), cast) == [
        "The table has no rows under its headings."
    ]
    assert refused(UnitResource(), sheet(kind, ["Mã", "Loại"], ["a", "b"]), cast) == [
        "The table lacks the columns: Tên đơn vị."
    ]


def test_a_preview_that_is_out_of_date_writes_nothing(cast):
    unit = make_unit("Vụ", code="vu-1")
    grid = sheet("csv", ["Mã", "Tên đơn vị"], ["vu-1", "Vụ mới"])
    seen = rehearse(UnitResource(), grid, cast.standing_body).fingerprint
    Unit.objects.filter(pk=unit.pk).update(name="Vụ khác")
    before = everything()
    result = UnitResource().import_data(grid, dry_run=False, user=cast.standing_body, expected=seen)
    assert told(result) == [
        "The data changed since the preview. Nothing was written: look at the new preview."
    ]
    assert everything() == before
