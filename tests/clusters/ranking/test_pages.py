"""The ranking as published and as it runs; publishing and withdrawing."""

from decimal import Decimal

import pytest
from django.utils import timezone

from clusters.cycles.parts import parts_in
from clusters.ranking.lines import moved, published, running
from clusters.ranking.models import Publication, RankedRow
from clusters.ranking.services import publish
from clusters.scoring.models import Mark, Sheet
from clusters.scoring.services.totals import recompute
from tests.factories import add_members, give_marks, make_table
from tests.people import make_cast
from tests.platform.reading import read
from tests.posting import address, fill, offered, send
from tests.refusing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def group(cast):
    group = cast.cycle.groups.get()
    group.cycle = cast.cycle
    return group


@pytest.fixture
def table(group):
    return make_table(group, leaves=2)


@pytest.fixture(autouse=True)
def signed_in(client, cast, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(cast.standing_body)


def mark(cast, table, unit, *points):
    member = cast.cycle.memberships.get(unit=unit)
    for source in ("self", "verified"):
        sheet = give_marks(member, source, points, state="verified")
    return sheet


@pytest.fixture
def marks(cast, table):
    mark(cast, table, cast.head_unit, "9", "8.5")
    mark(cast, table, cast.deputy_unit, "9", "8.5")
    mark(cast, table, cast.contact_unit, "10")


def test_the_running_ranking_shares_ranks_and_leaves_the_incomplete_out(cast, group, marks):
    drawn = running(group, own=parts_in(cast.cycle, cast.contact).units)
    assert [(line.rank, line.name, line.total, line.shares_rank, line.is_own) for line in drawn.lines] == [
        (1, "Cục Kế hoạch", Decimal("17.50"), True, False),
        (1, "Thanh tra", Decimal("17.50"), True, False),
        (None, "Văn phòng", None, False, True),
    ]
    assert [(line.answered, line.asked) for line in drawn.lines] == [(2, 2), (2, 2), (1, 2)]
    assert drawn.longest == Decimal(20)


def test_members_see_nothing_before_it_is_published(client, cast, marks):
    client.force_login(cast.contact)
    words = read(client.get(address(cast.cycle, "ranking"))).words
    assert "No ranking is published yet." in words
    assert "17.50" not in words
    assert "17.50" not in read(client.get(address(cast.cycle, "ranking") + "?show=running")).words


def test_runners_see_running_totals_and_that_nothing_is_published(client, cast, marks):
    client.force_login(cast.head)
    words = read(client.get(address(cast.cycle, "ranking"))).words
    assert "Running totals" in words
    assert "nothing is published by it" in words
    assert "incomplete 1 of 2" in words


def test_the_provisional_ranking_says_so_in_the_title(client, cast, group, marks):
    publish(group=group, standing="provisional", actor=cast.standing_body)
    client.force_login(cast.contact)
    page = read(client.get(address(cast.cycle, "ranking")))
    assert page.headings == ["Ranking (PROVISIONAL)"]
    assert "PROVISIONAL ranking" in page.words
    assert "equal rank" in page.words


def test_publishing_shows_what_will_be_seen_and_happens_once(client, cast, group, marks):
    place = address(cast.cycle, "ranking-publish", group.code, "provisional")
    page = client.get(place)
    words = read(page).words
    assert "1. Cục Kế hoạch: 17.50 1. Thanh tra: 17.50 Văn phòng: 1 of 2, no rank" in words
    answers = [send(client, place, offered(page)) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Publication.objects.count() == 1


def test_a_page_that_showed_other_totals_publishes_nothing(client, cast, group, table, marks):
    place = address(cast.cycle, "ranking-publish", group.code, "provisional")
    values = offered(client.get(place))
    Mark.objects.filter(source="verified", points=Decimal("8.5")).update(points=Decimal("9.5"))
    recompute(Sheet.objects.values_list("pk", flat=True))
    assert send(client, place, values).status_code == 409
    assert Publication.objects.count() == 0


def test_the_final_ranking_is_refused_unit_by_unit(client, cast, group, marks):
    Sheet.objects.filter(membership__unit=cast.contact_unit).update(state="submitted")
    before = everything()
    answer = fill(client, address(cast.cycle, "ranking-publish", group.code, "final"))
    words = read(answer).words
    assert answer.status_code == 422
    assert "Văn phòng submitted" in words
    assert everything() == before


def test_withdrawing_needs_a_reason_and_stays_readable(client, cast, group, marks):
    publication = publish(group=group, standing="provisional", actor=cast.standing_body)
    place = address(cast.cycle, "ranking-withdraw", publication.public_id)
    assert fill(client, place).status_code == 422
    assert fill(client, place, reason="Tính nhầm").status_code == 302
    client.force_login(cast.contact)
    words = read(client.get(address(cast.cycle, "ranking"))).words
    assert "No ranking is published yet." in words
    assert "One ranking was withdrawn" in words
    assert "Reason : Tính nhầm" in words or "Reason: Tính nhầm" in words


def test_what_changed_since_the_provisional_ranking(cast, group, table, marks):
    provisional = publish(group=group, standing="provisional", actor=cast.standing_body)
    leaf = table.criteria.exclude(kind="group").last()
    sheet = Sheet.objects.get(membership__unit=cast.contact_unit)
    Mark.objects.create(
        sheet=sheet, criterion=leaf, source="verified", points=Decimal("9.75"), given_at=timezone.now()
    )
    final = publish(group=group, standing="final", actor=cast.standing_body)
    drawn = published(final, provisional)
    assert [(line.name, line.rank, line.moved) for line in drawn.lines] == [
        ("Văn phòng", 1, "was rank –; total complete now"),
        ("Cục Kế hoạch", 2, "was rank 1"),
        ("Thanh tra", 2, "was rank 1"),
    ]


def test_a_changed_total_is_told_by_its_difference():
    before = RankedRow(rank=2, total=Decimal("17.50"))
    assert moved(before, RankedRow(rank=2, total=Decimal("18.25"))) == "+0,75"
    assert moved(before, RankedRow(rank=2, total=Decimal("17.50"))) == ""
    assert moved(before, RankedRow(rank=None, total=None)) == "was rank 2; total incomplete now"


def test_an_unknown_group_or_standing_is_not_found(client, cast, group):
    assert client.get(address(cast.cycle, "ranking-publish", "khac", "final")).status_code == 404
    assert client.get(address(cast.cycle, "ranking-publish", group.code, "best")).status_code == 404


@pytest.mark.parametrize("members", [1, 3, 12])
def test_the_page_asks_the_same_number_of_queries(client, cast, group, table, exactly_queries, members):
    for member in add_members(cast.cycle, members):
        mark(cast, table, member.unit, "9", "8")
    publish(group=group, standing="provisional", actor=cast.standing_body)
    client.force_login(cast.contact)
    with exactly_queries(12):
        client.get(address(cast.cycle, "ranking"))
    client.force_login(cast.head)
    with exactly_queries(12):
        client.get(address(cast.cycle, "ranking") + "?show=running")
