"""Signing in and out: who gets in, where they go on, what is logged."""

import pytest
from django.urls import reverse

from emulation.accounts import demonstration
from emulation.accounts.demonstration import Persona
from emulation.accounts.models import User
from emulation.audit.models import Entry
from tests.factories import make_user
from tests.platform.conftest import PASSWORD, visitor
from tests.platform.reading import read

pytestmark = pytest.mark.django_db

SIGN_IN = reverse("accounts:sign-in")
HOME = reverse("home:home")
WRONG = "The user name or the password is wrong. Check both and try again."


def sign_in(client, username="mai", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def logged():
    return [
        (entry.chain, entry.verb, entry.subject_id, entry.personal.actor_name)
        for entry in Entry.objects.select_related("personal").order_by("pk")
    ]


def test_the_right_password_leads_home_and_is_logged(stranger, person):
    answer = sign_in(stranger)
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    assert stranger.get(HOME).context["user"] == person
    assert logged() == [("platform", "accounts.signed-in", str(person.public_id), "Trần Thị Mai")]


def test_upper_and_lower_case_of_the_user_name_do_not_matter(stranger, person):
    assert sign_in(stranger, username="MAI").status_code == 302


def test_one_goes_on_to_the_page_one_came_for(stranger, person):
    asked = stranger.get(reverse("home:search"), {"q": "cum"})
    assert asked["Location"] == f"{SIGN_IN}?next=/search/%3Fq%3Dcum"
    assert sign_in(stranger, next="/search/?q=cum")["Location"] == "/search/?q=cum"


@pytest.mark.parametrize(
    "bad", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_to_another_site(stranger, person, bad):
    assert sign_in(stranger, next=bad)["Location"] == HOME


@pytest.mark.parametrize(("username", "password"), [("mai", "sai-mat-khau"), ("khong-co", PASSWORD)])
def test_every_failure_gets_the_same_answer(stranger, person, username, password):
    answer = sign_in(stranger, username, password)
    assert answer.status_code == 422
    assert WRONG in read(answer).words
    assert stranger.get(HOME).status_code == 302


def test_who_was_switched_off_cannot_sign_in(stranger, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    answer = sign_in(stranger)
    assert answer.status_code == 422
    assert WRONG in read(answer).words


def test_a_failure_is_logged_but_never_what_was_typed(stranger, person):
    sign_in(stranger, password="sai-mat-khau")
    sign_in(stranger, username="mat-khau-go-nham-o")
    nobody = "00000000-0000-0000-0000-000000000000"
    assert logged() == [
        ("platform", "accounts.sign-in-failed", str(person.public_id), "Trần Thị Mai"),
        ("platform", "accounts.sign-in-failed", nobody, "system"),
    ]
    assert [entry.data for entry in Entry.objects.all()] == [{}, {}]


def test_the_part_of_the_log_that_stays_holds_no_name(stranger, person):
    sign_in(stranger)
    assert Entry.objects.get().subject_label == f"#{person.public_id.hex[:8]}"


def test_an_empty_form_is_no_attempt(stranger, person):
    assert sign_in(stranger, username="", password="").status_code == 422
    assert logged() == []


def test_signing_out_is_a_post_and_is_logged(signed_in, person):
    assert signed_in.get(reverse("accounts:sign-out")).status_code == 405
    assert signed_in.post(reverse("accounts:sign-out"))["Location"] == SIGN_IN
    assert signed_in.get(HOME).status_code == 302
    assert logged() == [("platform", "accounts.signed-out", str(person.public_id), "Trần Thị Mai")]
    assert signed_in.post(reverse("accounts:sign-out"))["Location"] == SIGN_IN


def test_a_script_learns_that_the_session_has_ended(stranger):
    answer = stranger.post(HOME, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json() == {
        "error": "Your session has ended.",
        "sign_in": f"{SIGN_IN}?next=%2Faccounts%2Fsigned-in%2F",
    }
    fragment = stranger.get(HOME, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.content) == (401, b"")


def test_the_tab_that_signed_in_again_sends_one_back(stranger, person):
    answer = sign_in(stranger, next=reverse("accounts:signed-in"))
    assert answer["Location"] == reverse("accounts:signed-in")
    assert "Close this tab and go on where you were" in read(stranger.get(answer["Location"])).words


class TestCast:
    @pytest.fixture(autouse=True)
    def cast(self, monkeypatch):
        monkeypatch.setattr(demonstration, "_cast", {})
        demonstration.register(Persona("mai", PASSWORD, "Trưởng Cụm thi đua số I"))

    def test_is_shown_with_its_passwords_in_the_demonstration(self, stranger, person, settings):
        settings.DEMONSTRATION = True
        page = read(stranger.get(SIGN_IN))
        assert "Trưởng Cụm thi đua số I mai mat-khau-rat-dai" in page.words
        assert {"type": "hidden", "name": "password", "value": PASSWORD} in page.all("input")

    def test_is_never_shown_outside_it(self, stranger, person, settings):
        settings.DEMONSTRATION = False
        assert demonstration.cast() == []
        assert PASSWORD not in stranger.get(SIGN_IN).content.decode()

    def test_has_each_name_once(self):
        demonstration.register(Persona("mai", PASSWORD, "Trưởng Cụm thi đua số I"))
        with pytest.raises(ValueError, match="two people of the cast are called mai"):
            demonstration.register(Persona("mai", "mat-khau-khac", "Ai đó"))


class TestOwnPassword:
    url = reverse("accounts:change-password")
    new = "mot-mat-khau-moi"

    def change(self, client, old=PASSWORD, new=new, again=new):
        return client.post(self.url, {"old_password": old, "new_password": new, "again": again})

    def test_is_changed_and_only_this_session_goes_on(self, signed_in, person):
        elsewhere = visitor(person)
        assert self.change(signed_in)["Location"] == HOME
        assert signed_in.get(HOME).status_code == 200
        assert elsewhere.get(HOME).status_code == 302
        assert User.objects.get().check_password(self.new)
        assert [verb for _chain, verb, _id, _who in logged()] == ["accounts.password-changed"]

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"old": "sai"}, "Present password: The present password is wrong."),
            ({"again": "khac-di-mot-chut"}, "New password once more: The two new passwords differ."),
            ({"new": "ngan", "again": "ngan"}, "New password: This password is too short."),
        ],
    )
    def test_is_refused_in_words(self, signed_in, person, typed, words):
        answer = self.change(signed_in, **typed)
        assert answer.status_code == 422
        assert words in read(answer).words
        assert User.objects.get().check_password(PASSWORD)
        assert logged() == []


class TestPasswordOfSomebodyElse:
    def url(self, person):
        return reverse("accounts:set-password", args=[person.public_id])

    def test_is_set_by_an_administrator(self, at_console, administrator, person):
        answer = at_console.post(self.url(person), {"new_password": "mat-khau-trao-tay"})
        assert answer["Location"] == reverse("admin:accounts_user_change", args=[person.pk])
        assert User.objects.get(pk=person.pk).check_password("mat-khau-trao-tay")
        assert logged() == [("platform", "accounts.password-set", str(person.public_id), "Vũ Văn Trị")]

    def test_is_nobody_else_s_business(self, signed_in, administrator):
        answer = signed_in.post(self.url(administrator), {"new_password": "mat-khau-trao-tay"})
        assert answer.status_code == 403
        assert "Only system administrators manage people." in read(answer).words
        assert not User.objects.get(pk=administrator.pk).check_password("mat-khau-trao-tay")

    def test_of_a_superuser_is_set_by_superusers_alone(self, at_console):
        chief = make_user("chief", is_superuser=True)
        answer = at_console.post(self.url(chief), {"new_password": "mat-khau-trao-tay"})
        assert answer.status_code == 422
        assert "Only a superuser changes a superuser." in read(answer).words
        assert logged() == []
