"""Criteria tables."""

import itertools
from decimal import Decimal

from clusters.criteria.models import CriteriaBinding, CriteriaTable, Criterion

_numbers = itertools.count(1)


def make_table(group=None, leaves=3, points="10", **fields):
    """Make a table with one section of equal leaves judged by hand, bound to the group."""
    number = next(_numbers)
    worth = Decimal(points)
    fields.setdefault("code", f"bang-{number}")
    fields.setdefault("name", f"Bảng tiêu chí {number}")
    table = CriteriaTable.objects.create(scale=worth * leaves, **fields)
    section = Criterion.objects.create(
        table=table, code="I", name="Mục I", position=1, kind="group", maximum=worth * leaves
    )
    for place in range(1, leaves + 1):
        Criterion.objects.create(
            table=table,
            parent=section,
            level=1,
            code=f"I.{place}",
            name=f"Tiêu chí {place}",
            position=place + 1,
            kind="manual",
            maximum=worth,
        )
    if group is not None:
        CriteriaBinding.objects.create(group=group, table=table)
    return table
