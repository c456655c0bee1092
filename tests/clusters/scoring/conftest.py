"""A year with the cast, a table with one line of every kind, and the windows of scoring open."""

import pytest

from tests.factories import make_mixed_table, open_windows
from tests.people import make_cast


@pytest.fixture
def cast(db):
    cast = make_cast()
    make_mixed_table(cast.cycle.groups.get())
    open_windows(cast.cycle, "self-scoring", "cross-inspection", "verification")
    return cast


@pytest.fixture
def member(cast):
    """The members of the year by who acts for them: `member("contact")`."""
    units = {"head": cast.head_unit, "deputy": cast.deputy_unit, "contact": cast.contact_unit}
    return lambda name: cast.cycle.memberships.get(unit=units[name])
