"""Loading a year, beside inserting as many marks; each document, beside reading the marks of the year."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from awards.exchange.reading import Source as File
from awards.exchange.services import load
from clusters.cycles.models import Cycle
from clusters.scoring.models import Sheet, Source
from emulation.documents.kinds import kinds, printed
from tests.benchmarks.jobs.raw import sql
from tests.benchmarks.measure import Job
from tests.factories.crowds import make_crowd
from tests.factories.scoring import leaves_of

YEAR = """
SELECT u.name, c.code, c.name, k.source, k.points FROM clusters_mark k
JOIN clusters_criterion c ON c.id = k.criterion_id JOIN clusters_sheet s ON s.id = k.sheet_id
JOIN clusters_membership m ON m.id = s.membership_id JOIN clusters_unit u ON u.id = m.unit_id
WHERE m.cycle_id = %s"""
INSERT = """
INSERT INTO clusters_mark (sheet_id, criterion_id, source, points, inputs, explanation, reason, evidence, version,
not_arisen, given_at) VALUES (%s, %s, %s, %s, '{}', '{}', '', '', 1, false, %s)"""


def jobs(_members: int) -> Iterator[Job]:
    """One of the five cycles of the demonstration."""
    path = Path(settings.BASE_DIR) / "demo" / "btp-cum-1-2022.yaml"
    file = File(path.name, path.read_bytes())
    count = file.data.decode().count("source: ")
    group, _points = make_crowd(12)
    sheets = Sheet.objects.filter(membership__group=group).values_list("pk", flat=True)
    rows = [
        (sheet, leaf.pk, Source.INSPECTION, 100, timezone.now())
        for sheet in sheets
        for leaf in leaves_of(group)
    ]

    def load_and_forget() -> None:
        with transaction.atomic():
            load(sources=[file], actor=None)
            transaction.set_rollback(True)

    def insert_and_forget() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(INSERT, rows[:count])
            transaction.set_rollback(True)

    yield Job(f"loading a year (inserting its {count} marks)", load_and_forget, insert_and_forget)
    load(sources=[file], actor=None)
    cycle = Cycle.objects.get(cluster__code="btp-cum-1")
    for kind in kinds():
        yield Job(f"document “{kind.key}”", partial(printed, kind, cycle), partial(sql, YEAR, cycle.pk))
