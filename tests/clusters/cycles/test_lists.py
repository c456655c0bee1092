"""Lists of years: own years, all of a year, search without accents, a constant number of queries."""

import pytest
from django.urls import reverse

from clusters.cycles.models import Cycle
from tests.factories import add_members, make_cluster, make_cycle, make_leader, open_windows
from tests.people import make_cast
from tests.platform.reading import read

pytestmark = pytest.mark.django_db

LIST = reverse("clusters:cycles")


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def listed(response):
    return [str(cycle) for cycle in response.context["object_list"]]


def test_a_member_lists_its_own_years_only(client, cast):
    client.force_login(cast.contact)
    assert listed(client.get(LIST)) == [str(cast.cycle)]
    client.force_login(cast.outsider)
    assert listed(client.get(LIST)) == [str(cast.outside_cycle)]


def test_the_ministry_lists_all_and_filters_by_the_address(client, cast):
    client.force_login(cast.viewer)
    old = make_cycle(make_cluster("Khối Tham mưu", kind="khối", code="khoi-tham-muu"), year=2020)
    everything = {str(cycle) for cycle in Cycle.objects.all()}
    assert set(listed(client.get(LIST))) == everything
    owner = old.cluster.owner_id
    for query in (
        "year=2020",
        f"owner={owner}",
        "kind=khối",
        "cluster=khoi-tham-muu",
        "q=tham muu",
        "q=KHOI",
    ):
        assert (query, listed(client.get(f"{LIST}?{query}"))) == (query, [str(old)])
    assert set(listed(client.get(f"{LIST}?year=none&page=99"))) == everything


def test_nobody_without_years_is_left_alone(client, cast):
    cast.outsider.representations.all().delete()
    client.force_login(cast.outsider)
    words = read(client.get(LIST)).words
    assert "You take part in no emulation year yet." in words


@pytest.mark.parametrize("number", [1, 3, 12])
def test_the_list_asks_the_same_number_of_queries(client, cast, exactly_queries, number):
    client.force_login(cast.viewer)
    for _place in range(number):
        open_windows(make_cycle(members=2), "pledge")
    with exactly_queries(9):
        client.get(LIST)


@pytest.mark.parametrize("number", [1, 3, 12])
def test_all_clusters_of_a_year_ask_the_same_number_of_queries(client, cast, exactly_queries, number):
    client.force_login(cast.standing_body)
    for _place in range(number):
        cycle = make_cycle(members=2)
        make_leader(cycle, add_members(cycle)[0].unit)
    with exactly_queries(11):
        client.get(reverse("clusters:overview", args=[2026]))


def test_all_clusters_of_a_year_on_one_page(client, cast):
    client.force_login(cast.standing_body)
    open_windows(cast.cycle, "self-scoring")
    make_leader(cast.cycle, None, year=2027)
    address = reverse("clusters:overview", args=[2026])
    words = read(client.get(address)).words
    assert f"{cast.cycle.cluster.name} 3 Self-scoring 0 of 3 not published" in words
    assert "Cục Kế hoạch" in words
    assert listed(client.get(f"{address}?phase=self-scoring")) == [str(cast.cycle)]
    assert listed(client.get(reverse("clusters:overview", args=[1999]))) == []
