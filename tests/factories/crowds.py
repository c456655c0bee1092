"""Very many members with marks, written straight into the tables."""

import random
from decimal import Decimal

from django.utils import timezone

from clusters.cycles.models import Membership
from clusters.organisation.models import Unit, UnitKind
from clusters.scoring.models import Mark, Sheet
from tests.factories.criteria import make_table
from tests.factories.cycles import make_cycle
from tests.factories.scoring import leaves_of

BATCH = 5000


def make_crowd(members, leaves=60, source="verified", missing=0, seed=1):
    """Make a year of many members with marks by hundredths; the last `missing` members lack one mark.

    Returns the group and, by membership, the points of its lines.
    """
    cycle = make_cycle()
    group = cycle.groups.get()
    make_table(group, leaves=leaves)
    units = [
        Unit(code=f"dong-{number}", name=f"Đơn vị {number}", kind=UnitKind.OTHER, position=number)
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
            Mark(sheet=sheet, criterion=line, source=source, points=value, version=1, given_at=now)
            for line, value in zip(lines, points[row.pk], strict=False)
        ]
        if len(batch) >= BATCH:
            Mark.objects.bulk_create(batch, batch_size=BATCH)
            batch = []
    Mark.objects.bulk_create(batch, batch_size=BATCH)
    return group, points
