"""Recalculating rules that look across the units: all marks of a group at once."""

import random
from collections.abc import Iterator
from functools import partial

from django.db import transaction

from clusters.criteria.models import Criterion
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.services import recalculate
from emulation.accounts.models import Role, RoleGrant
from tests.benchmarks.jobs.raw import analyse, sql
from tests.benchmarks.measure import Job
from tests.factories import make_user, open_windows
from tests.factories.crowds import make_crowd

UNITS, LINES = 1000, 42
READ = """
SELECT k.id, k.sheet_id, k.criterion_id, k.points, k.inputs FROM clusters_mark k
JOIN clusters_sheet s ON s.id = k.sheet_id JOIN clusters_membership m ON m.id = s.membership_id
WHERE m.group_id = %s AND k.source = 'verified'"""
FORGET = """
UPDATE clusters_mark SET points = 0, explanation = '{}' WHERE source = 'verified' AND sheet_id IN (
    SELECT s.id FROM clusters_sheet s JOIN clusters_membership m ON m.id = s.membership_id WHERE m.group_id = %s)"""


def jobs(_members: int) -> Iterator[Job]:
    """Every mark is computed and written anew; beside it all are read and set to nothing, by two statements."""
    group, _points = make_crowd(UNITS, leaves=LINES)
    Criterion.objects.filter(table__bindings__group=group, kind="manual").update(kind="leader_target")
    dice = random.Random(1)
    marks = list(Mark.objects.filter(sheet__membership__group=group, source=Source.VERIFIED).only("pk"))
    for mark in marks:
        mark.inputs = {"target": "100", "done": str(dice.randint(50, 150))}
    Mark.objects.bulk_update(marks, ["inputs"], batch_size=1000)
    Sheet.objects.filter(membership__group=group).update(state="submitted")
    open_windows(group.cycle, "verification")
    user = make_user()
    RoleGrant.objects.create(user=user, role=Role.STANDING_BODY, since="2020-01-01")
    analyse()

    def read_and_forget() -> None:
        with transaction.atomic():
            sql(READ, group.pk)
            sql(FORGET, group.pk)

    ours = partial(recalculate, group=group, source=Source.VERIFIED, actor=user)
    yield Job(
        f"recalculation, {UNITS:,} × {LINES} (reading and setting to nothing)",
        ours,
        read_and_forget,
        queries=30,
        prepare=read_and_forget,
    )
