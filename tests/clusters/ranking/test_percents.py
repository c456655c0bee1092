"""Years with tables of different points are compared by the percent of the maximum."""

import pytest
from django.utils import timezone

from clusters.cycles.columns import table_for
from clusters.ranking.models import Publication, RankedRow
from tests.factories import add_members, make_cycle, make_table, make_unit
from tests.people import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit("Văn phòng")


def ranked(cycle, unit, total, rank, standing="final", **fields):
    group = cycle.groups.get()
    made = Publication.objects.get_or_create(
        group=group, standing=standing, defaults={"published_at": timezone.now()}
    )[0]
    answered = 1 if total else 0
    return RankedRow.objects.create(
        publication=made, membership=cycle.memberships.get(unit=unit), position=rank or 9, unit_name=unit.name,
        total=total, rank=rank, answered=answered, asked=1, **fields,
    )  # fmt: skip


def column_of(place, user, rows, head):
    table = table_for(place, user, rows)
    at = [str(one) for one in table.heads].index(head)
    return [cells[at][1] for _row, cells in table.rows]


def test_five_years_of_a_unit_stand_side_by_side(unit, settings):
    settings.LANGUAGE_CODE = "en"
    user = make_cast().standing_body
    years = []
    for year, (scale, total) in enumerate(
        [("10", "9.5"), ("15", "14.25"), ("20", "19"), ("100", "95.55"), ("150", None)], start=2018
    ):
        cycle = make_cycle(year=year)
        add_members(cycle, units=[unit])
        make_table(cycle.groups.get(), leaves=1, points=scale)
        ranked(cycle, unit, total, 1 if total else None, "provisional" if year == 2021 else "final")
        years.append(cycle.memberships.get())
    with_notes = column_of("unit.years", user, years, "Rank as published")
    assert [(cell.label, cell.note) for cell in with_notes] == [
        ("rank 1", "9,50 of 10: 95,00 %"),
        ("rank 1", "14,25 of 15: 95,00 %"),
        ("rank 1", "19,00 of 20: 95,00 %"),
        ("rank 1", "95,55 of 100: 95,55 % · PROVISIONAL"),
        ("no rank, 0 of 1", ""),
    ]


def test_the_overview_says_between_which_percents_the_totals_lie(unit, settings):
    settings.LANGUAGE_CODE = "en"
    user = make_cast().standing_body
    cycle, other = make_cycle(), make_unit("Thanh tra")
    add_members(cycle, units=[unit, other])
    make_table(cycle.groups.get(), leaves=1, points="150")
    ranked(cycle, unit, "147.5", 1)
    ranked(cycle, other, "130", 2)
    (cell,) = column_of("overview", user, [cycle], "Ranking")
    assert [line.note for line in cell.lines] == ["86,67–98,33 %"]
