"""The jobs: each beside the least that raw SQL needs for the same figures, in the same process."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.exchange.reading import Source as File
from awards.exchange.services import load
from clusters.cycles.models import Cycle, MemberGroup
from clusters.ranking.standings import standings
from clusters.scoring.models import Mark, Sheet, Source
from emulation.accounts.models import Role, RoleGrant
from emulation.documents.kinds import kinds, printed
from tests.benchmarks.measure import Job
from tests.factories import make_user, open_windows
from tests.factories.crowds import make_crowd
from tests.factories.scoring import leaves_of

RANKING = """
SELECT m.id, SUM(k.points), COUNT(*) FROM clusters_mark k
JOIN clusters_sheet s ON s.id = k.sheet_id JOIN clusters_membership m ON m.id = s.membership_id
WHERE m.group_id = %s AND k.source = 'verified' AND k.points IS NOT NULL GROUP BY m.id ORDER BY 2 DESC"""
CELLS = """
SELECT s.membership_id, k.criterion_id, k.source, k.points, k.version, k.reason FROM clusters_mark k
JOIN clusters_sheet s ON s.id = k.sheet_id JOIN clusters_membership m ON m.id = s.membership_id
WHERE m.group_id = %s"""
YEAR = """
SELECT u.name, c.code, c.name, k.source, k.points FROM clusters_mark k
JOIN clusters_criterion c ON c.id = k.criterion_id JOIN clusters_sheet s ON s.id = k.sheet_id
JOIN clusters_membership m ON m.id = s.membership_id JOIN clusters_unit u ON u.id = m.unit_id
WHERE m.cycle_id = %s"""
SAVE = "UPDATE clusters_mark SET points = %s, version = version + 1 WHERE id = %s"
LOG = """
INSERT INTO audit_entry (chain, sequence, at, verb, subject_kind, subject_id, subject_label, action, data,
reason, personal_digest, previous, digest) VALUES ('raw', %s, %s, 'x', 'x', 'x', 'x', %s, '{}', '', '', '', '')"""
INSERT = """
INSERT INTO clusters_mark (sheet_id, criterion_id, source, points, inputs, explanation, reason, evidence, version,
not_arisen, given_at) VALUES (%s, %s, %s, %s, '{}', '{}', '', '', 1, false, %s)"""


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run one statement and read its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def all_jobs(members: int) -> Iterator[Job]:
    """Make what each job needs just before it is measured."""
    group, _points = make_crowd(12)
    yield ranking("ranking of a cluster, 12 × 60", group)
    yield from pages(group)
    yield from files(group)
    crowd, _points = make_crowd(members, seed=2)
    if connection.vendor == "postgresql":
        sql("ANALYZE")
    yield ranking(f"ranking of {members:,} × 60", crowd)


def ranking(what: str, group: MemberGroup) -> Job:
    """All totals and ranks; raw: one GROUP BY."""
    return Job(
        what, lambda: standings(group, Source.VERIFIED, with_sections=False), lambda: sql(RANKING, group.pk)
    )


def pages(group: MemberGroup) -> Iterator[Job]:
    """The score page, raw: reading its cells; a saved mark, raw: two statements and an empty signed-in page."""
    Mark.objects.bulk_create(
        [
            Mark(
                sheet_id=mark.sheet_id,
                criterion_id=mark.criterion_id,
                source=Source.SELF,
                points=mark.points,
                given_at=mark.given_at,
            )
            for mark in Mark.objects.filter(sheet__membership__group=group)
        ]
    )
    user = make_user()
    RoleGrant.objects.create(user=user, role=Role.STANDING_BODY, since=dt.date(2020, 1, 1))
    open_windows(group.cycle, "verification")
    client = Client()
    client.force_login(user)
    place = [group.cycle.cluster.code, group.cycle.year]
    score_page, empty = reverse("clusters:scores", args=place), reverse("accounts:signed-in")

    def opened(address: str) -> Callable[[], object]:
        def act() -> None:
            response = client.get(address)
            if response.status_code != 200:
                raise RuntimeError(f"{address}: {response.status_code}")

        return act

    yield Job("score page, 12 × 60", opened(score_page), lambda: sql(CELLS, group.pk))
    mark = (
        Mark.objects.filter(sheet__membership__group=group, source=Source.VERIFIED)
        .select_related("sheet")
        .first()
    )
    assert mark
    counter = iter(range(1, 10**6))

    def save() -> None:
        number = next(counter)
        stored = sql("SELECT version FROM clusters_mark WHERE id = %s", mark.pk)[0][0]
        body = {
            "group": group.code,
            "source": Source.VERIFIED,
            "member": mark.sheet.membership_id,
            "criterion": mark.criterion_id,
            "version": stored,
            "points": str(1 + number % 9),
        }
        response = client.post(
            reverse("clusters:save-mark", args=place),
            json.dumps(body),
            content_type="application/json",
            headers={"accept": "application/json"},
        )
        if response.status_code != 200:
            raise RuntimeError(response.content.decode())

    def raw_save() -> None:
        number = next(counter)
        with transaction.atomic():
            sql(SAVE, 100 + number % 900, mark.pk)
            sql(LOG, number, timezone.now(), f"{number:032x}")
        client.get(empty)

    yield Job("saving one mark (raw: and an empty page)", save, raw_save)


def files(group: MemberGroup) -> Iterator[Job]:
    """Loading a year, raw: inserting as many marks; each document, raw: reading the marks of the year."""
    path = Path(settings.BASE_DIR) / "demo" / "btp-cum-1-2022.yaml"
    file = File(path.name, path.read_bytes())
    count = file.data.decode().count("source: ")

    def load_and_forget() -> None:
        with transaction.atomic():
            load(sources=[file], actor=None)
            transaction.set_rollback(True)

    sheets = Sheet.objects.filter(membership__group=group).values_list("pk", flat=True)
    rows = [
        (sheet, leaf.pk, Source.INSPECTION, 100, timezone.now())
        for sheet in sheets
        for leaf in leaves_of(group)
    ]

    def insert_and_forget() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(INSERT, rows[:count])
            transaction.set_rollback(True)

    yield Job(f"loading a year (raw: inserting its {count} marks)", load_and_forget, insert_and_forget)
    load(sources=[file], actor=None)
    cycle = Cycle.objects.get(cluster__code="btp-cum-1")
    for kind in kinds():
        yield Job(f"document “{kind.key}”", partial(printed, kind, cycle), partial(sql, YEAR, cycle.pk))
