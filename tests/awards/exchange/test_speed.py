"""A large file loads whole: 700 units × 60 criteria (how long it takes is printed; `make bench` measures)."""

import time

import pytest

from clusters.scoring.models import Mark, Sheet
from clusters.scoring.services import totals
from tests.awards.exchange.documents import large, load_text
from tests.support.sizes import size

pytestmark = pytest.mark.django_db

UNITS = size(reduced=70, full=700)
CRITERIA = 60


def test_a_large_file_loads_with_all_its_marks_and_totals():
    text = large(UNITS, CRITERIA)
    began = time.monotonic()
    assert load_text(text).outcome == "new"
    print(f"{UNITS} × {CRITERIA} marks loaded in {time.monotonic() - began:.1f} s")
    assert Mark.objects.count() == UNITS * CRITERIA
    assert totals.recompute(Sheet.objects.values_list("pk", flat=True)) == 0
