"""Ten thousand units of sixty criteria rank right: totals equal a plain computation to the last digit."""

from decimal import Decimal

import pytest

from clusters.criteria.compiled import compiled
from clusters.ranking.standings import standings
from clusters.scoring import ranks
from clusters.scoring.models import Source
from tests.factories.crowds import make_crowd
from tests.support.sizes import size

MEMBERS = size(reduced=400, full=10_000)
MISSING = MEMBERS // 40


@pytest.mark.django_db
def test_a_crowd_ranks_as_plain_decimals_do():
    group, points = make_crowd(MEMBERS, missing=MISSING)
    plain = {member: sum(values, Decimal("0.00")) for member, values in points.items()}
    complete = sorted((plain[member] for member, values in points.items() if len(values) == 60), reverse=True)
    first = {}
    for place, total in enumerate(complete, start=1):
        first.setdefault(total, place)

    rows = standings(group, Source.VERIFIED)

    again = standings(group, Source.VERIFIED, from_marks=True)
    assert [(row.rank, row.total, row.row[:9]) for row in again] == [
        (row.rank, row.total, row.row[:9]) for row in rows
    ]
    assert {row.member: (row.answered, str(row.running)) for row in rows} == {
        member: (len(values), str(plain[member])) for member, values in points.items()
    }
    assert {row.member: (row.total, row.rank) for row in rows} == {
        member: (plain[member], first[plain[member]]) if len(values) == 60 else (None, None)
        for member, values in points.items()
    }
    assert [row.rank for row in rows[: MEMBERS - MISSING]] == sorted(
        row.rank for row in rows[: MEMBERS - MISSING]
    )
    assert [row.rank for row in rows[MEMBERS - MISSING :]] == [None] * MISSING

    table = compiled(group.binding.table)
    live = ranks.totals(group, table, Source.VERIFIED, points)
    assert {member: (total.points, total.rank) for member, total in live.items()} == {
        row.member: (row.running, row.rank) for row in rows
    }
