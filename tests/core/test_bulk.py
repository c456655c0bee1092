"""Many rows changed in one statement hold what `save()` would have written, whatever the values hold."""

import datetime as dt

import pytest
from django.utils import timezone

from clusters.scoring.models import Mark
from emulation.core.bulk import update_objects
from tests.clusters.scoring.conftest import WHOLE
from tests.factories import give_marks, make_cycle, make_mixed_table, make_user

pytestmark = pytest.mark.django_db

TEXTS = ["50 % và 100%", "O'Nhiêu; --", "%s %(x)s", 'dấu\nxuống \\ "ngoặc"', " "]
FIELDS = ["points", "not_arisen", "inputs", "reason", "evidence", "version", "given_by", "given_at"]


@pytest.fixture
def marks():
    cycle = make_cycle(members=1)
    make_mixed_table(cycle.groups.get())
    give_marks(cycle.memberships.get(), "self", WHOLE)
    return list(Mark.objects.order_by("pk"))


def test_all_kinds_of_fields_are_written_as_save_writes_them(marks):
    user, moment = make_user(), timezone.now() - dt.timedelta(days=3)
    for number, (mark, text) in enumerate(zip(marks, TEXTS, strict=True)):
        mark.points = None if number == 2 else mark.points / 2
        mark.not_arisen, mark.inputs = number == 2, {"numerator": text, "answer": True, "none": None}
        mark.reason = mark.evidence = text if number < 4 else "x"
        mark.version, mark.given_by, mark.given_at = number + 7, user, moment
    assert update_objects(marks, FIELDS) == 5
    at_once = list(Mark.objects.order_by("pk").values())
    for mark in marks:
        mark.save(update_fields=FIELDS)
    assert at_once == list(Mark.objects.order_by("pk").values())
    assert [row["given_at"] for row in at_once] == [moment] * 5


def test_nothing_is_asked_for_no_rows(exactly_queries):
    with exactly_queries(0):
        assert update_objects([], FIELDS) == 0
