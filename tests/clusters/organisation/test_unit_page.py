"""A unit's page: names over time, succession, its years as far as the person may know of them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.nominations.services import nominate
from clusters.organisation.models import Succession
from clusters.ranking.models import Publication, RankedRow
from clusters.scoring.models import Sheet
from tests.factories import add_members, make_award, make_cycle, make_unit
from tests.people import make_cast
from tests.platform.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(autouse=True)
def signed_in(client, cast, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(cast.contact)


def url(unit):
    return reverse("clusters:unit", args=[unit.code])


def publish(membership, standing, rank, answered=2):
    publication = Publication.objects.create(
        group=membership.group, standing=standing, published_at=timezone.now()
    )
    total = None if rank is None else 90
    return RankedRow.objects.create(
        publication=publication,
        membership=membership,
        position=1,
        unit_name=membership.unit.name,
        total=total,
        rank=rank,
        answered=answered,
        asked=2,
    )


def test_names_and_succession(client, cast):
    unit = cast.contact_unit
    unit.names.create(name="Văn phòng cũ", valid_to=dt.date(2024, 6, 30))
    unit.names.create(name="Văn phòng", valid_from=dt.date(2024, 7, 1))
    unit.aliases.create(text="VP Bộ")
    before = make_unit("Phòng Hành chính")
    Succession.objects.create(predecessor=before, successor=unit, on=dt.date(2024, 7, 1), decision="07/NQ")
    words = read(client.get(url(unit))).words
    assert "… – 30/06/2024 Văn phòng cũ 01/07/2024 – now Văn phòng" in words
    assert "Other spellings VP Bộ Took over from Phòng Hành chính , 01/07/2024 (07/NQ)" in words


def test_years_show_the_rank_as_published_and_the_nominations(client, cast):
    membership = cast.cycle.memberships.get(unit=cast.contact_unit)
    award = make_award("Cờ thi đua")
    nominate(cycle=cast.cycle, unit=cast.contact_unit, award=award, actor=cast.head)
    publish(membership, "provisional", 2)
    assert "rank 2 PROVISIONAL" in read(client.get(url(cast.contact_unit))).words
    publish(membership, "final", 1)
    words = read(client.get(url(cast.contact_unit))).words
    assert "member rank 1 not begun Cờ thi đua" in words
    assert "rank 2" not in words


def test_an_incomplete_year_has_no_rank(client, cast):
    publish(cast.cycle.memberships.get(unit=cast.contact_unit), "provisional", None, answered=1)
    assert "no rank, 1 of 2 PROVISIONAL" in read(client.get(url(cast.contact_unit))).words


def test_years_of_other_clusters_stay_hidden_from_members(client, cast):
    elsewhere = make_cycle(year=2025)
    add_members(elsewhere, units=[cast.deputy_unit])
    words = read(client.get(url(cast.deputy_unit))).words
    assert (cast.cycle.cluster.name in words, elsewhere.cluster.name in words) == (True, False)
    client.force_login(cast.viewer)
    assert elsewhere.cluster.name in read(client.get(url(cast.deputy_unit))).words


def test_a_unit_without_a_shared_year_is_not_found(client, cast):
    assert client.get(url(cast.outside_unit)).status_code == 404
    assert client.get(url(make_unit())).status_code == 404
    assert client.get(reverse("clusters:unit", args=["khong-co"])).status_code == 404


def test_the_register_is_searched_by_other_spellings_too(client, cast):
    client.force_login(cast.viewer)
    cast.contact_unit.aliases.create(text="Chánh văn")
    page = client.get(reverse("clusters:units") + "?q=chanh van")
    assert list(page.context["object_list"]) == [cast.contact_unit]


@pytest.mark.parametrize("years", [1, 3, 12])
def test_the_page_asks_the_same_number_of_queries(client, cast, exactly_queries, years):
    for number in range(years):
        cycle = make_cycle(year=2000 + number)
        membership = add_members(cycle, units=[cast.contact_unit])[0]
        publish(membership, "final", 1)
        Sheet.objects.create(membership=membership, state="final")
    with exactly_queries(16):
        client.get(url(cast.contact_unit))


@pytest.mark.parametrize("units", [1, 3, 12])
def test_the_register_asks_the_same_number_of_queries(client, cast, exactly_queries, units):
    client.force_login(cast.viewer)
    for _place in range(units):
        make_unit(parent=cast.contact_unit)
    with exactly_queries(4):
        client.get(reverse("clusters:units"))
