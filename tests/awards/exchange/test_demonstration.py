"""The demonstration loads once, then leaves everything as people made it; its cast plays its parts."""

import pytest

from clusters.cycles.models import Cycle
from clusters.cycles.parts import parts_in
from clusters.organisation.models import Representation
from clusters.scoring.models import Sheet
from clusters.scoring.permissions import give
from emulation.accounts.models import RoleGrant, User
from emulation.audit.models import Entry
from tests.awards.exchange.documents import run

pytestmark = pytest.mark.django_db

# person: (heads, deputises, standing body, acts for a member, sees Cụm I)
PARTS = {
    "thuongtruc": (False, False, True, True, True),
    "truongcum1": (True, False, False, True, True),
    "photruong1": (False, True, False, True, True),
    "vanphongbo": (False, False, False, True, True),
    "nguoixem": (False, False, False, False, True),
    "quantri": (False, False, False, False, True),
}


@pytest.fixture
def loaded(settings):
    settings.DEMONSTRATION = True
    status, said, errors = run("load_demonstration")
    assert (status, errors) == (0, "")
    return said


@pytest.fixture
def cluster_one(loaded):
    return Cycle.objects.get(cluster__code="btp-cum-1", year=2022)


def test_it_is_refused_elsewhere(settings):
    settings.DEMONSTRATION = False
    assert run("load_demonstration")[0] == 2
    assert not Cycle.objects.exists()
    assert not User.objects.exists()


def test_five_cycles_and_the_cast_with_its_passwords(loaded):
    cycles = Cycle.objects.order_by("cluster__code").values_list("cluster__code", "year")
    assert list(cycles) == [
        ("btp-bac-trung-bo", 2022),
        ("btp-cum-1", 2022),
        ("btp-cum-3", 2018),
        ("qnam-tham-muu-1", 2022),
        ("tw-noi-chinh", 2023),
    ]
    told = [line.split()[:2] for line in loaded.splitlines()[-len(PARTS) :]]
    assert [name for name, _password in told] == list(PARTS)
    for name, password in told:
        assert User.objects.get(username=name).check_password(password)


def test_a_second_time_changes_nothing(loaded):
    User.objects.filter(username="nguoixem").update(full_name="Đã đổi tên")
    Cycle.objects.filter(cluster__code="btp-cum-3").update(note="Người nhập")
    before = (
        Entry.objects.count(),
        User.objects.count(),
        Representation.objects.count(),
        RoleGrant.objects.count(),
    )
    assert run("load_demonstration")[0] == 0
    after = (
        Entry.objects.count(),
        User.objects.count(),
        Representation.objects.count(),
        RoleGrant.objects.count(),
    )
    assert after == before
    assert User.objects.get(username="nguoixem").full_name == "Đã đổi tên"
    assert Cycle.objects.get(cluster__code="btp-cum-3").note == "Người nhập"


def test_everyone_plays_the_part(cluster_one):
    played = {}
    for name in PARTS:
        parts = parts_in(cluster_one, User.objects.get(username=name))
        played[name] = (
            parts.heads,
            parts.deputises,
            parts.standing_body,
            bool(parts.member_units),
            parts.sees,
        )
    assert played == PARTS


def sheet(cycle, code):
    rows = Sheet.objects.select_related("membership__unit", "membership__cycle__cluster")
    return rows.get(membership__cycle=cycle, membership__unit__code=code)


def test_the_cast_can_work_in_the_live_year(cluster_one):
    """The contact fills the returned sheet; verified points of the own unit are set by somebody else."""
    people = {name: User.objects.get(username=name) for name in PARTS}
    answers = {
        (name, unit, source): bool(give(people[name], sheet(cluster_one, unit), source))
        for name, unit, source in [
            ("vanphongbo", "btp-van-phong-bo", "self"),
            ("vanphongbo", "btp-vu-tccb", "self"),
            ("truongcum1", "btp-vu-tdkt", "verified"),
            ("truongcum1", "btp-cuc-khtc", "verified"),
            ("photruong1", "btp-cuc-khtc", "verified"),
            ("thuongtruc", "btp-vu-tdkt", "verified"),
            ("nguoixem", "btp-vu-tccb", "verified"),
        ]
    }
    assert answers == {
        ("vanphongbo", "btp-van-phong-bo", "self"): True,
        ("vanphongbo", "btp-vu-tccb", "self"): False,
        ("truongcum1", "btp-vu-tdkt", "verified"): True,
        ("truongcum1", "btp-cuc-khtc", "verified"): False,
        ("photruong1", "btp-cuc-khtc", "verified"): True,
        ("thuongtruc", "btp-vu-tdkt", "verified"): False,
        ("nguoixem", "btp-vu-tccb", "verified"): False,
    }


def test_every_cycle_is_marked_as_sample(loaded):
    assert set(Cycle.objects.values_list("is_sample", flat=True)) == {True}
