"""The score page: what each person gets, in how many queries, and the form it is without scripts."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from clusters.criteria.services import freeze
from clusters.cycles.models import MemberGroup
from clusters.organisation.models import Unit
from clusters.scoring.models import Mark
from tests.factories import (
    add_members,
    close_windows,
    give_marks,
    make_cycle,
    make_mixed_table,
    make_sheet,
    make_table,
)
from tests.people import make_cast

WHOLE = ["10", "2", "2", "6", "0"]
OWN = "You act for this unit: its points are set by the deputy, the head or the standing body."


@pytest.fixture
def score_page(cast, client):
    """Open the score page as one of the cast, in English."""
    client.cookies["django_language"] = "en"
    address = reverse("clusters:scores", args=[cast.cycle.cluster.code, cast.cycle.year])

    def opened(name, **query):
        client.force_login(cast.fresh(name))
        return client.get(address, query)

    opened.address = address
    return opened


def text_of(response):
    return response.content.decode()


def inputs(response):
    """The names and values of the cells that can be written."""
    return re.findall(r'<input inputmode="decimal" name="(c-[^"]+)" value="([^"]*)"', text_of(response))


def cell(response, member, code):
    """The HTML of one cell."""
    from clusters.criteria.models import Criterion

    key = Criterion.objects.get(code=code).pk
    return re.search(rf'<td id="c-{member.pk}-{key}".*?</td>', text_of(response), re.DOTALL).group()


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("standing_body", 2),
        ("standing_body", 12),
        ("standing_body", 60),
        ("viewer", 3),
        ("administrator", 3),
        ("head", 3),
        ("deputy", 3),
        ("contact", 2),
        ("contact", 12),
    ],
)
def test_the_page_asks_six_questions_beside_session_and_person_whoever_opens_it(
    db, client, members, name, exactly_queries
):
    cycle = make_cycle(members=max(members - 3, 0))
    people = make_cast(cycle)
    if members < 3:
        cycle.memberships.exclude(unit__in=[people.head_unit, people.contact_unit]).delete()
    make_table(cycle.groups.get(), leaves=60)
    close_windows(cycle, "provisional")
    for member in cycle.memberships.all():
        give_marks(member, "self", ["9"] * 60)
        give_marks(member, "verified", ["9.5"] * 60)
    client.force_login(people.fresh(name))
    address = reverse("clusters:scores", args=[cycle.cluster.code, cycle.year])
    with exactly_queries(8):
        response = client.get(address)
    assert text_of(response).count('<td id="c-') == 60 * cycle.memberships.count()


def test_a_frozen_table_is_read_once(client, cast, exactly_queries):
    table = cast.cycle.groups.get().binding.table
    freeze(table=table, actor=cast.standing_body)
    client.force_login(cast.fresh("viewer"))
    address = reverse("clusters:scores", args=[cast.cycle.cluster.code, cast.cycle.year])
    client.get(address)
    with exactly_queries(6):
        client.get(address)


def test_one_who_may_verify_gets_inputs_for_sent_sheets_only(score_page, cast, member):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    give_marks(member("deputy"), "self", WHOLE, state="in-work")
    response = score_page("head", source="verified")
    assert {name.split("-")[1] for name, _value in inputs(response)} == {str(member("contact").pk)}
    assert 'title="The unit has not sent its sheet."' in cell(response, member("deputy"), "A.1")


def test_the_own_unit_is_plain_text_with_the_reason(score_page, cast, member):
    give_marks(member("head"), "self", WHOLE, state="submitted")
    give_marks(member("head"), "verified", ["9.5"])
    assert f'title="{OWN}"' in cell(score_page("head", source="verified"), member("head"), "A.1")
    assert "<input" not in cell(score_page("head", source="verified"), member("head"), "A.1")
    assert "<input" in cell(score_page("deputy", source="verified"), member("head"), "A.1")


def test_a_reader_gets_no_input_at_all(score_page, member):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    for name in ("viewer", "administrator"):
        response = score_page(name)
        assert (response.status_code, inputs(response)) == (200, [])


def test_the_page_begins_with_the_source_the_person_may_give_now(score_page, cast, member):
    assert score_page("head").context["grid"].source == "inspection"
    close_windows(cast.cycle, "cross-inspection")
    assert score_page("head").context["grid"].source == "self"
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    assert score_page("head").context["grid"].source == "verified"
    close_windows(cast.cycle, "self-scoring", "verification")
    assert score_page("head").context["grid"].source == "self"
    give_marks(member("contact"), "final", WHOLE, state="final")
    assert score_page("viewer").context["grid"].source == "final"
    assert score_page("standing_body").context["grid"].source == "final"


def test_other_sources_stand_under_the_cell_with_an_arrow(score_page, member):
    give_marks(member("contact"), "self", ["9"], state="submitted")
    give_marks(member("contact"), "verified", ["9.5"])
    shown = cell(score_page("head", source="verified"), member("contact"), "A.1")
    assert re.findall(r"<small[^>]*>(.*?)</small>", shown) == ["9 ▲"]
    shown = cell(score_page("head", source="self"), member("contact"), "A.1")
    assert re.findall(r"<small[^>]*>(.*?)</small>", shown) == ["9.5 ▼"]
    give_marks(member("contact"), "inspection", ["9.5"])
    shown = cell(score_page("head", source="verified"), member("contact"), "A.1")
    assert re.findall(r"<small[^>]*>(.*?)</small>", shown) == ["S 9 ▲", "I 9.5"]


def test_a_missing_mark_is_empty_and_zero_is_shown(score_page, member):
    give_marks(member("contact"), "verified", ["0", None], state="submitted")
    response = score_page("head", source="verified")
    assert 'value="0"' in cell(response, member("contact"), "A.1")
    assert 'value=""' in cell(response, member("contact"), "A.2")


def test_totals_sums_and_ranks_stand_at_the_foot(score_page, cast, member):
    give_marks(member("head"), "verified", ["9", "2", "2", "6", "0"])
    give_marks(member("deputy"), "verified", ["10", "2", "1.5", "5", "0.5"])
    give_marks(member("contact"), "verified", ["8", "2"])
    feet = score_page("viewer", source="verified").context["feet"]
    assert [(one["total"], one["answered"], one["rank"]) for one in feet] == [
        ("19.00", "5/5", 1),
        ("19.00", "5/5", 1),
        ("10.00", "2/5", "–"),
    ]
    columns = score_page("viewer", source="verified").context["grid"].columns
    assert [sorted(column.sums.values()) for column in columns] == [
        [Decimal("6.00"), Decimal("13.00")],
        [Decimal("5.50"), Decimal("13.50")],
        [Decimal("10.00")],
    ]


def test_a_contact_is_led_to_the_own_sheet_until_all_is_announced(score_page, cast, member):
    response = score_page("contact")
    assert (response.status_code, response["Location"]) == (
        302,
        reverse("clusters:sheet", args=[cast.cycle.cluster.code, cast.cycle.year, cast.contact_unit.code]),
    )
    close_windows(cast.cycle, "provisional")
    give_marks(member("head"), "verified", WHOLE)
    response = score_page("contact", source="verified")
    assert (response.status_code, inputs(response)) == (200, [])


def test_an_outsider_learns_nothing(score_page):
    assert score_page("outsider").status_code == 404


@pytest.mark.parametrize("query", [{"source": "magic"}, {"group": "nothing"}])
def test_an_unknown_source_or_group_is_not_found(score_page, query):
    assert score_page("head", **query).status_code == 404


def test_each_group_has_its_own_grid(score_page, cast, member):
    second = MemberGroup.objects.create(cycle=cast.cycle, code="thads", name="THADS", position=2)
    make_mixed_table(second)
    (other,) = add_members(cast.cycle, 1, group=second)
    assert [column.membership.pk for column in score_page("head", group="thads").context["grid"].columns] == [
        other.pk
    ]
    assert other.pk not in [column.membership.pk for column in score_page("head").context["grid"].columns]


def test_a_group_without_a_table_says_so(cast, client, score_page):
    cycle = make_cycle(members=1)
    client.force_login(cast.fresh("standing_body"))
    response = client.get(reverse("clusters:scores", args=[cycle.cluster.code, cycle.year]))
    assert (response.status_code, "No criteria table is bound" in text_of(response)) == (200, True)


def test_names_are_escaped(score_page, cast, member):
    Unit.objects.filter(pk=cast.contact_unit.pk).update(name='<b onclick="x">Sở</b>')
    Mark.objects.all().delete()
    assert '<b onclick="x">' not in text_of(score_page("head"))
    assert "&lt;b onclick=&quot;x&quot;&gt;Sở&lt;/b&gt;" in text_of(score_page("head"))


def test_a_filter_keeps_the_lines_it_asks_for_with_their_sections(score_page, cast, member):
    for name in ("head", "deputy"):
        give_marks(member(name), "self", WHOLE, state="submitted")
        give_marks(member(name), "verified", WHOLE)
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    give_marks(member("contact"), "verified", ["10", "2", "1.5", "6"])

    def codes(show):
        return [row.code for row in score_page("head", source="verified", show=show).context["shown_rows"]]

    assert codes("missing") == ["B", "B.2"]
    assert codes("differs") == ["A", "A.3"]
    assert codes("") == ["A", "A.1", "A.2", "A.3", "B", "B.1", "B.2"]


def test_a_partial_table_and_sample_data_are_said(score_page, cast):
    table = cast.cycle.groups.get().binding.table
    table.is_partial = True
    table.save(update_fields=["is_partial"])
    type(cast.cycle).objects.filter(pk=cast.cycle.pk).update(is_sample=True)
    text = text_of(score_page("head"))
    assert "The published table is partial" in text
    assert "The points are sample data" in text
    assert "[sample data]" in text


# --- Without scripts -------------------------------------------------------------------------------


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


def test_a_group_of_very_many_is_shown_in_pages_and_ranked_as_a_whole(cast, client):
    cycle = make_cycle(members=61)
    make_table(cycle.groups.get(), leaves=1)
    for place, member in enumerate(cycle.memberships.order_by("position")):
        give_marks(member, "verified", [str(Decimal(place) / 10)])
    client.force_login(cast.fresh("viewer"))
    address = reverse("clusters:scores", args=[cycle.cluster.code, cycle.year])
    first, second = client.get(address), client.get(address, {"page": "2"})
    assert (len(first.context["feet"]), len(second.context["feet"])) == (60, 1)
    assert (first.context["feet"][0]["rank"], second.context["feet"][0]["rank"]) == (61, 1)
