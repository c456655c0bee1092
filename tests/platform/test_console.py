"""The administrator's console is no back door: people through services, the log only to read."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from emulation.accounts import services
from emulation.accounts.models import Role, RoleGrant, User
from emulation.audit.models import Entry
from tests.factories import make_user
from tests.platform.conftest import PASSWORD, visitor
from tests.platform.reading import read

pytestmark = pytest.mark.django_db

INDEX = reverse("admin:index")
PEOPLE = reverse("admin:accounts_user_changelist")
LOG = reverse("admin:audit_entry_changelist")
NO_ROLES = {"role_grants-TOTAL_FORMS": 0, "role_grants-INITIAL_FORMS": 0}


def verbs():
    return [entry.verb for entry in Entry.objects.order_by("pk")]


def change(person):
    return reverse("admin:accounts_user_change", args=[person.pk])


def facts(person, **more):
    typed = {name: getattr(person, name) for name in ("username", "full_name", "office", "email")}
    return {**typed, "is_active": "on" if person.is_active else "", **NO_ROLES, **more}


def test_only_our_own_models_stand_in_it():
    packages = {model.__module__.split(".")[0] for model in admin.site._registry}
    assert packages <= {"emulation", "clusters", "awards"}
    assert not admin.site.is_registered(Group)


def test_strangers_sign_in_on_the_one_page_and_others_stay_outside(stranger, signed_in):
    sent = stranger.get(INDEX, follow=True)
    assert sent.redirect_chain == [
        ("/console/login/?next=/console/", 302),
        ("/accounts/sign-in/?next=%2Fconsole%2F", 302),
    ]
    answer = signed_in.get(INDEX, follow=True)
    assert (answer.status_code, read(answer).headings) == (403, ["You may not do this"])


def test_sign_out_and_password_are_those_of_every_page(at_console):
    assert at_console.get(reverse("admin:password_change"))["Location"] == reverse("accounts:change-password")
    answer = at_console.post(reverse("admin:logout"))
    assert (answer.status_code, answer["Location"]) == (307, reverse("accounts:sign-out"))


def test_its_pages_hold_nothing_inline_and_speak_vietnamese(administrator, person, settings):
    client = visitor(administrator)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    services.record_sign_in(person=person)
    for address in (INDEX, PEOPLE, change(person), LOG, reverse("admin:accounts_user_add")):
        answer = client.get(address)
        page = read(answer)
        assert (address, answer.status_code, page.inline) == (address, 200, [])
        assert page.all("html")[0]["lang"] == "vi"


class TestPeople:
    def test_are_added_by_the_service(self, at_console, administrator):
        typed = {
            "username": "LAN",
            "full_name": "Phạm Thị Lan",
            "is_active": "on",
            "first_password": "mat-khau-dau-tien",
            **NO_ROLES,
        }
        answer = at_console.post(reverse("admin:accounts_user_add"), typed)
        lan = User.objects.get(username="lan")
        assert (answer.status_code, lan.full_name, lan.check_password("mat-khau-dau-tien")) == (
            302,
            "Phạm Thị Lan",
            True,
        )
        assert verbs() == ["accounts.person-added"]

    def test_with_a_weak_password_are_refused(self, at_console):
        typed = {"username": "lan", "full_name": "Lan", "first_password": "1234", **NO_ROLES}
        answer = at_console.post(reverse("admin:accounts_user_add"), typed)
        assert (answer.status_code, User.objects.filter(username="lan").exists(), verbs()) == (200, False, [])

    def test_are_changed_by_the_service_and_the_log_holds_no_value(self, at_console, person):
        at_console.post(change(person), facts(person, office="Chánh Văn phòng"))
        assert User.objects.get(pk=person.pk).office == "Chánh Văn phòng"
        assert [(entry.verb, entry.data) for entry in Entry.objects.all()] == [
            ("accounts.person-changed", {"fields": "office"})
        ]

    def test_saved_unchanged_leave_no_line(self, at_console, person):
        at_console.post(change(person), facts(person))
        assert verbs() == []

    def test_are_never_deleted(self, at_console, person):
        assert at_console.get(reverse("admin:accounts_user_delete", args=[person.pk])).status_code == 403
        page = read(at_console.get(PEOPLE))
        assert [one["value"] for one in page.all("option")] == []

    def test_are_found_without_accents(self, at_console, person):
        make_user("binh", full_name="Lê Văn Bình")
        answer = at_console.get(PEOPLE, {"q": "tran MAI"})
        assert [user.username for user in answer.context["cl"].result_list] == ["mai"]

    def test_with_all_rights_are_not_changed_by_others(self, at_console):
        chief = make_user("chief", is_superuser=True)
        assert at_console.post(change(chief), facts(chief, office="x")).status_code == 403
        assert User.objects.get(pk=chief.pk).office == ""

    def test_cannot_lock_themselves_out(self, at_console, administrator):
        at_console.post(change(administrator), facts(administrator, is_active=""))
        assert User.objects.get(pk=administrator.pk).is_active


class TestRoles:
    def grant(self, person, role, since="01/01/2026", until=""):
        row = {"role": role, "since": since, "until": until, "note": "QĐ 05", "id": "", "user": person.pk}
        row = {f"role_grants-0-{name}": value for name, value in row.items()}
        return {**facts(person), **row, "role_grants-TOTAL_FORMS": 1}

    def test_are_given_for_days_by_the_service(self, at_console, person):
        at_console.post(change(person), self.grant(person, Role.VIEWER))
        grant = RoleGrant.objects.get(user=person)
        assert (grant.role, grant.since, grant.until, grant.note) == (
            "viewer",
            dt.date(2026, 1, 1),
            None,
            "QĐ 05",
        )
        assert verbs() == ["accounts.role-granted"]

    def test_are_ended_not_deleted(self, at_console, person):
        grant = RoleGrant.objects.create(
            user=person, role=Role.VIEWER, since=dt.date(2026, 1, 1), note="QĐ 05"
        )
        typed = self.grant(person, "", until="30/06/2026")
        typed |= {"role_grants-0-id": grant.pk, "role_grants-INITIAL_FORMS": 1}
        at_console.post(change(person), typed)
        grant.refresh_from_db()
        assert (grant.role, grant.until) == ("viewer", dt.date(2026, 6, 30))
        entry = Entry.objects.get()
        assert (entry.verb, entry.data) == (
            "accounts.role-changed",
            {"role": "viewer", "since": "01/01/2026", "until": "30/06/2026"},
        )

    @pytest.mark.parametrize(("since", "until"), [("30/06/2026", "01/01/2026"), ("2026", "")])
    def test_with_days_out_of_order_are_refused(self, at_console, person, since, until):
        answer = at_console.post(change(person), self.grant(person, Role.VIEWER, since, until))
        assert (answer.status_code, RoleGrant.objects.filter(user=person).count()) == (200, 0)

    def test_are_held_once(self, at_console, person):
        RoleGrant.objects.create(user=person, role=Role.VIEWER, since=dt.date(2020, 1, 1))
        answer = at_console.post(change(person), self.grant(person, Role.VIEWER))
        assert RoleGrant.objects.filter(user=person).count() == 1
        assert "The person holds this role already." in read(answer).words


class TestLog:
    @pytest.fixture
    def entry(self, person):
        services.record_sign_in(person=person)
        return Entry.objects.get()

    def test_tells_who_did_what(self, at_console, entry):
        words = read(at_console.get(LOG)).words
        assert "Trần Thị Mai signed in" in words
        page = read(at_console.get(reverse("admin:audit_entry_change", args=[entry.pk])))
        assert entry.digest in page.words
        assert [one for one in page.all("input") if one.get("type") not in {"hidden", "submit"}] == []

    @pytest.mark.parametrize("rank", ["administrator", "superuser"])
    def test_cannot_be_written_by_anybody(self, at_console, entry, rank):
        client = at_console
        if rank == "superuser":
            client = visitor(make_user("chief", is_superuser=True, is_staff=True))
        before = list(Entry.objects.values())
        address = reverse("admin:audit_entry_change", args=[entry.pk])
        assert client.get(reverse("admin:audit_entry_add")).status_code == 403
        assert client.post(address, {"reason": "x"}).status_code == 403
        assert (
            client.post(reverse("admin:audit_entry_delete", args=[entry.pk]), {"post": "yes"}).status_code
            == 403
        )
        client.post(LOG, {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"})
        assert list(Entry.objects.values()) == before

    def test_is_read_by_roles_alone(self, entry):
        clerk = visitor(make_user("thu-ky", is_staff=True))
        assert clerk.get(LOG).status_code == 403
        assert clerk.get(PEOPLE).status_code == 403

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_the_same_however_long_it_is(self, at_console, person, exactly_queries, number):
        for _entry in range(number):
            services.record_sign_in(person=person)
        # The session, the person, their roles, the count and the page.
        with exactly_queries(4):
            at_console.get(LOG)


def test_a_password_typed_into_the_console_never_reaches_the_log(at_console):
    at_console.post(
        reverse("admin:accounts_user_add"),
        {"username": "lan", "full_name": "Lan", "first_password": PASSWORD, "is_active": "on", **NO_ROLES},
    )
    assert PASSWORD not in str(list(Entry.objects.values()))
