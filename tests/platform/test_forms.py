"""Forms and acts: a refusal is shown beside what was typed; a click counts once; an old page is told so."""

import threading

import pytest
from django.db import connection

from emulation.accounts.models import RoleGrant, User
from emulation.audit.models import Entry
from tests.factories import make_user
from tests.platform.conftest import visitor
from tests.platform.reading import read

pytestmark = pytest.mark.django_db

ADD = "/examples/add/"
TYPED = {"username": "lan", "full_name": "Phạm Thị Lan", "office": "Văn phòng"}


@pytest.fixture(autouse=True)
def _examples(settings):
    settings.ROOT_URLCONF = "tests.platform.examples"


def hidden(client, address, name):
    return read(client.get(address)).all("input", name=name)[0]["value"]


def verbs():
    return [entry.verb for entry in Entry.objects.order_by("pk")]


def test_a_field_has_its_label_help_and_article(at_console):
    page = read(at_console.get(ADD))
    assert page.all("input", name="username") == [
        {
            "type": "text",
            "name": "username",
            "required": None,
            "aria-describedby": "id_username_helptext",
            "id": "id_username",
        }
    ]
    assert [one["id"] for one in page.all("div", class_="field-help")] == ["id_username_helptext"]
    assert "Office (optional) ? Legal basis: Office Điều 12" in page.words


def test_errors_are_summed_up_at_the_top_and_stand_beside_each_field(at_console):
    answer = at_console.post(ADD, {**TYPED, "username": "", "full_name": ""})
    page = read(answer)
    assert answer.status_code == 422
    assert (
        "2 things have to be put right User name: This field is required. Full name: This field" in page.words
    )
    assert [link["href"] for link in page.all("a") if link["href"].startswith("#id_")] == [
        "#id_username",
        "#id_full_name",
    ]
    (summary,) = page.all("div", role="alert")
    assert summary["tabindex"] == "-1"
    assert "autofocus" in summary
    (field,) = page.all("input", name="username")
    assert (field["aria-invalid"], field["aria-describedby"]) == (
        "true",
        "id_username_helptext id_username_error",
    )
    assert [one["id"] for one in page.all("div", id="id_username_error")] == ["id_username_error"]
    assert page.all("input", name="office")[0]["value"] == "Văn phòng"


def test_what_a_service_refuses_lands_at_its_field_and_what_was_typed_stays(at_console):
    make_user("lan")
    answer = at_console.post(ADD, TYPED)
    page = read(answer)
    assert answer.status_code == 422
    assert "One thing has to be put right User name: This user name is taken." in page.words
    assert page.all("input", name="full_name")[0]["value"] == "Phạm Thị Lan"
    assert verbs() == []


def test_what_is_done_is_said_on_the_next_page(at_console, administrator):
    answer = at_console.post(ADD, {**TYPED, "act": hidden(at_console, ADD, "act")}, follow=True)
    assert answer.redirect_chain == [("/examples/people/", 302)]
    assert "The person was added." in read(answer).words
    assert verbs() == ["accounts.person-added"]


def test_a_page_asks_for_its_right(signed_in):
    answer = signed_in.get(ADD)
    assert (answer.status_code, "Only system administrators manage people." in read(answer).words) == (
        403,
        True,
    )
    assert signed_in.post(ADD, TYPED).status_code == 403
    assert not User.objects.filter(username="lan").exists()


def test_a_second_click_is_shown_what_the_first_did(at_console):
    act = hidden(at_console, ADD, "act")
    answers = [at_console.post(ADD, {**TYPED, "act": act}) for _click in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/examples/people/")
    ] * 2
    assert verbs() == ["accounts.person-added"]


def test_a_second_click_is_shown_it_even_when_the_right_has_ended_meanwhile(at_console, administrator):
    act = hidden(at_console, ADD, "act")
    at_console.post(ADD, {**TYPED, "act": act})
    User.objects.filter(pk=administrator.pk).update(is_superuser=False)
    RoleGrant.objects.filter(user=administrator).delete()
    answer = at_console.post(ADD, {**TYPED, "act": act})
    assert (answer.status_code, answer["Location"]) == (302, "/examples/people/")
    assert at_console.post(ADD, TYPED).status_code == 403
    assert verbs() == ["accounts.person-added"]


def test_the_same_form_opened_twice_is_two_acts(at_console):
    acts = [hidden(at_console, ADD, "act") for _page in range(2)]
    answers = [at_console.post(ADD, {**TYPED, "act": act}) for act in acts]
    assert [answer.status_code for answer in answers] == [302, 422]


def test_somebody_else_s_act_is_not_taken_for_one_s_own(at_console, administrator):
    foreign = visitor(make_user("chief", is_superuser=True))
    act = hidden(foreign, ADD, "act")
    assert foreign.post(ADD, {**TYPED, "act": act}).status_code == 302
    answer = at_console.post(ADD, {**TYPED, "act": act})
    assert (answer.status_code, "This user name is taken." in read(answer).words) == (422, True)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_are_one_act(at_console):
    act = hidden(at_console, ADD, "act")
    together = threading.Barrier(2)
    statuses = []

    def click():
        together.wait()
        statuses.append(at_console.post(ADD, {**TYPED, "act": act}).status_code)
        connection.close()

    clicks = [threading.Thread(target=click) for _click in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert statuses == [302, 302]
    assert User.objects.filter(username="lan").count() == 1
    assert verbs() == ["accounts.person-added"]


class TestAct:
    url = "/examples/off/mai/"

    def test_its_page_says_what_will_happen_to_how_many(self, at_console, person):
        page = read(at_console.get(self.url))
        assert "What will happen They can no longer sign in. 1 row is touched Trần Thị Mai" in page.words
        assert "Reason Switch off" in page.words

    def test_it_asks_for_its_reason(self, at_console, person):
        answer = at_console.post(self.url, {"seen": hidden(at_console, self.url, "seen"), "reason": " "})
        assert (answer.status_code, "Reason: This field is required." in read(answer).words) == (422, True)
        assert User.objects.get(pk=person.pk).is_active

    def test_it_is_done(self, at_console, person):
        typed = {"seen": hidden(at_console, self.url, "seen"), "reason": "nghỉ hưu"}
        answer = at_console.post(self.url, typed, follow=True)
        assert "Switched off." in read(answer).words
        assert not User.objects.get(pk=person.pk).is_active

    def test_a_page_that_is_out_of_date_does_nothing_and_shows_what_stands_now(self, at_console, person):
        seen = hidden(at_console, self.url, "seen")
        User.objects.filter(pk=person.pk).update(office="Chánh Văn phòng")
        answer = at_console.post(self.url, {"seen": seen, "reason": "nghỉ hưu"})
        page = read(answer)
        assert answer.status_code == 409
        assert "This changed while the page was open. Look at it again before you go on." in page.words
        assert "nghỉ hưu" in page.words
        assert User.objects.get(pk=person.pk).is_active
        assert verbs() == []
        again = {"seen": page.all("input", name="seen")[0]["value"], "reason": "nghỉ hưu"}
        assert at_console.post(self.url, again).status_code == 302

    def test_a_second_click_is_not_told_that_the_page_is_out_of_date(self, at_console, person):
        typed = {name: hidden(at_console, self.url, name) for name in ("seen", "act")}
        answers = [at_console.post(self.url, {**typed, "reason": "nghỉ hưu"}) for _click in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert verbs() == ["accounts.person-changed"]

    def test_rows_that_stand_in_the_way_are_listed(self, at_console):
        answer = at_console.post("/examples/send/", {"seen": ""})
        page = read(answer)
        assert answer.status_code == 422
        assert "Two sheets stand in the way." in page.words
        assert "Thanh tra 3 missing Văn phòng not sent" in page.words
