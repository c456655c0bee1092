"""Fixed queries: the rows of the queryset they stand for, whatever the values, in one statement."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from clusters.cycles.models import Membership
from clusters.organisation.models import Representation
from emulation.accounts.models import Role, RoleGrant, User
from emulation.core.fixed import FixedQuery
from tests.factories import make_cycle, make_representation, make_user

MEMBERS = FixedQuery(
    lambda cycle, state: (
        Membership.objects.filter(cycle=cycle, group__code=state)
        .select_related("unit", "cycle__cluster__owner")
        .order_by("-position")
    )
)
UNITS = FixedQuery(
    lambda user, day: (
        Representation.objects.filter(Q(until__isnull=True) | Q(until__gte=day), user=user, since__lte=day)
        .order_by("unit")
        .values_list("unit_id", Exists(Membership.objects.filter(unit=OuterRef("unit_id"))))
    )
)


@pytest.mark.django_db
def test_models_come_with_their_related_rows_in_one_statement(exactly_queries):
    years = [make_cycle(members=3), make_cycle(members=2)]
    for year in years:
        with exactly_queries(1):
            rows = MEMBERS(year.pk, "chung")
            told = [(row.unit.name, row.cycle.year, row.cycle.cluster.owner.name) for row in rows]
        plain = list(year.memberships.order_by("-position"))
        assert rows == plain
        assert told == [(row.unit.name, row.cycle.year, row.cycle.cluster.owner.name) for row in plain]
        assert [row.public_id for row in rows] == [row.public_id for row in plain]
    assert MEMBERS(years[0].pk, "khác") == []


@pytest.mark.django_db
def test_tuples_with_days_and_truths_are_those_of_the_queryset():
    user, other = make_user(), make_user()
    member = make_cycle(members=1).memberships.get()
    make_representation(user, member.unit, since=dt.date(2024, 1, 1), until=dt.date(2024, 12, 31))
    make_representation(user, make_cycle().cluster.owner, since=dt.date(2023, 1, 1))
    for day, units in ((dt.date(2024, 6, 1), 2), (dt.date(2025, 6, 1), 1), (dt.date(2022, 6, 1), 0)):
        rows = UNITS(user.pk, day)
        assert len(rows) == units
        assert dict(rows).get(member.unit_id, "gone") is (True if units == 2 else "gone") or units != 2
    assert UNITS(user.pk, dt.date(2024, 6, 1)) == sorted(UNITS(user.pk, dt.date(2024, 6, 1)))
    assert [truth for _unit, truth in UNITS(user.pk, dt.date(2025, 6, 1))] == [False]
    assert UNITS(other.pk, dt.date(2024, 6, 1)) == []


@pytest.mark.django_db
def test_annotations_stand_on_the_models():
    holder, other = make_user(), make_user()
    RoleGrant.objects.create(user=holder, role=Role.VIEWER)
    holders = FixedQuery(
        lambda pk, role: User.objects.filter(pk=pk).annotate(
            holds=Exists(RoleGrant.objects.filter(user=OuterRef("pk"), role=role))
        )
    )
    assert [(one, one.holds) for one in holders(holder.pk, str(Role.VIEWER))] == [(holder, True)]
    assert [(one, one.holds) for one in holders(other.pk, str(Role.VIEWER))] == [(other, False)]
    assert [one.holds for one in holders(holder.pk, str(Role.ADMINISTRATOR))] == [False]


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_on_its_own_connection():
    years = [make_cycle(members=number) for number in (1, 2, 3, 4)]

    def ask(year):
        try:
            return [len(MEMBERS(year.pk, "chung")) for _time in range(20)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, years)) == [[number] * 20 for number in (1, 2, 3, 4)]


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_within_a_transaction_alone():
    locking = FixedQuery(lambda pk: Membership.objects.select_for_update().filter(pk=pk))
    member = make_cycle(members=1).memberships.get()
    with transaction.atomic():
        assert locking(member.pk) == [member]
    with pytest.raises(transaction.TransactionManagementError):
        locking(member.pk)


@pytest.mark.django_db
def test_a_value_that_is_not_compared_as_it_is_is_refused():
    with pytest.raises(ValueError, match="not among its parameters"):
        FixedQuery(lambda text: User.objects.filter(username__contains=text))("x")
    with pytest.raises(ValueError, match="not among its parameters"):
        FixedQuery(lambda pk, _day: User.objects.filter(pk=pk))(1, dt.date(2026, 1, 1))
    with pytest.raises(TypeError, match="not list"):
        FixedQuery(lambda keys: User.objects.filter(pk__in=keys))([1])
