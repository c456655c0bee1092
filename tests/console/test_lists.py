"""The lists of the console: as many queries for twelve rows as for one, searched without accents, by chapter."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from awards.exchange.models import LoadedCycle
from awards.nominations.models import Nomination
from clusters.criteria.models import CriteriaBinding
from clusters.cycles.models import Membership
from clusters.meetings.models import Meeting
from clusters.movements.models import Movement
from clusters.pledges.models import Pledge
from clusters.ranking.models import Publication
from clusters.reports.models import SummaryReport
from emulation.accounts.models import User
from emulation.documents.models import StoredPaper
from tests.factories import (
    make_award,
    make_cycle,
    make_leader,
    make_representation,
    make_table,
    make_unit,
    make_user,
)
from tests.factories.scoring import give_marks

pytestmark = pytest.mark.django_db

# For an administrator: session, the person with today's roles; then the list itself, the choices of its filters, its pages.
QUERIES = {
    "clusters_unit": 4,
    "clusters_cluster": 4,
    "clusters_representation": 4,
    "clusters_cycle": 5,
    "clusters_membership": 5,
    "clusters_leadership": 5,
    "clusters_movement": 5,
    "clusters_pledge": 5,
    "clusters_criteriatable": 4,
    "clusters_criteriabinding": 4,
    "clusters_sheet": 6,
    "clusters_mark": 5,
    "clusters_publication": 5,
    "clusters_meeting": 5,
    "clusters_summaryreport": 5,
    "awards_award": 4,
    "awards_nomination": 6,
    "awards_loadedcycle": 4,
    "documents_storedpaper": 5,
}
OURS = ("clusters", "awards", "documents")


def add_one():
    """Add one row of everything, hanging on rows of its own."""
    cycle = make_cycle(members=1, starts_on=dt.date(2026, 1, 1))
    member = cycle.memberships.get()
    group = cycle.groups.get()
    parent = make_unit("Bộ")
    unit = make_unit(parent=parent)
    make_leader(cycle, unit)
    make_representation(make_user(), unit)
    make_table(group)
    give_marks(member, "self", ["9.5"], given_by=make_user())
    now = timezone.now()
    Movement.objects.create(cycle=cycle, name="Phong trào")
    Pledge.objects.create(cycle=cycle, group=group)
    Publication.objects.create(group=group, standing="final", published_at=now)
    Meeting.objects.create(cycle=cycle, held_on=dt.date(2026, 12, 1))
    SummaryReport.objects.create(cycle=cycle)
    Nomination.objects.create(cycle=cycle, unit=unit, award=make_award())
    StoredPaper.objects.create(
        kind="pledge", key="k", subject_id="1", subject_label="x", title="Bản giao ước", sha256="0" * 64, size=1, pages=1,
        rendered_at=now,
    )  # fmt: skip
    LoadedCycle.objects.create(cycle=cycle, document={}, digest="0" * 64, loaded_at=now)


@pytest.fixture
def administrator(client):
    User.objects.create_superuser("quan-tri", "mat-khau-thu", full_name="Quản Trị")
    client.force_login(User.objects.get(username="quan-tri"))
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("name", QUERIES)
def test_a_list_asks_the_same_few_questions_at_1_3_and_12_rows(administrator, exactly_queries, name):
    address = reverse(f"admin:{name}_changelist")
    rows = 0
    for wanted in (1, 3, 12):
        while rows < wanted:
            add_one()
            rows += 1
        with exactly_queries(QUERIES[name]):
            page = administrator.get(address)
        assert page.status_code == 200
        assert page.context["cl"].result_count >= wanted


def test_every_list_of_our_slices_is_counted():
    registered = {
        f"{model._meta.app_label}_{model._meta.model_name}"
        for model in admin.site._registry
        if model._meta.app_label in OURS
    }
    assert registered == set(QUERIES)


def test_lists_are_searched_without_accents_and_hold_fifty_rows(administrator):
    unit = make_unit("Tòa án nhân dân tối cao", code="tandtc")
    unit.aliases.create(text="Pháp đình")
    for number in range(51):
        make_unit(f"Đơn vị {number}", code=f"dv-{number}")
    found = administrator.get(reverse("admin:clusters_unit_changelist"), {"q": "toa an NHAN dan"})
    assert [row.code for row in found.context["cl"].result_list] == ["tandtc"]
    found = administrator.get(reverse("admin:clusters_unit_changelist"), {"q": "phap dinh"})
    assert [row.code for row in found.context["cl"].result_list] == ["tandtc"]
    page = administrator.get(reverse("admin:clusters_unit_changelist"))
    assert len(page.context["cl"].result_list) == 50


def test_the_console_is_cut_into_chapters_in_the_order_of_the_year(administrator):
    page = administrator.get(reverse("admin:index"))
    chapters = [(group["name"], group["app_label"]) for group in page.context["app_list"]]
    ours = [chapter for chapter in chapters if chapter[1] not in ("accounts", "audit", "documents")]
    assert ours == [
        ("Units and clusters", "organisation"),
        ("Emulation years", "cycles"),
        ("Movements", "movements"),
        ("Pledges", "pledges"),
        ("Criteria tables", "criteria"),
        ("Scores", "scoring"),
        ("Ranking", "ranking"),
        ("Meetings", "meetings"),
        ("Nominations", "nominations"),
        ("Summary reports", "reports"),
        ("Catalogue of awards", "catalogue"),
        ("Loaded years", "exchange"),
    ]
    one = administrator.get(reverse("admin:chapter", args=["cycles"]))
    names = [model["object_name"] for model in one.context["app_list"][0]["models"]]
    assert names == ["Cycle", "Leadership", "Membership"]
    assert administrator.get(reverse("admin:chapter", args=["nothing"])).status_code == 404


def test_every_model_of_a_slice_can_be_looked_at(administrator):
    add_one()
    for model in admin.site._registry:
        if model._meta.app_label not in OURS:
            continue
        row = model._base_manager.first()
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
        assert (model.__name__, administrator.get(address).status_code) == (model.__name__, 200)
    assert Decimal("9.50") == Membership.objects.get(sheet__isnull=False).sheet.marks.get().points
    assert CriteriaBinding.objects.count() == 1
