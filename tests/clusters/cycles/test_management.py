"""The standing body opens years, decides members and leaders; what is refused changes nothing."""

import pytest
from django.urls import reverse

from clusters.cycles.models import Cycle, Leadership
from clusters.cycles.services import add_group
from emulation.audit.models import Entry
from emulation.core.errors import NotPermitted, Refused
from tests.factories import make_cluster, make_cycle, make_unit
from tests.people import make_cast
from tests.platform.reading import read
from tests.posting import address, fill, offered, send
from tests.refusing import everything, refused

pytestmark = pytest.mark.django_db

CONFIRM = reverse("clusters:open-years-confirm")


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(autouse=True)
def signed_in(client, cast, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(cast.standing_body)


def test_choosing_shows_what_would_be_copied(client, cast):
    make_cluster("Cụm mới")
    words = read(client.get(reverse("clusters:open-years") + "?year=2027")).words
    assert f"{cast.cycle.cluster.name} {cast.cycle.cluster.owner.name} 3 from 2026" in words
    assert "no year before" in words
    words = read(client.get(reverse("clusters:open-years") + "?year=2026")).words
    assert "has this year already" in words
    assert client.get(reverse("clusters:open-years") + "?year=9").status_code == 200


def test_a_year_is_opened_for_many_clusters_once(client, cast):
    other = cast.outside_cycle.cluster
    place = f"{CONFIRM}?year=2027&cluster={cast.cycle.cluster.code}&cluster={other.code}"
    page = client.get(place)
    assert f"{cast.cycle.cluster.name}: 3 members copied from 2026" in read(page).words
    assert "4 members copied in all" in read(page).words
    answers = [send(client, place, offered(page)) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    opened = Cycle.objects.filter(year=2027)
    assert {cycle.cluster: cycle.memberships.count() for cycle in opened} == {cast.cycle.cluster: 3, other: 1}


def test_one_cluster_in_the_way_stops_all(client, cast):
    make_cycle(cast.outside_cycle.cluster, year=2027)
    other = cast.outside_cycle.cluster
    place = f"{CONFIRM}?year=2027&cluster={cast.cycle.cluster.code}&cluster={other.code}"
    before = everything()
    answer = fill(client, place)
    words = read(answer).words
    assert answer.status_code == 422
    assert "Nothing was opened: 1 clusters stand in the way." in words
    assert f"{other.name} The year 2027 is open already." in words
    assert everything() == before


def test_a_page_opened_before_members_changed_is_shown_anew(client, cast):
    place = f"{CONFIRM}?year=2027&cluster={cast.cycle.cluster.code}"
    values = offered(client.get(place))
    cast.cycle.memberships.filter(unit=cast.contact_unit).delete()
    assert send(client, place, values).status_code == 409
    assert Cycle.objects.filter(year=2027).count() == 0
    assert client.get(f"{CONFIRM}?year=soon").status_code == 404


def test_a_member_is_added(client, cast):
    unit = make_unit("Cục mới")
    answer = fill(client, address(cast.cycle, "member-add"), unit=str(unit.pk))
    assert answer.status_code == 302
    assert cast.cycle.memberships.get(unit=unit).position == 4
    page = read(client.get(address(cast.cycle, "member-add")))
    assert str(unit.pk) not in {option["value"] for option in page.all("option")}


def test_a_membership_changes_with_a_reason(client, cast):
    place = address(cast.cycle, "member-change", cast.contact_unit.code)
    assert fill(client, place, stands=None).status_code == 422
    assert cast.cycle.memberships.get(unit=cast.contact_unit).stands is True
    assert fill(client, place, stands=None, reason="Xin rút").status_code == 302
    assert cast.cycle.memberships.get(unit=cast.contact_unit).stands is False
    assert client.get(address(cast.cycle, "member-change", "don-vi-khac")).status_code == 404


def test_a_new_head_ends_the_old_one_s_term(client, cast):
    answer = fill(
        client,
        address(cast.cycle, "appoint"),
        year="2026",
        role="head",
        unit=str(cast.contact_unit.pk),
        person="Trần Văn Mới",
        decided_on="01/11/2026",
    )
    assert answer.status_code == 302
    assert Leadership.objects.of(cast.cycle).first().unit == cast.contact_unit
    twice = fill(client, address(cast.cycle, "appoint"), role="deputy", unit=str(cast.contact_unit.pk))
    assert twice.status_code == 422
    assert "The unit is head or deputy of this year already." in read(twice).words


def test_a_group_is_added_once(client, cast):
    place = address(cast.cycle, "group-add")
    assert fill(client, place, name="Cục THADS", code="thads").status_code == 302
    answer = fill(client, place, name="Cục THADS", code="thads")
    assert (answer.status_code, cast.cycle.groups.count()) == (422, 2)
    assert Entry.objects.last().data == {"group": "Cục THADS", "code": "thads"}


def test_a_group_without_a_name_or_by_the_head_is_refused(cast):
    with refused(Refused, "Name the group."):
        add_group(cycle=cast.cycle, code="thads", name=" ", actor=cast.standing_body)
    with refused(NotPermitted, "Only the standing body may do this."):
        add_group(cycle=cast.cycle, code="thads", name="THADS", actor=cast.head)


@pytest.mark.parametrize("name", ["member-add", "group-add", "appoint"])
def test_the_head_reads_members_and_changes_none(client, cast, name):
    client.force_login(cast.head)
    assert read(client.get(address(cast.cycle, "members"))).all("a", href=address(cast.cycle, name)) == []
    assert client.post(address(cast.cycle, name), {}).status_code == 403
