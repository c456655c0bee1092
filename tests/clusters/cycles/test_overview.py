"""The page of a year: phases, members by group, leaders, the board; and my clusters at home."""

import datetime as dt

import pytest
from django.urls import reverse

from clusters.cycles.models import MemberGroup
from clusters.cycles.pages import visible_cycle, years_beside
from clusters.cycles.windows import windows_of
from clusters.pledges.services import begin_pledge, sign_pledge
from clusters.reports.services import contribute
from clusters.scoring.models import Sheet
from emulation.accounts.roles import roles_of
from tests.factories import (
    add_members,
    close_windows,
    make_cycle,
    make_leader,
    make_table,
    make_unit,
    open_windows,
)
from tests.people import make_cast
from tests.platform.reading import read
from tests.posting import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture(autouse=True)
def signed_in(client, cast, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(cast.head)


def test_the_board_tells_who_has_sent_what(client, cast):
    make_table(cast.cycle.groups.get(), leaves=2)
    pledge = begin_pledge(cycle=cast.cycle, group=None, actor=cast.head)
    sign_pledge(pledge=pledge, actor=cast.head, version=1, signed_on=dt.date(2026, 1, 13))
    membership = cast.cycle.memberships.get(unit=cast.contact_unit)
    contribute(membership=membership, kind="results", text="Tốt", version=0, actor=cast.contact)
    words = read(client.get(address(cast.cycle, "cycle"))).words
    assert "Văn phòng signed 13/01/2026 not begun 0 of 2 1 of 4 sections" in words
    assert "Cục Kế hoạch Head of the cluster (cụm) your unit signed" in words


def test_a_member_does_not_see_how_far_verification_is(client, cast):
    make_table(cast.cycle.groups.get(), leaves=2)
    assert read(client.get(address(cast.cycle, "cycle"))).words.count("0 of 2") == 3
    client.force_login(cast.contact)
    assert "0 of 2" not in read(client.get(address(cast.cycle, "cycle"))).words


def test_members_stand_by_group_under_the_names_of_the_year(client, cast):
    second = MemberGroup.objects.create(cycle=cast.cycle, code="thads", name="Cục THADS", position=2)
    unit = make_unit("Cục THADS mới")
    unit.names.create(name="Cục THADS cũ", valid_to=dt.date(2027, 6, 30))
    unit.names.create(name="Cục THADS mới", valid_from=dt.date(2027, 7, 1))
    add_members(cast.cycle, units=[unit], group=second)
    cast.cycle.memberships.filter(unit=unit).update(stands=False)
    words = read(client.get(address(cast.cycle, "cycle"))).words
    assert "Cục THADS cũ does not stand for awards" in words
    assert "Cục THADS mới" not in words


def test_leaders_of_this_and_the_next_year(client, cast):
    make_leader(cast.cycle, cast.contact_unit, year=2027, how="luân phiên", decision_number="12/QĐ")
    make_leader(cast.cycle, None, role="deputy", year=2027)
    words = read(client.get(address(cast.cycle, "cycle"))).words
    assert "Year 2027 (decided) Head of the cluster (cụm) Văn phòng luân phiên; decision 12/QĐ" in words
    assert "Deputy head of the cluster (cụm) unit not published" in words


def test_sample_data_and_other_years_are_shown(client, cast):
    make_cycle(cast.cycle.cluster, year=2025)
    client.force_login(cast.viewer)
    cast.cycle.is_sample = True
    cast.cycle.save()
    page = read(client.get(address(cast.cycle, "cycle")))
    assert "[ sample data ]" in page.words or "[sample data]" in page.words
    assert page.all("a", href=reverse("clusters:cycle", args=[cast.cycle.cluster.code, 2025])) != []


def test_tabs_are_those_the_person_may_open(client, cast):
    history = address(cast.cycle, "history")
    assert read(client.get(address(cast.cycle, "cycle"))).all("a", href=history) != []
    client.force_login(cast.contact)
    assert read(client.get(address(cast.cycle, "cycle"))).all("a", href=history) == []


@pytest.mark.parametrize("members", [1, 3, 12])
def test_the_page_asks_the_same_number_of_queries(client, cast, exactly_queries, members):
    make_table(cast.cycle.groups.get())
    begin_pledge(cycle=cast.cycle, group=None, actor=cast.head)
    for member in add_members(cast.cycle, members):
        Sheet.objects.create(membership=member, state="submitted")
        contribute(membership=member, kind="results", text="Tốt", version=0, actor=cast.head)
    client.force_login(cast.contact)
    with exactly_queries(16):
        client.get(address(cast.cycle, "cycle"))


@pytest.mark.parametrize("members", [1, 3, 12])
def test_the_list_of_members_asks_the_same_number_of_queries(client, cast, exactly_queries, members):
    add_members(cast.cycle, members)
    with exactly_queries(8):
        client.get(address(cast.cycle, "members"))


def test_home_shows_my_clusters_with_my_part(client, cast):
    open_windows(cast.cycle, "self-scoring")
    words = read(client.get("/")).words
    assert f"{cast.cycle.cluster.name} 2026 Head of the cluster (cụm) Self-scoring 0 of 3" in words
    client.force_login(cast.contact)
    assert f"{cast.cycle.cluster.name} 2026 member Self-scoring" in read(client.get("/")).words


@pytest.mark.parametrize("number", [1, 3, 12])
def test_home_asks_the_same_number_of_queries(client, cast, exactly_queries, number):
    for _place in range(number):
        cycle = make_cycle()
        add_members(cycle, units=[cast.head_unit])
        make_leader(cycle, cast.head_unit)
        open_windows(cycle, "self-scoring", "pledge", "verification", "nomination")
    with exactly_queries(17):
        client.get("/")


def test_a_year_comes_with_its_own_windows_and_the_years_beside_it_in_one_query(cast, exactly_queries):
    cycle = cast.cycle
    before = make_cycle(cluster=cycle.cluster, year=cycle.year - 1)
    open_windows(cycle, "self-scoring")
    close_windows(before, "verification")
    user = cast.fresh("standing_body")
    roles_of(user)
    with exactly_queries(1):
        found = visible_cycle(user, cycle.cluster.code, cycle.year)
        assert {name: one.state for name, one in windows_of(found).items() if one.state != "waiting"} == {
            "self-scoring": "open"
        }
        assert years_beside(found, user) == [cycle.year, before.year]
    head = cast.fresh("head")
    assert years_beside(visible_cycle(head, cycle.cluster.code, cycle.year), head) == [cycle.year]
