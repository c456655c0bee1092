"""A large file loads in reasonable time: 700 units × 60 criteria in under a minute."""

import time

import pytest

from clusters.scoring.models import Mark
from tests.awards.exchange.documents import large, load_text
from tests.support.sizes import size

pytestmark = pytest.mark.django_db

UNITS = size(reduced=70, full=700)
CRITERIA = 60


def test_a_large_file_loads_in_under_a_minute():
    text = large(UNITS, CRITERIA)
    began = time.monotonic()
    assert load_text(text).outcome == "new"
    taken = time.monotonic() - began
    assert Mark.objects.count() == UNITS * CRITERIA
    assert taken < size(reduced=10, full=60)
