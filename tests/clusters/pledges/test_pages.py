"""The pages of the pledge: read, written, kept when stale, signed once."""

import datetime as dt

import pytest
from django.urls import reverse

from clusters.cycles.changes import CHANGED_MEANWHILE
from clusters.pledges.content import PledgeContent, Target, content_of
from clusters.pledges.models import Pledge
from clusters.pledges.services import begin_pledge, save_pledge
from emulation.audit.models import Entry
from tests.factories import add_members
from tests.people import make_cast
from tests.platform.reading import read
from tests.posting import fill, offered, send
from tests.refusing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def pledge(cast):
    return begin_pledge(cycle=cast.cycle, group=None, actor=cast.head)


@pytest.fixture(autouse=True)
def signed_in(client, cast, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(cast.head)


def url(cast, name, *args):
    return reverse(f"clusters:{name}", args=[cast.cycle.cluster.code, cast.cycle.year, *args])


def test_an_empty_year_offers_to_begin(client, cast):
    page = read(client.get(url(cast, "pledge")))
    assert "No pledge has been begun for this year." in page.words
    assert page.all("a", href=url(cast, "pledge-begin")) != []


def test_beginning_makes_the_draft_once(client, cast):
    page = client.get(url(cast, "pledge-begin"))
    first = send(client, url(cast, "pledge-begin"), offered(page))
    second = send(client, url(cast, "pledge-begin"), offered(page))
    assert (first.status_code, second.status_code) == (302, 302)
    assert (Pledge.objects.count(), Entry.objects.count()) == (1, 1)


def test_the_form_writes_targets_titles_and_signatories(client, cast, pledge):
    answer = fill(
        client,
        url(cast, "pledge-edit", pledge.public_id),
        theme="Đoàn kết",
        **{
            "targets-0-content": "Thẩm định văn bản",
            "targets-0-quantity": "1.300.000,5",
            "targets-0-measure": "văn bản",
            "targets-0-ORDER": "2",
            "targets-1-content": "Giữ kỷ cương",
            "targets-1-ORDER": "1",
            "titles-0-unit": str(cast.contact_unit.pk),
            "titles-0-title": "Cờ thi đua",
            "signatories-0-person": "Phan Văn Trưởng",
        },
    )
    assert answer.status_code == 302
    content = content_of(Pledge.objects.get())
    assert content.theme == "Đoàn kết"
    assert [line.content for line in content.targets] == ["Giữ kỷ cương", "Thẩm định văn bản"]
    assert str(content.targets[1].quantity) == "1300000.50"
    assert [(line.unit, line.title) for line in content.titles] == [(cast.contact_unit, "Cờ thi đua")]
    assert [block.person for block in content.signatories] == ["Phan Văn Trưởng", "", ""]


def test_sending_the_form_unchanged_changes_nothing(client, cast, pledge):
    content = PledgeContent(
        theme="Một\n\nHai",
        targets=[Target("Một", None, "việc", "ghi"), Target("Hai")],
        signatories=content_of(pledge).signatories,
    )
    save_pledge(pledge=pledge, actor=cast.head, version=1, content=content)
    before = everything()
    assert fill(client, url(cast, "pledge-edit", pledge.public_id)).status_code == 302
    assert everything() == before


def test_an_emptied_line_and_a_taken_out_line_fall_away(client, cast, pledge):
    lines = [Target("Một"), Target("Hai"), Target("Ba")]
    save_pledge(pledge=pledge, actor=cast.head, version=1, content=PledgeContent(targets=lines))
    fill(
        client,
        url(cast, "pledge-edit", pledge.public_id),
        **{"targets-0-content": "", "targets-1-DELETE": "on"},
    )
    assert [line.content for line in content_of(Pledge.objects.get()).targets] == ["Ba"]


def test_more_lines_keeps_what_was_typed_and_saves_nothing(client, cast, pledge):
    before = everything()
    answer = fill(
        client,
        url(cast, "pledge-edit", pledge.public_id),
        theme="Chưa lưu",
        more="targets",
        **{"targets-0-content": "Đang gõ"},
    )
    values = offered(answer)
    assert (values["theme"], values["targets-0-content"]) == ("Chưa lưu", "Đang gõ")
    assert values["targets-TOTAL_FORMS"] == "5"
    assert "error-summary" not in answer.content.decode()
    assert everything() == before


def test_errors_in_lines_are_told_at_the_top_and_keep_everything(client, cast, pledge):
    answer = fill(
        client,
        url(cast, "pledge-edit", pledge.public_id),
        theme="Giữ lại",
        **{"targets-0-content": "Chỉ tiêu", "targets-0-quantity": "1.234"},
    )
    assert answer.status_code == 422
    assert "Targets, line 1, Quantity" in read(answer).words
    values = offered(answer)
    assert (values["theme"], values["targets-0-quantity"]) == ("Giữ lại", "1.234")


def test_a_stale_page_keeps_what_was_typed_and_shows_what_stands_now(client, cast, pledge):
    address = url(cast, "pledge-edit", pledge.public_id)
    values = offered(client.get(address))
    save_pledge(pledge=pledge, actor=cast.deputy, version=1, content=PledgeContent(theme="Của phó"))
    before = everything()
    answer = send(client, address, values, theme="Của trưởng")
    words = read(answer).words
    assert answer.status_code == 409
    assert everything() == before
    assert CHANGED_MEANWHILE in words
    assert "Của phó" in words
    assert offered(answer)["theme"] == "Của trưởng"
    again = send(client, address, offered(answer))
    assert again.status_code == 302
    assert Pledge.objects.get().theme == "Của trưởng"


def test_signing_by_a_double_click_signs_once(client, cast, pledge):
    address = url(cast, "pledge-sign", pledge.public_id)
    values = offered(client.get(address))
    answers = [send(client, address, values, signed_on="13/01/2026") for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Pledge.objects.get().signed_on == dt.date(2026, 1, 13)
    assert Entry.objects.filter(verb="pledges.signed").count() == 1


def test_signing_on_a_day_that_is_none_is_refused_at_its_field(client, cast, pledge):
    answer = fill(client, url(cast, "pledge-sign", pledge.public_id), signed_on="31/02/2026")
    assert answer.status_code == 422
    assert "“31/02/2026” is not a date." in read(answer).words
    assert Pledge.objects.get().state == "draft"


def test_reopening_needs_a_reason(client, cast, pledge):
    fill(client, url(cast, "pledge-sign", pledge.public_id), signed_on="13/01/2026")
    client.force_login(cast.standing_body)
    address = url(cast, "pledge-reopen", pledge.public_id)
    assert fill(client, address).status_code == 422
    assert fill(client, address, reason="Nhầm ngày").status_code == 302
    assert Pledge.objects.get().state == "draft"


@pytest.mark.parametrize("name", ["pledge", "pledge-edit"])
def test_a_wrong_method_is_refused(client, cast, pledge, name):
    args = [] if name == "pledge" else [pledge.public_id]
    assert client.delete(url(cast, name, *args)).status_code == 405


def test_a_pledge_of_another_year_is_not_found(client, cast, pledge):
    other = begin_pledge(cycle=cast.outside_cycle, group=None, actor=cast.standing_body)
    assert client.get(url(cast, "pledge-edit", other.public_id)).status_code == 404


@pytest.mark.parametrize("members", [1, 3, 12])
def test_the_page_asks_the_same_number_of_queries(client, cast, exactly_queries, members):
    add_members(cast.cycle, members)
    begin_pledge(cycle=cast.cycle, group=None, actor=cast.head)
    with exactly_queries(9):
        client.get(url(cast, "pledge"))
