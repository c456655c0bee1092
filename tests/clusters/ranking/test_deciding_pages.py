"""The pages of ties, votes and bands; what the ranking page shows of them; what changed; what was withdrawn."""

from decimal import Decimal

import pytest

from clusters.ranking.models import BandDecision, TieRule, VoteCount
from clusters.ranking.services import TieStep, decide_band, publish, set_tie_rules, withdraw
from clusters.scoring.services import MarkChange, reopen_verification, save_mark
from emulation.audit.models import Entry
from tests.factories import add_members, give_marks
from tests.platform.reading import read
from tests.posting import address, fill, offered, send
from tests.refusing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client, year, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(year.head)


def words(client, year, query=""):
    return read(client.get(address(year.cycle, "ranking") + query)).words


def test_the_list_is_chosen_in_order_and_told_on_the_ranking(client, year, ranked_group):
    place = address(year.cycle, "ranking-ties", ranked_group.code)
    answer = fill(client, place, **{"steps-0-what": "section:B", "steps-1-what": "votes"})
    assert (answer.status_code, answer.url) == (302, address(year.cycle, "ranking") + "?show=running")
    assert list(TieRule.objects.values_list("kind", "section")) == [("section", "B"), ("votes", "")]
    said = words(client, year, "?show=running")
    assert "equal totals 19.00; decided by section B Mục B: 6.00 against 5.50" in said
    assert "by, in this order: 1. section B; 2. votes at the meeting." in said
    assert fill(client, place, **{"steps-0-what": "", "steps-1-what": ""}).status_code == 302
    assert TieRule.objects.count() == 0
    assert "No list decides between equal totals: they share a rank." in words(client, year, "?show=running")


def test_a_double_click_saves_the_list_once(client, year, ranked_group):
    place = address(year.cycle, "ranking-ties", ranked_group.code)
    values = offered(client.get(place)) | {"steps-0-what": "votes"}
    answers = [send(client, place, values) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entry.objects.filter(verb="ranking.ties").count() == 1


def test_a_stale_list_keeps_what_was_typed_and_shows_what_stands(client, year, ranked_group):
    place = address(year.cycle, "ranking-ties", ranked_group.code)
    values = offered(client.get(place))
    set_tie_rules(group=ranked_group, rules=[TieStep("full-count")], actor=year.deputy)
    answer = send(client, place, values, **{"steps-0-what": "votes"})
    assert answer.status_code == 409
    assert "What stands now number of criteria at full points" in read(answer).words
    assert offered(answer)["steps-0-what"] == "votes"


def test_a_published_ranking_holds_the_list(client, year, ranked_group):
    publish(group=ranked_group, standing="provisional", actor=year.standing_body)
    before = everything()
    place = address(year.cycle, "ranking-ties", ranked_group.code)
    answer = fill(client, place, **{"steps-0-what": "votes"})
    assert answer.status_code == 422
    assert "Withdraw it with a reason, change the list, then publish again." in read(answer).words
    assert everything() == before


def test_votes_are_typed_from_the_minutes(client, year, members, ranked_group):
    place = address(year.cycle, "ranking-votes", ranked_group.code)
    field = f"votes_{members['head'].pk}"
    assert fill(client, place, **{field: "7"}).status_code == 422
    assert fill(client, place, **{field: "bảy", "note": "BB 12"}).status_code == 422
    assert fill(client, place, **{field: "7", "note": "BB 12"}).status_code == 302
    assert [(row.votes, row.note) for row in VoteCount.objects.all()] == [(7, "BB 12")]
    assert offered(client.get(place))[field] == "7"


def test_a_band_is_decided_beside_the_computed_one_and_taken_back(client, year, members):
    unit = year.contact_unit.code
    place = address(year.cycle, "ranking-band", unit)
    page = client.get(place)
    assert "Văn phòng. Computed: Hạng B. 18 points lie in “Hạng B”" in read(page).words
    assert fill(client, place, band="Hạng A").status_code == 422
    assert fill(client, place, band="Hạng B", reason="x").status_code == 422
    assert fill(client, place, band="Hạng A", reason="theo hội nghị").status_code == 302
    said = words(client, year, "?show=running")
    assert "Hạng A decided; computed: Hạng B" in said
    assert "Reason : theo hội nghị" in said or "Reason: theo hội nghị" in said
    undo = address(year.cycle, "ranking-band-undo", unit)
    assert fill(client, undo).status_code == 422
    assert fill(client, undo, reason="nhầm").status_code == 302
    assert BandDecision.objects.count() == 0


def test_the_own_band_is_no_link_and_refused(client, year):
    page = client.get(address(year.cycle, "ranking") + "?show=running").content.decode()
    assert address(year.cycle, "ranking-band", year.contact_unit.code) in page
    assert address(year.cycle, "ranking-band", year.head_unit.code) not in page
    assert client.get(address(year.cycle, "ranking-band", year.head_unit.code)).status_code == 403


def test_unknown_groups_and_tables_without_bands_are_not_found(client, year, ranked_group):
    assert client.get(address(year.cycle, "ranking-ties", "khac")).status_code == 404
    assert client.get(address(year.cycle, "ranking-band", year.outside_unit.code)).status_code == 404
    ranked_group.binding.table.__class__.objects.update(bands=[])
    assert client.get(address(year.cycle, "ranking-band", year.contact_unit.code)).status_code == 404


def test_what_changed_is_told_with_criteria_and_reasons(client, year, members, ranked_group):
    publish(group=ranked_group, standing="provisional", actor=year.standing_body)
    member = members["contact"]
    reopen_verification(sheet=member.sheet, actor=year.head, reason="khiếu nại")
    change = MarkChange(member=member.pk, criterion="A.1", points=Decimal("9.5"), reason="bổ sung hồ sơ")
    save_mark(source="verified", change=change, actor=year.fresh("head"))
    type(member.sheet).objects.filter(pk=member.sheet.pk).update(state="verified")
    decide_band(membership=member, band="Hạng B", reason="hồ sơ chậm", actor=year.fresh("head"))
    publish(group=ranked_group, standing="final", actor=year.fresh("standing_body"))
    client.force_login(year.contact)
    said = words(client, year, "?show=changes")
    assert "Văn phòng 3 → 1 18.00 → 19.50 (+1.50) Hạng B → Hạng B" in said
    assert "A.1 Tiêu chí A.1: 8,00 → 9,50 . Verified again: bổ sung hồ sơ" in said.replace("9,50.", "9,50 .")
    assert "Cục Kế hoạch 1 → 2 19.00 → 19.00" in said
    correction = MarkChange(member=member.pk, criterion="B.1", points=Decimal(5), reason="theo kết luận")
    save_mark(source="final", change=correction, actor=year.fresh("standing_body"))
    said = words(client, year, "?show=changes")
    assert "Corrected since the final ranking was published" in said
    assert "theo kết luận" in said
    assert "withdraw it with a reason and publish again" in said


def test_a_withdrawn_ranking_stays_readable_for_those_who_run_the_year(client, year, ranked_group):
    publication = publish(group=ranked_group, standing="provisional", actor=year.standing_body)
    withdraw(publication=publication, actor=year.fresh("standing_body"), reason="tính nhầm")
    query = f"?show={publication.public_id}"
    said = words(client, year, query)
    assert "PROVISIONAL ranking, WITHDRAWN" in said
    assert "This ranking no longer counts" in said
    assert "tính nhầm" in said
    assert "19.00" in said
    client.force_login(year.contact)
    said = words(client, year, query)
    assert "No ranking is published yet." in said
    assert "tính nhầm" in said
    assert "19.00" not in said


@pytest.mark.parametrize("count", [1, 3, 12])
@pytest.mark.parametrize(
    ("name", "queries"), [("ranking-ties", 9), ("ranking-votes", 9), ("ranking-band", 14), ("changes", 14)]
)
def test_each_page_asks_the_same_number_of_queries(
    client, year, ranked_group, exactly_queries, count, name, queries
):
    for member in add_members(year.cycle, count):
        give_marks(member, "verified", ["9", "2", "2", "6", "0"], state="verified")
    if name == "changes":
        for standing in ("provisional", "final"):
            publish(group=ranked_group, standing=standing, actor=year.fresh("standing_body"))
        place = address(year.cycle, "ranking") + "?show=changes"
    else:
        unit = year.contact_unit.code
        place = address(year.cycle, name, unit if name == "ranking-band" else ranked_group.code)
    with exactly_queries(queries):
        assert client.get(place).status_code == 200
