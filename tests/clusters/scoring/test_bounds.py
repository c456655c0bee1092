"""The database itself holds marks within their criterion's own bounds, whoever writes them."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clusters.criteria.models import Criterion
from clusters.scoring.models import Mark
from tests.factories import make_cycle, make_sheet, make_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    cycle = make_cycle(members=1)
    make_table(cycle.groups.get(), leaves=1, points="10")
    return make_sheet(cycle.memberships.get())


def give(sheet, points, *, group=False):
    line = Criterion.objects.filter(table__bindings__group=sheet.membership.group)
    criterion = line.get(kind="group") if group else line.exclude(kind="group").get()
    return Mark.objects.create(
        sheet=sheet, criterion=criterion, source="verified", points=points, given_at=timezone.now()
    )


@pytest.mark.parametrize("points", ["0.00", "10.00"])
def test_the_bounds_themselves_are_marks(sheet, points):
    give(sheet, Decimal(points))
    assert [mark.points for mark in Mark.objects.all()] == [Decimal(points)]


@pytest.mark.parametrize("points", ["-0.01", "10.01"])
def test_a_mark_outside_is_refused_when_it_is_made(sheet, points):
    with pytest.raises(IntegrityError, match="mark_within_bounds"), transaction.atomic():
        give(sheet, Decimal(points))
    assert Mark.objects.count() == 0


def test_a_mark_outside_is_refused_when_it_is_changed(sheet):
    mark = give(sheet, Decimal("9.50"))
    with pytest.raises(IntegrityError, match="mark_within_bounds"), transaction.atomic():
        Mark.objects.filter(pk=mark.pk).update(points=Decimal("10.01"))
    assert Mark.objects.get().points == Decimal("9.50")


def test_a_group_of_criteria_takes_no_mark(sheet):
    with pytest.raises(IntegrityError, match="mark_within_bounds"), transaction.atomic():
        give(sheet, Decimal("1.00"), group=True)
    assert Mark.objects.count() == 0


def test_a_cleared_mark_is_empty_and_no_zero(sheet):
    give(sheet, None)
    assert Mark.objects.get().points is None
