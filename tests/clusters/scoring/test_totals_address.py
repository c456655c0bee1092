"""The address of totals, ranks and section sums: what each person learns, in how many queries."""

import pytest
from django.urls import reverse

from clusters.cycles.models import Membership
from tests.clusters.scoring.conftest import WHOLE
from tests.factories import add_members, close_windows, give_marks, make_cycle, make_mixed_table, make_table


@pytest.fixture
def totals(cast, client):
    """Ask as one of the cast: `totals("head", source="verified")` → status and members."""
    client.cookies["django_language"] = "en"
    address = reverse("clusters:score-totals", args=[cast.cycle.cluster.code, cast.cycle.year])

    def asked(name, **query):
        client.force_login(cast.fresh(name))
        return client.get(address, {"group": "chung", "source": "verified", **query})

    return asked


def told(response):
    """Total, answered and rank by member."""
    return {
        int(key): (one["points"]["text"], one["answered"], one.get("rank", "untold"))
        for key, one in response.json()["members"].items()
    }


def test_totals_sums_and_ranks_are_told(totals, member, keys):
    give_marks(member("head"), "verified", ["9", "2", "2", "6", "0"])
    give_marks(member("deputy"), "verified", ["10", "2", "1.5", "5", "0.5"])
    give_marks(member("contact"), "verified", ["8", "2"])
    response = totals("viewer")
    assert told(response) == {
        member("head").pk: ("19.00", 5, 1),
        member("deputy").pk: ("19.00", 5, 1),
        member("contact").pk: ("10.00", 2, None),
    }
    assert response.json()["asked"] == 5
    sums = response.json()["members"][str(member("deputy").pk)]["sums"]
    assert {key: one["text"] for key, one in sums.items()} == {
        str(keys()["A"]): "13.50",
        str(keys()["B"]): "5.50",
    }


def test_a_unit_learns_of_itself_alone_and_of_no_rank_until_all_is_announced(totals, cast, member):
    for name in ("contact", "deputy"):
        give_marks(member(name), "self", WHOLE, state="submitted")
        give_marks(member(name), "verified", WHOLE)
    assert told(totals("contact", source="self")) == {member("contact").pk: ("20.00", 5, "untold")}
    # Verified points that are still being given are no news for the unit.
    assert told(totals("contact")) == {}
    close_windows(cast.cycle, "provisional")
    assert told(totals("contact"))[member("deputy").pk] == ("20.00", 5, 1)


def test_one_member_can_be_asked_for(totals, member):
    give_marks(member("contact"), "self", WHOLE)
    one = totals("head", source="self", member=member("contact").pk)
    assert told(one) == {member("contact").pk: ("20.00", 5, 1)}
    assert told(totals("contact", source="self", member=member("head").pk)) == {}


@pytest.mark.parametrize("query", [{"group": "nothing"}, {"source": "magic"}])
def test_an_unknown_group_or_source_is_not_found(totals, query):
    assert totals("head", **query).status_code == 404


def test_an_outsider_learns_nothing(totals):
    assert totals("outsider").status_code == 404


def test_members_who_left_are_not_ranked(totals, cast, member):
    for name in ("head", "contact"):
        give_marks(member(name), "verified", WHOLE)
    Membership.objects.filter(pk=member("head").pk).update(until=cast.cycle.ends_on)
    assert told(totals("viewer"))[member("contact").pk] == ("20.00", 5, 1)
    assert member("head").pk not in told(totals("viewer"))


@pytest.mark.parametrize("members", [1, 3, 12])
@pytest.mark.parametrize(("name", "queries"), [("standing_body", 9), ("contact", 10)])
def test_it_asks_the_same_of_the_database_whatever_the_size(
    client, cast, members, name, queries, exactly_queries
):
    cycle = make_cycle(members=members)
    add_members(cycle, units=[cast.contact_unit])
    make_table(cycle.groups.get(), leaves=60)
    for member in cycle.memberships.all():
        give_marks(member, "self", ["9"] * 60)
    client.force_login(cast.fresh(name))
    address = reverse("clusters:score-totals", args=[cycle.cluster.code, cycle.year])
    with exactly_queries(queries):
        response = client.get(address, {"group": "chung", "source": "self"})
    assert len(response.json()["members"]) == (members + 1 if name == "standing_body" else 1)


def test_a_large_group_is_told_page_by_page(client, cast):
    cycle = make_cycle(members=61)
    make_mixed_table(cycle.groups.get())
    last = cycle.memberships.order_by("position").last()
    give_marks(last, "verified", WHOLE)
    client.cookies["django_language"] = "en"
    client.force_login(cast.fresh("viewer"))
    address = reverse("clusters:score-totals", args=[cycle.cluster.code, cycle.year])
    query = {"group": "chung", "source": "verified"}
    assert len(client.get(address, query).json()["members"]) == 60
    assert told(client.get(address, {**query, "page": "2"})) == {last.pk: ("20.00", 5, 1)}
