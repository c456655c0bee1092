"""The score page of a cluster, beside a raw cursor that reads its cells."""

from collections.abc import Iterator
from functools import partial

from django.urls import reverse

from clusters.scoring.models import Mark, Source
from tests.benchmarks.jobs.raw import analyse, opened, sql, standing_body
from tests.benchmarks.measure import Job
from tests.factories import open_windows
from tests.factories.crowds import make_crowd

CELLS = """
SELECT s.membership_id, k.criterion_id, k.source, k.points, k.version, k.reason FROM clusters_mark k
JOIN clusters_sheet s ON s.id = k.sheet_id JOIN clusters_membership m ON m.id = s.membership_id
WHERE m.group_id = %s"""


def jobs(_members: int) -> Iterator[Job]:
    """The page with the marks of two sources."""
    group, _points = make_crowd(12)
    Mark.objects.bulk_create(
        Mark(
            sheet_id=mark.sheet_id,
            criterion_id=mark.criterion_id,
            source=Source.SELF,
            points=mark.points,
            given_at=mark.given_at,
        )
        for mark in Mark.objects.filter(sheet__membership__group=group)
    )
    open_windows(group.cycle, "verification")
    analyse()
    page = reverse("clusters:scores", args=[group.cycle.cluster.code, group.cycle.year])
    yield Job(
        "score page, 12 × 60 (a cursor over its cells)",
        opened(standing_body(), page),
        partial(sql, CELLS, group.pk),
    )
