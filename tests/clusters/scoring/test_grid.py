"""The score page: what each person gets, in how many queries, and the form it is without scripts."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from clusters.criteria.services import freeze
from clusters.cycles.models import MemberGroup
from clusters.organisation.models import Unit
from clusters.scoring.models import Mark
from tests.clusters.scoring.conftest import WHOLE
from tests.clusters.scoring.pages import cell, inputs, text_of
from tests.factories import (
    add_members,
    close_windows,
    give_marks,
    make_cycle,
    make_mixed_table,
    make_table,
)
from tests.people import make_cast

OWN = "You act for this unit: its points are set by the deputy, the head or the standing body."


# Beside session and person at most six: year, parts, groups with tables, members, marks; and for those who
# do not run the year the sections they fill. The table is frozen by its first mark and read before.
@pytest.mark.parametrize("members", [2, 12, 60])
@pytest.mark.parametrize(("name", "queries"), [("standing_body", 8), ("contact", 8)])
def test_the_page_asks_the_same_of_the_database_for_two_members_and_for_sixty(
    db, client, members, name, queries, exactly_queries
):
    people, address = crowded(members)
    client.force_login(people.fresh(name))
    client.get(address)
    with exactly_queries(queries):
        response = client.get(address)
    assert text_of(response).count('<td id="c-') == 60 * members


@pytest.mark.parametrize(
    ("name", "queries"), [("head", 8), ("deputy", 8), ("contact", 8), ("viewer", 8), ("administrator", 8)]
)
def test_it_asks_at_most_six_questions_whoever_opens_it(db, client, name, queries, exactly_queries):
    people, address = crowded(3)
    client.force_login(people.fresh(name))
    client.get(address)
    with exactly_queries(queries):
        client.get(address)


def crowded(members):
    """A year of the cast and others, with a frozen table of 60 lines and marks of two sources, announced."""
    cycle = make_cycle(members=max(members - 3, 0))
    people = make_cast(cycle)
    if members < 3:
        cycle.memberships.exclude(unit__in=[people.head_unit, people.contact_unit]).delete()
    table = make_table(cycle.groups.get(), leaves=60)
    freeze(table=table, actor=people.standing_body)
    close_windows(cycle, "provisional")
    for member in cycle.memberships.all():
        give_marks(member, "self", ["9"] * 60)
        give_marks(member, "verified", ["9.5"] * 60)
    return people, reverse("clusters:scores", args=[cycle.cluster.code, cycle.year])


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


def test_the_final_points_lead_to_the_register_of_their_corrections(cast, client, member):
    give_marks(member("contact"), "final", WHOLE, state="final")
    client.force_login(cast.fresh("standing_body"))
    address = reverse("clusters:scores", args=[cast.cycle.cluster.code, cast.cycle.year])
    register = reverse("clusters:corrections", args=[cast.cycle.cluster.code, cast.cycle.year])
    assert register in {one.url for one in client.get(address, {"source": "final"}).context["more"]}
    assert register not in {one.url for one in client.get(address, {"source": "verified"}).context["more"]}
