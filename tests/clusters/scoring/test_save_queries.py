"""How many statements a save takes, the whole request: as few for a sheet as for a cell."""

import pytest

from clusters.scoring.models import Mark
from tests.benchmarks.counting import counted
from tests.benchmarks.jobs.saving import Saver

pytestmark = pytest.mark.django_db


@pytest.fixture
def saver():
    saver = Saver()
    saver.save()  # the table's lines are kept from here on
    return saver


def statements(act):
    """Session and user, the log, begin and end, and how many beyond."""
    found = counted(act)
    return found.frame, found.log, found.transactions, found.beyond


def test_one_cell_is_saved_in_six_statements_beside_session_user_and_log(saver):
    assert statements(saver.save) == (2, 4, 2, 6)


@pytest.mark.parametrize("marks", [2, 12, 60])
def test_many_cells_of_a_sheet_are_saved_in_as_many(saver, marks):
    saver.marks = saver.marks[:marks]
    assert statements(saver.save_sheet) == (2, 4, 2, 6)


def test_first_saves_take_as_many(saver):
    Mark.objects.all().delete()
    saver.versions = dict.fromkeys(saver.versions, 0)
    assert statements(saver.save) == (2, 4, 2, 6)
    saver.marks = saver.marks[1:]
    assert statements(saver.save_sheet) == (2, 4, 2, 6)
