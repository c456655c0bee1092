"""The page on which a corrected table is adopted: what will happen is shown before it does."""

import datetime as dt

import pytest
from django.utils import timezone

from clusters.criteria.services import freeze, new_version
from clusters.scoring.models import Mark, Sheet
from clusters.scoring.services.adopting import adopt
from emulation.core.dates import date_text
from tests.clusters.scoring.conftest import WHOLE
from tests.factories import add_members, close_windows, give_marks, make_table
from tests.posting import address, fill, offered, send
from tests.refusing import everything

pytestmark = pytest.mark.django_db

QUERIES = 15


@pytest.fixture
def group(cast):
    return cast.cycle.groups.get()


@pytest.fixture
def draft(cast, group):
    first = freeze(table=group.binding.table, actor=cast.standing_body)
    draft = new_version(table=first, actor=cast.standing_body)
    draft.criteria.filter(code="B.1").update(parameters={"each": "0.25"})
    return draft


@pytest.fixture
def page(cast, client, group, draft, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(cast.standing_body)
    return address(cast.cycle, "table-adopt", group.code, draft.version)


@pytest.fixture
def soon():
    return date_text(timezone.localdate() + dt.timedelta(days=3))


def test_it_shows_each_line_the_consequences_and_the_units_that_are_touched(client, member, page):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    shown = client.get(page).context
    assert [(fate.pair.line.code, str(label), fate.marks) for fate, label, _tone in shown["fates"]] == [
        ("A.1", "carries over", 1),
        ("A.2", "carries over", 1),
        ("A.3", "carries over", 1),
        ("B.1", "to be given again: the rule changed", 1),
        ("B.2", "carries over", 1),
    ]
    assert shown["consequences"] == [
        "4 marks carry over with their reasons and evidence.",
        "1 mark no longer counts; it stays with the version before as a record.",
        "1 line must be given on every sheet.",
        "Version 2 is frozen and never changes again.",
    ]
    assert (shown["affected_count"], shown["affected"]) == ("1 sheet goes back to its unit", ["Văn phòng"])


def test_it_warns_when_the_units_could_not_complete_their_sheets(client, cast, member, page):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    close_windows(cast.cycle, "self-scoring")
    said = "Self-scoring is closed: open it again so that the units can complete their sheets."
    assert client.get(page).context["consequences"][-1] == said


def test_a_day_is_asked_only_where_a_sheet_goes_back(client, member, page):
    assert "until" not in offered(client.get(page))
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    assert "until" in offered(client.get(page))


def test_adopting_says_what_was_done_and_a_second_click_does_it_once(
    client, cast, member, group, draft, page, soon
):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    form = offered(client.get(page))
    answers = [send(client, page, form, reason="Công văn 15", until=soon) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == address(cast.cycle, "criteria") + "?group=chung"
    said = [str(message) for message in client.get(answers[0].url).context["messages"]]
    assert said[0] == "The group is scored by version 2: 4 marks carried over, 1 sheets returned."
    assert Mark.objects.filter(criterion__table=draft).count() == 4
    assert Sheet.objects.get(membership=member("contact")).state == "returned"


def test_a_missing_reason_or_day_changes_nothing(client, member, page, soon):
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    before = everything()
    assert fill(client, page, reason="", until=soon).context["form"].errors == {
        "reason": ["This field is required."]
    }
    assert fill(client, page, reason="Sai", until="").context["form"].errors == {
        "until": ["This field is required."]
    }
    assert everything() == before


def test_a_page_that_shows_other_lines_than_there_are_now_does_nothing(client, draft, page):
    form = offered(client.get(page))
    draft.criteria.filter(code="A.1").update(maximum=9)
    before = everything()
    answer = send(client, page, form, reason="Sai")
    assert answer.status_code == 409
    assert everything() == before


def test_a_draft_that_does_not_hold_together_says_so_before(client, draft, page):
    draft.criteria.filter(code="A.1").update(maximum=9)
    assert client.get(page).context["standing_rows"] == [
        {"place": "A", "message": "The group has 14 points, its lines sum to 13."}
    ]


def test_what_is_adopted_already_and_what_is_no_version(client, cast, group, draft, page):
    adopt(group=group, table=draft, actor=cast.standing_body, reason="Sai")
    answer = client.get(page)
    assert answer.status_code == 200
    assert "The group is scored by this version already." in answer.content.decode()
    assert client.get(address(cast.cycle, "table-adopt", group.code, 1)).status_code == 404
    assert client.get(address(cast.cycle, "table-adopt", group.code, 9)).status_code == 404
    assert client.get(address(cast.cycle, "table-adopt", "khong", 2)).status_code == 404
    assert client.get(address(cast.outside_cycle, "table-adopt", "chung", 2)).status_code == 404


@pytest.mark.parametrize("size", [1, 3, 12])
def test_the_query_count_does_not_grow(client, cast, page, exactly_queries, size):
    group = cast.outside_cycle.groups.get()
    table = freeze(table=make_table(group, leaves=size), actor=cast.standing_body)
    new_version(table=table, actor=cast.standing_body)
    for one in [*cast.outside_cycle.memberships.all(), *add_members(cast.outside_cycle, size)]:
        give_marks(one, "self", ["9"] * size, state="submitted")
    where = address(cast.outside_cycle, "table-adopt", group.code, 2)
    client.get(where)
    with exactly_queries(QUERIES):
        client.get(where)
