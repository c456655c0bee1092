"""The pages of criteria tables: the register, a table in words, corrections, copies, two tables side by side."""

import pytest
from django.urls import reverse

from clusters.criteria.models import CriteriaBinding, CriteriaTable
from clusters.criteria.services import copy_table, draft_of, freeze, new_version, save_lines
from clusters.criteria.services.entering import Draft
from clusters.cycles.models import MemberGroup
from tests.factories import add_members, make_mixed_table, make_table
from tests.people import make_cast
from tests.platform.reading import read
from tests.posting import address, fill, offered, send
from tests.refusing import everything, logged

pytestmark = pytest.mark.django_db

TABLES, TABLE, COMPARE, YEAR = 4, 6, 8, 7

BANDS = [
    {
        "name": "Hạng A",
        "from": "18",
        "gates": [
            [{"criteria": ["A.1", "A.2"], "share": "100"}],
            [{"criteria": ["A.1", "A.2", "A.3"], "at_least": 2, "share": "95"}],
        ],
        "quota": {"share": "20", "of": "members", "round": "down"},
    },
    {"name": "Hạng B", "from": "10", "to": "18", "to_open": True, "quota": {"count": 3}},
    {"name": "Hạng C", "to": "10", "to_open": True},
]


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def group(cast):
    return cast.cycle.groups.get()


@pytest.fixture
def table(cast, group):
    return freeze(
        table=make_mixed_table(
            group, code="bang", name="Bảng 2026", bands=BANDS, not_arisen="full", decision_number="12/QĐ-BTP"
        ),
        actor=cast.standing_body,
    )


@pytest.fixture
def open_as(cast, client, settings):
    settings.LANGUAGE_CODE = "en"

    def sign_in(name="standing_body"):
        client.force_login(cast.fresh(name))
        return client

    return sign_in


def at(table, act=""):
    return reverse(f"clusters:table-{act}" if act else "clusters:table", args=[table.code, table.version])


def cells(page):
    """The texts of the rows of every table of a page."""
    return [[" ".join(cell.text.split()) for cell in row.all("th", "td")] for row in read(page).all("tr")]


def test_a_table_is_read_in_words(open_as, table):
    page = open_as().get(at(table))
    words = page.context["words"]
    assert words.facts == [
        ("Points in all", "20"),
        ("Decision", "12/QĐ-BTP"),
        ("Tasks that did not arise", "full points"),
        ("Ranked by", "the points themselves"),
        ("Inside a rule", "exact; only the points are rounded, half up to two decimals"),
    ]
    assert [
        (line.criterion.code, line.rule.text) for line in words.lines if line.criterion.kind == "yes_no"
    ] == [("A.2", "Yes: 2 points; no: 0 points.")]
    assert [(band.name, band.totals, band.gates, band.quota) for band in words.bands] == [
        (
            "Hạng A",
            "≥ 18 points",
            (
                "A.1, A.2 at 100 % of their standard points or more",
                "2 of 3 (A.1, A.2, A.3) at 95 % of their standard points or more",
            ),
            "at most 20 % of the members, rounded down",
        ),
        ("Hạng B", "≥ 10, < 18 points", (), "at most 3 units"),
        ("Hạng C", "< 10 points", (), ""),
    ]


def test_the_frame_keeps_its_own_version(open_as, table):
    from emulation.core.version import VERSION

    assert f"Version {VERSION}" in open_as().get(at(table)).content.decode()


def test_a_draft_whose_rules_make_no_sense_can_still_be_read(open_as):
    draft = make_table(code="nhap", leaves=1)
    draft.criteria.filter(code="I.1").update(kind="choice")
    CriteriaTable.objects.filter(pk=draft.pk).update(bands=[{"from": "x"}])
    page = open_as().get(at(draft))
    assert (page.status_code, page.context["words"].lines[1].rule, page.context["words"].bands) == (
        200,
        None,
        [],
    )


def test_members_read_the_table_of_their_year(cast, open_as, group, table):
    page = open_as("contact").get(address(cast.cycle, "criteria"))
    assert (page.context["words"].table, page.context["group_tabs"]) == (table, [])
    assert page.context["primary"] is None
    assert [str(act.label) for act in page.context["more"]] == ["Compare with another table"]


def test_of_several_groups_the_own_one_comes_first(cast, open_as, group, table):
    other = MemberGroup.objects.create(cycle=cast.cycle, code="thads", name="THADS", position=2)
    second = make_table(other, code="hai", leaves=1)
    cast.cycle.memberships.filter(unit=cast.contact_unit).update(group=other)
    client = open_as("contact")
    page = client.get(address(cast.cycle, "criteria"))
    assert page.context["words"].table == second
    assert [(tab.label, tab.current) for tab in page.context["group_tabs"]] == [
        ("Các đơn vị thành viên", False),
        ("THADS", True),
    ]
    assert client.get(address(cast.cycle, "criteria") + "?group=chung").context["words"].table == table
    assert client.get(address(cast.cycle, "criteria") + "?group=khong").status_code == 404


def test_a_year_without_a_table_says_so(cast, open_as):
    page = open_as("contact").get(address(cast.cycle, "criteria"))
    assert "No criteria table is bound to this group yet." in page.content.decode()


def test_a_table_of_another_cluster_does_not_exist_for_a_member(cast, open_as, table):
    other = make_table(cast.outside_cycle.groups.get(), code="khac")
    client = open_as("contact")
    assert client.get(at(other)).status_code == 404
    assert client.get(at(table, "compare") + "?with=khac:1").status_code == 404


def test_correcting_begins_a_draft_and_a_second_click_finds_it(cast, open_as, table):
    client = open_as()
    form = offered(client.get(at(table, "correct")))
    answers = [send(client, at(table, "correct"), form, reason="Sai điểm") for _click in range(2)]
    draft = CriteriaTable.objects.get(code="bang", version=2)
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, at(draft))] * 2
    assert [entry for entry in logged() if entry[0] == "criteria.corrected"] == [
        ("criteria.corrected", "Nguyễn Thị Trực", "Sai điểm")
    ]


def test_a_table_with_a_later_version_is_not_corrected_again(cast, open_as, table):
    new_version(table=table, actor=cast.standing_body)
    client = open_as()
    assert client.get(at(table)).context["primary"].refusal == "There is version 2 already: correct that one."
    before = everything()
    page = fill(client, at(table, "correct"), reason="Sai")
    assert page.status_code == 409
    assert "There is version 2 already: correct that one." in page.content.decode()
    assert everything() == before


def test_copying_asks_for_a_code_and_keeps_what_was_typed(cast, open_as, table):
    client = open_as()
    page = fill(client, at(table, "copy"), code="bang", name="Bảng 2027")
    assert page.status_code == 422
    assert page.context["form"].errors == {"code": ["There is a table with the code “bang” already."]}
    assert offered(page)["name"] == "Bảng 2027"
    answer = fill(client, at(table, "copy"), code="bang-2027", name="Bảng 2027")
    made = CriteriaTable.objects.get(code="bang-2027")
    assert (answer.url, made.name, made.criteria.count()) == (at(made), "Bảng 2027", 7)


def test_two_years_are_read_side_by_side(cast, open_as, table):
    made = copy_table(table=table, code="bang-2027", name="Bảng 2027", actor=cast.standing_body)
    lines = [line for line in draft_of(made).lines if line.code != "B.2"]
    save_lines(table=made, draft=Draft(lines), actor=cast.standing_body)
    made.criteria.filter(code="A.1").update(name="Tên khác")
    page = open_as().get(at(made, "compare"))
    assert (page.context["other"], page.context["unchanged"]) == (table, 5)
    assert [
        (row["line"].code, [str(label) for label, _tone in row["changes"]]) for row in page.context["rows"]
    ] == [
        ("A.1", ["wording changed"]),
        ("B.2", ["removed"]),
    ]
    assert page.context["facts"] == [("Decision", "12/QĐ-BTP", "–")]
    every = open_as().get(at(made, "compare") + "?with=bang:1&all=1")
    assert [row["line"].code for row in every.context["rows"]] == [
        "A",
        "A.1",
        "A.2",
        "A.3",
        "B",
        "B.1",
        "B.2",
    ]


def test_groups_on_an_older_version_are_offered_the_newer_one(cast, open_as, group, table):
    draft = new_version(table=table, actor=cast.standing_body)
    adopt = address(cast.cycle, "table-adopt", group.code, 2)
    client = open_as()
    assert [item["adopt"] for item in client.get(at(draft)).context["groups"]] == [adopt]
    assert client.get(address(cast.cycle, "criteria")).context["primary"].url == adopt
    assert [item["adopt"] for item in open_as("viewer").get(at(draft)).context["groups"]] == [""]
    assert open_as("contact").get(address(cast.cycle, "criteria")).context["primary"] is None


@pytest.mark.parametrize("leaves", [1, 3, 12])
def test_the_query_counts_do_not_grow(cast, open_as, group, exactly_queries, leaves):
    table = freeze(table=make_table(group, leaves=leaves), actor=cast.standing_body)
    draft = new_version(table=table, actor=cast.standing_body)
    for number in range(leaves):
        other = MemberGroup.objects.create(cycle=cast.cycle, code=f"nhom-{number}", name="Nhóm")
        CriteriaBinding.objects.create(group=other, table=table)
    add_members(cast.cycle, leaves)
    client = open_as()
    for name, queries in (
        ("tables", TABLES),
        ("table", TABLE),
        ("table-compare", COMPARE),
        ("criteria", YEAR),
    ):
        places = {"tables": [], "criteria": [cast.cycle.cluster.code, cast.cycle.year]}
        where = reverse(f"clusters:{name}", args=places.get(name, [draft.code, draft.version]))
        client.get(where)
        with exactly_queries(queries):
            assert client.get(where).status_code == 200
