"""The cast plays the parts it is named after."""

import pytest

from clusters.cycles.models import Cycle
from clusters.cycles.parts import parts_in
from tests.people import make_cast

pytestmark = pytest.mark.django_db

# person: (heads, deputises, standing body, acts for a member, sees the year)
PARTS = {
    "standing_body": (False, False, True, False, True),
    "head": (True, False, False, True, True),
    "deputy": (False, True, False, True, True),
    "contact": (False, False, False, True, True),
    "viewer": (False, False, False, False, True),
    "administrator": (False, False, False, False, True),
    "outsider": (False, False, False, False, False),
}


def test_each_person_plays_one_part():
    cast = make_cast()
    played = {}
    for name, user in cast.everyone.items():
        parts = parts_in(cast.cycle, user)
        played[name] = (
            parts.heads,
            parts.deputises,
            parts.standing_body,
            bool(parts.member_units),
            parts.sees,
        )
    assert played == PARTS


def test_the_list_of_years_agrees_with_the_parts():
    cast = make_cast()
    for name, user in cast.everyone.items():
        sees = Cycle.objects.visible_to(user).filter(pk=cast.cycle.pk).exists()
        assert (name, sees) == (name, PARTS[name][4])
