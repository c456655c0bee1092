"""Editing in the console: told in the log, by the rights of the screens, and no back door."""

from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from clusters.criteria.models import CriteriaBinding, CriteriaTable
from clusters.criteria.services import freeze
from clusters.organisation.models import Cluster, Representation, Unit
from emulation.audit.models import Entry
from emulation.core.admin_lists import ReadOnlyAdmin
from tests.console.test_lists import add_one
from tests.factories import make_table, make_unit, make_user
from tests.factories.scoring import give_marks
from tests.people import make_cast
from tests.refusing import everything, logged

pytestmark = pytest.mark.django_db

INLINES = ("names", "aliases", "successions")


@pytest.fixture
def cast():
    made = make_cast()
    for name in ("standing_body", "viewer"):
        person = getattr(made, name)
        person.is_staff = True
        person.save(update_fields=["is_staff"])
    return made


@pytest.fixture
def signed_in(client, cast):
    client.cookies["django_language"] = "en"

    def sign_in(name="standing_body"):
        client.force_login(cast.fresh(name))
        return client

    return sign_in


def change_page(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def unit_form(unit, **changes):
    rows = {f"{name}-TOTAL_FORMS": 0 for name in INLINES} | {f"{name}-INITIAL_FORMS": 0 for name in INLINES}
    return {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "parent": unit.parent_id or "",
        "position": unit.position,
        "dissolved_on": "",
        **rows,
        **changes,
    }


def errors(page):
    return {name: list(found) for name, found in page.context["adminform"].form.errors.items()}


# --- What is edited is logged -----------------------------------------------------------------------


def test_a_change_is_logged_with_what_stood_there_before(signed_in, cast):
    above = make_unit("Bộ", code="bo")
    unit = make_unit("Vụ cũ", code="vu", kind="other", position=3)
    sent = unit_form(
        unit,
        name="Vụ mới",
        parent=above.pk,
        **{"aliases-TOTAL_FORMS": 1, "aliases-0-text": "Vụ một", "aliases-0-unit": unit.pk},
    )
    answer = signed_in().post(change_page(unit), sent)
    assert answer.status_code == 302
    entry = Entry.objects.get()
    assert (entry.verb, entry.chain, entry.subject_label) == ("console.changed", "platform", "Vụ mới")
    assert entry.data == {
        "fields": "name, parent, unitalias +1",
        "changes": {
            "name": {"before": "Vụ cũ", "after": "Vụ mới"},
            "parent": {"before": None, "after": "Bộ"},
            "unitalias +1": {"text": {"before": None, "after": "Vụ một"}},
        },
    }
    assert logged() == [("console.changed", "Nguyễn Thị Trực", "")]
    assert LogEntry.objects.count() == 0


def test_saving_without_a_change_logs_nothing(signed_in, cast):
    unit = make_unit("Vụ")
    assert signed_in().post(change_page(unit), unit_form(unit)).status_code == 302
    assert logged() == []


def test_adding_and_deleting_are_logged(signed_in, cast):
    client = signed_in("administrator")
    owner = make_unit("Bộ")
    sent = {
        "code": "cum-moi",
        "name": "Cụm mới",
        "kind": "cụm",
        "level": "ministry",
        "owner": owner.pk,
        "position": 1,
    }
    client.post(reverse("admin:clusters_cluster_add"), sent)
    cluster = Cluster.objects.get(code="cum-moi")
    assert cluster.search_key == "cum moi cum-moi"
    changelist = reverse("admin:clusters_cluster_changelist")
    chosen = {"action": "delete_selected", "_selected_action": cluster.pk, "post": "yes"}
    client.post(changelist, chosen)
    assert not Cluster.objects.filter(code="cum-moi").exists()
    assert logged() == [("console.added", "Vũ Văn Trị", ""), ("console.deleted", "Vũ Văn Trị", "")]


def test_a_year_s_change_stands_in_the_year_s_own_chain(signed_in, cast):
    client = signed_in()
    page = client.get(change_page(cast.cycle))
    sent = {"starts_on": "01/10/2025", "ends_on": "30/09/2026", "note": "Năm công tác của Tòa án"}
    for inline in page.context["inline_admin_formsets"]:
        management = inline.formset.management_form
        sent |= {management.add_prefix(name): management[name].value() for name in management.fields}
    assert client.post(change_page(cast.cycle), sent).status_code == 302
    assert [(entry.chain, entry.data["fields"]) for entry in Entry.objects.all()] == [
        (cast.cycle.chain, "starts_on, ends_on, note")
    ]


def test_who_acts_for_a_unit_is_logged_without_the_person_s_name(signed_in, cast):
    person = make_user("moi", full_name="Bùi Thị Mới")
    sent = {
        "user": person.pk,
        "unit": cast.contact_unit.pk,
        "capacity": "contact",
        "since": "01/01/2026",
        "note": "QĐ",
    }
    signed_in().post(reverse("admin:clusters_representation_add"), sent)
    assert Representation.objects.filter(user=person, unit=cast.contact_unit).count() == 1
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject_label) == ("console.added", "Văn phòng")
    assert "Bùi" not in str(entry.data)
    assert "QĐ" not in str(entry.data)


# --- Rules of the screens hold ----------------------------------------------------------------------


def test_parents_in_a_circle_are_refused(signed_in, cast):
    above = make_unit("Bộ", code="bo")
    below = make_unit("Vụ", code="vu", parent=above)
    before = everything()
    page = signed_in().post(change_page(above), unit_form(above, parent=below.pk))
    assert errors(page) == {"parent": ["The line of parents leads back to “bo” itself."]}
    assert everything() == before


@pytest.mark.parametrize("person", ["viewer", "administrator"])
def test_who_may_look_may_not_change(signed_in, cast, person):
    client = signed_in(person)
    table = make_table()
    rows = [cast.cycle, table, *([make_unit()] if person == "viewer" else [])]
    before = everything()
    for row in rows:
        assert client.get(change_page(row)).status_code == 200
        assert client.post(change_page(row), {"name": "x"}).status_code == 403
    assert everything() == before


def test_models_of_guarded_slices_refuse_every_post(signed_in, cast, client):
    add_one()
    cast.administrator.is_superuser = True
    cast.administrator.save(update_fields=["is_superuser"])
    client = signed_in("administrator")
    closed = {model: made for model, made in admin.site._registry.items() if isinstance(made, ReadOnlyAdmin)}
    assert sorted(model.__name__ for model in closed) == [
        "Leadership",
        "LoadedCycle",
        "Mark",
        "Meeting",
        "Membership",
        "Movement",
        "Nomination",
        "Pledge",
        "Publication",
        "Sheet",
        "StoredPaper",
        "SummaryReport",
    ]
    before = everything()
    for model in closed:
        row = model._base_manager.first()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for address in (
            reverse(f"{name}_add"),
            reverse(f"{name}_change", args=[row.pk]),
            reverse(f"{name}_delete", args=[row.pk]),
        ):
            assert (address, client.post(address, {"post": "yes"}).status_code) == (address, 403)
        chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        client.post(reverse(f"{name}_changelist"), chosen)
    assert everything() == before


# --- Criteria tables --------------------------------------------------------------------------------


def table_form(table, *lines, **changes):
    sent = {
        "code": table.code,
        "version": table.version,
        "name": table.name,
        "scale": "30",
        "not_arisen": "never",
        "ranked_by": "raw",
        "inner_places": "",
        "bands": "",
        "previous": "",
        "issued_by": "",
        "decision_number": "",
        "decided_on": "",
        "note": "",
        "criteria-TOTAL_FORMS": len(lines),
        "criteria-INITIAL_FORMS": sum(1 for line in lines if line.get("id")),
    }
    for number, line in enumerate(lines):
        values = {
            "table": table.pk, "minimum": "0", "rule": "", "verified_by": "", "note": "", "kind": "manual",
            "parent_code": "I", **line,
        }  # fmt: skip
        sent |= {f"criteria-{number}-{name}": value for name, value in values.items()}
    return sent | changes


def stored_lines(table):
    return [
        {
            "id": row.pk,
            "position": row.position,
            "code": row.code,
            "name": row.name,
            "maximum": str(row.maximum),
            "kind": row.kind,
            "parent_code": row.parent.code if row.parent else "",
        }
        for row in table.criteria.order_by("position")
    ]


@pytest.fixture
def table():
    return make_table(code="bang", leaves=3)


def test_lines_of_a_draft_are_edited_as_a_whole(signed_in, cast, table):
    lines = stored_lines(table)
    lines[1] |= {"maximum": "12,5", "position": 3}
    lines[2] |= {"position": 2}
    lines[3] |= {"DELETE": "on"}
    lines.append(
        {
            "position": 9,
            "code": "I.9",
            "name": "Mới",
            "maximum": "7,5",
            "kind": "bonus",
            "rule": '{"each": "0.5"}',
        }
    )
    answer = signed_in().post(change_page(table), table_form(table, *lines))
    assert answer.status_code == 302
    rows = table.criteria.order_by("position").values_list(
        "position", "code", "maximum", "kind", "parameters"
    )
    assert list(rows) == [
        (1, "I", Decimal("30.00"), "group", {}),
        (2, "I.2", Decimal("10.00"), "manual", {}),
        (3, "I.1", Decimal("12.50"), "manual", {}),
        (4, "I.9", Decimal("7.50"), "bonus", {"each": "0.5"}),
    ]
    assert [entry[0] for entry in logged()] == ["criteria.changed", "console.changed"]


def test_points_are_shown_as_they_are_typed(signed_in, cast, table):
    CriteriaTable.objects.filter(pk=table.pk).update(scale=Decimal("30.50"))
    page = signed_in().get(change_page(table)).content.decode()
    assert '<input type="text" name="scale" value="30,5"' in page
    assert '<input type="text" name="criteria-1-maximum" value="10"' in page


def test_lines_that_do_not_hold_together_are_refused_on_the_page(signed_in, cast, table):
    lines = stored_lines(table)
    lines[1] |= {"maximum": "11"}
    lines[2] |= {"kind": "percent_tiers", "rule": "không"}
    before = everything()
    page = signed_in().post(change_page(table), table_form(table, *lines))
    formset = page.context["inline_admin_formsets"][0].formset
    assert [dict(form.errors) for form in formset.forms] == [
        {},
        {},
        {"rule": ['The rule is not written as JSON, for example {"each": "0.5"}.']},
        {},
    ]
    lines[2] |= {"kind": "manual", "rule": ""}
    page = signed_in().post(change_page(table), table_form(table, *lines))
    formset = page.context["inline_admin_formsets"][0].formset
    assert formset.forms[0].errors == {"__all__": ["The group has 30 points, its lines sum to 31."]}
    assert everything() == before


@pytest.mark.parametrize("person", ["viewer", "administrator"])
def test_who_may_look_sees_the_lines(signed_in, cast, table, person):
    page = signed_in(person).get(change_page(table))
    (lines,) = page.context["inline_admin_formsets"]
    assert [form.instance.code for form in lines.formset.forms] == ["I", "I.1", "I.2", "I.3"]
    assert (lines.has_change_permission, lines.has_add_permission) == (False, False)


def test_a_frozen_table_is_only_looked_at(signed_in, cast, table):
    freeze(table=table, actor=cast.standing_body)
    before = everything()
    client = signed_in()
    assert client.get(change_page(table)).status_code == 200
    assert client.post(change_page(table), table_form(table, *stored_lines(table))).status_code == 403
    delete = reverse("admin:clusters_criteriatable_delete", args=[table.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    changelist = reverse("admin:clusters_criteriatable_changelist")
    client.post(changelist, {"action": "delete_selected", "_selected_action": table.pk, "post": "yes"})
    assert everything() == before


def test_tables_are_frozen_after_a_question(signed_in, cast, table):
    changelist = reverse("admin:clusters_criteriatable_changelist")
    chosen = {"action": "freeze_tables", "_selected_action": table.pk}
    client = signed_in()
    asked = client.post(changelist, chosen)
    assert asked.context["sentence"] == "A frozen table never changes again; a correction is a new version."
    table.refresh_from_db()
    assert not table.is_frozen
    client.post(changelist, {**chosen, "confirmed": "yes"})
    table.refresh_from_db()
    assert table.is_frozen
    assert logged() == [("criteria.frozen", "Nguyễn Thị Trực", "")]


def test_a_table_that_does_not_hold_together_is_not_frozen(signed_in, cast, table):
    CriteriaTable.objects.filter(pk=table.pk).update(scale=Decimal(40))
    before = everything()
    chosen = {"action": "freeze_tables", "_selected_action": table.pk, "confirmed": "yes"}
    page = signed_in().post(reverse("admin:clusters_criteriatable_changelist"), chosen, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "bang v1: The table has 40 points, its sections sum to 30."
    ]
    assert everything() == before


def test_a_group_is_bound_to_a_table_through_the_service(signed_in, cast, table):
    group = cast.cycle.groups.get()
    client = signed_in()
    add = reverse("admin:clusters_criteriabinding_add")
    assert (
        client.post(add, {"group": group.pk, "table": table.pk, "bound_on": "31/03/2026"}).status_code == 302
    )
    binding = CriteriaBinding.objects.get()
    assert (binding.group, binding.table) == (group, table)
    assert logged() == [("criteria.bound", "Nguyễn Thị Trực", "")]
    give_marks(cast.cycle.memberships.first(), "self", [5])
    other = make_table()
    before = everything()
    page = client.post(change_page(binding), {"table": other.pk, "bound_on": ""})
    assert errors(page) == {"table": ["The group has marks by another table; it keeps that table."]}
    assert everything() == before


def test_codes_of_units_stay_unique(signed_in, cast):
    make_unit("Vụ", code="vu")
    other = make_unit("Cục", code="cuc")
    page = signed_in().post(change_page(other), unit_form(other, code="vu"))
    assert errors(page) == {"code": ["Unit with this Code already exists."]}
    assert Unit.objects.filter(code="vu").count() == 1
