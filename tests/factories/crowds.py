"""Very many members with marks, written straight into the tables."""

import random
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from clusters.cycles.models import Membership
from clusters.organisation.models import Unit, UnitKind
from clusters.scoring.models import Sheet
from clusters.scoring.services import totals
from tests.factories.criteria import make_table
from tests.factories.cycles import make_cycle
from tests.factories.scoring import leaves_of

BATCH = 3000


def make_crowd(members, leaves=60, source="verified", missing=0, seed=1):
    """Make a year of many members with marks by hundredths; the last `missing` members lack one mark.

    Returns the group and, by membership, the points of its lines.
    """
    cycle = make_cycle()
    group = cycle.groups.get()
    make_table(group, leaves=leaves)
    units = [
        Unit(
            code=f"{cycle.cluster.code}-{number}",
            name=f"Đơn vị {number}",
            kind=UnitKind.OTHER,
            position=number,
        )
        for number in range(members)
    ]
    for unit in units:
        unit.set_keys()
    Unit.objects.bulk_create(units, batch_size=BATCH)
    rows = [
        Membership(cycle=cycle, unit=unit, group=group, position=place) for place, unit in enumerate(units)
    ]
    Membership.objects.bulk_create(rows, batch_size=BATCH)
    sheets = [Sheet(membership=row, state="submitted") for row in rows]
    Sheet.objects.bulk_create(sheets, batch_size=BATCH)
    dice, lines, now = random.Random(seed), leaves_of(group), timezone.now()
    points = {}
    batch = []
    for place, (row, sheet) in enumerate(zip(rows, sheets, strict=True)):
        count = len(lines) - (place >= members - missing)
        points[row.pk] = [Decimal(dice.randrange(0, 1001)).scaleb(-2) for _line in range(count)]
        batch += [
            (sheet.pk, line.pk, source, int(value * 100), now)
            for line, value in zip(lines, points[row.pk], strict=False)
        ]
        if len(batch) >= BATCH:
            _insert(batch)
            batch = []
    _insert(batch)
    totals.recompute(sheet.pk for sheet in sheets)
    return group, points


def _insert(rows):
    """Write marks without the ORM, which would take most of the time."""
    if not rows:
        return
    places = ", ".join(["(%s, %s, %s, %s, '{}', '{}', '', '', 1, false, %s)"] * len(rows))
    values = [value for row in rows for value in row]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO clusters_mark (sheet_id, criterion_id, source, points, inputs, explanation, reason, "
            f"evidence, version, not_arisen, given_at) VALUES {places}",
            values,
        )
