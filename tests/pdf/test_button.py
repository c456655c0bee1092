"""The print button: who gets which paper of which year."""

import pytest
from django.urls import reverse

from clusters.ranking.models import Publication
from emulation.core.permissions import Denied, can
from emulation.documents.kinds import kind
from tests.pdf.reading import opened, whole_text
from tests.pdf.years import add_pledge, make_two_groups, make_year, publish
from tests.people import make_cast

pytestmark = pytest.mark.django_db
KINDS = ("pledge", "ranking", "summary-report")
EVERYONE = ("standing_body", "head", "deputy", "contact", "viewer", "administrator", "outsider")


@pytest.fixture
def cast():
    cycle = make_year()
    cycle.cluster.leaderships.filter(year=2022).delete()
    cast = make_cast(cycle)
    add_pledge(cast.cycle)
    return cast


def address(cycle, what):
    return reverse("clusters:paper", args=[cycle.cluster.code, cycle.year, what])


def answer(client, cast, what, name):
    client.force_login(cast.fresh(name))
    return client.get(address(cast.cycle, what)).status_code


def rights(cast, what):
    """Who may print it: True, False, or None where the year itself is hidden."""
    found = {}
    for name in EVERYONE:
        right = can(cast.fresh(name), kind(what).permission, cast.cycle)
        found[name] = None if isinstance(right, Denied) and right.hidden else bool(right)
    return found


def test_the_address(cast):
    assert address(cast.cycle, "pledge") == "/clusters/cum-1/2022/papers/pledge.pdf"


def test_the_pledge_is_for_everyone_who_sees_the_year(client, cast):
    assert rights(cast, "pledge") == {**dict.fromkeys(EVERYONE, True), "outsider": None}
    assert answer(client, cast, "pledge", "contact") == 200
    assert answer(client, cast, "pledge", "outsider") == 404


@pytest.mark.parametrize("what", ["ranking", "summary-report"])
def test_running_figures_are_for_those_who_run_or_read_the_year(client, cast, what):
    assert rights(cast, what) == {**dict.fromkeys(EVERYONE, True), "contact": False, "outsider": None}
    assert answer(client, cast, what, "contact") == 403
    assert answer(client, cast, what, "outsider") == 404


def test_a_published_ranking_is_for_every_member(client, cast):
    publish(cast.cycle.groups.get())
    assert answer(client, cast, "ranking", "contact") == 200
    Publication.objects.update(withdrawn_at="2023-01-01T00:00Z", withdrawal_reason="sai")
    assert answer(client, cast, "ranking", "contact") == 403


def test_an_adopted_report_is_for_every_member(client, cast):
    from clusters.reports.models import SummaryReport

    SummaryReport.objects.create(cycle=cast.cycle, state="adopted", adopted_on="2022-12-01")
    assert answer(client, cast, "summary-report", "contact") == 200


def test_who_has_not_signed_in_is_sent_to_the_door(client, cast):
    response = client.get(address(cast.cycle, "pledge"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("accounts:sign-in"))


@pytest.mark.parametrize("what", KINDS)
def test_the_file_is_shown_or_saved_under_a_name_of_its_own(client, cast, what):
    client.force_login(cast.standing_body)
    shown = client.get(address(cast.cycle, what))
    saved = client.get(address(cast.cycle, what), {"download": "1"})
    assert shown["Content-Type"] == saved["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"] == f'inline; filename="{what}-cum-1-2022.pdf"'
    assert saved["Content-Disposition"] == f'attachment; filename="{what}-cum-1-2022.pdf"'
    assert shown["Cache-Control"] == "private, no-store"
    assert shown.content == saved.content
    assert len(opened(shown.content).pages) >= 1


def test_one_group_or_both(client):
    cycle = make_two_groups()
    client.force_login(make_cast().standing_body)
    both = whole_text(client.get(address(cycle, "pledge")).content)
    one = client.get(address(cycle, "pledge"), {"group": "thads"})
    assert one["Content-Disposition"] == 'inline; filename="pledge-bac-trung-bo-2022-thads.pdf"'
    assert ("Sở Tư pháp A" in both, "Cục THADS A" in both) == (True, True)
    text = whole_text(one.content)
    assert ("Sở Tư pháp A" in text, "Cục THADS A" in text) == (False, True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/clusters/cum-1/2022/papers/khong-co.pdf", 404),
        ("/clusters/cum-1/2021/papers/pledge.pdf", 404),
        ("/clusters/khong-co/2022/papers/pledge.pdf", 404),
        ("/clusters/cum-1/2022/papers/pledge.pdf?group=khong-co", 404),
    ],
)
def test_what_does_not_exist_is_not_found(client, cast, path, status):
    client.force_login(cast.standing_body)
    assert client.get(path).status_code == status


def test_nothing_is_written_through_it(client, cast):
    client.force_login(cast.standing_body)
    assert client.post(address(cast.cycle, "pledge")).status_code == 405
