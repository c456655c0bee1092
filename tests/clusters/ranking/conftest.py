"""A year with three members who are verified: 19, 19 and 18 points of a mixed table with two bands."""

import pytest

from tests.factories import give_marks, make_mixed_table, open_windows
from tests.people import make_cast

MARKS = {
    "head": ["9", "2", "2", "6", "0"],
    "deputy": ["10", "2", "1.5", "5", "0.5"],
    "contact": ["8", "2", "2", "6", "0"],
}
BANDS = [
    {"name": "Hạng A", "from": "19"},
    {"name": "Hạng B", "from": "15", "to": "19", "to_open": True},
    {"name": "Hạng C", "to": "15", "to_open": True},
]


@pytest.fixture
def year():
    cast = make_cast()
    make_mixed_table(cast.cycle.groups.get(), bands=BANDS)
    open_windows(cast.cycle, "self-scoring", "verification")
    units = {"head": cast.head_unit, "deputy": cast.deputy_unit, "contact": cast.contact_unit}
    for name, points in MARKS.items():
        give_marks(
            cast.cycle.memberships.get(unit=units[name]), "verified", points, state="verified", reason="rõ"
        )
    return cast


@pytest.fixture
def members(year):
    """The memberships by the name of who acts for them."""
    units = {"head": year.head_unit, "deputy": year.deputy_unit, "contact": year.contact_unit}
    return {name: year.cycle.memberships.get(unit=unit) for name, unit in units.items()}


@pytest.fixture
def ranked_group(year):
    group = year.cycle.groups.get()
    group.cycle = year.cycle
    return group
