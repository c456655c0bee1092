"""Saving marks: the full request of a person who fills the own unit's sheet, beside raw SQL of the same effect."""

import hashlib
import itertools
import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters.scoring.models import Mark, Sheet, SheetTotal, Source
from emulation.audit.models import Chain
from tests.benchmarks.jobs.raw import analyse, for_update, opened, sql
from tests.benchmarks.measure import Job
from tests.factories import make_representation, make_user, open_windows
from tests.factories.crowds import make_crowd

MEMBERS = 12
UPDATE_MARK = """
UPDATE clusters_mark SET points = %s, reason = %s, version = version + 1, given_by_id = %s, given_at = %s
WHERE id = %s"""
UPDATE_TOTAL = "UPDATE clusters_sheettotal SET points = points + %s WHERE sheet_id = %s AND source = 'self'"
INSERT_ENTRY = """
INSERT INTO audit_entry (chain, sequence, at, verb, subject_kind, subject_id, subject_label, action, data,
reason, personal_digest, previous, digest)
VALUES ('raw', %s, %s, 'scoring.mark', 'clusters.sheet', %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id"""
INSERT_PERSONAL = """
INSERT INTO audit_personal (entry_id, salt, actor_id, actor_name, actor_role, on_behalf_of, address)
VALUES (%s, %s, %s, %s, '', '', '127.0.0.1')"""


class Saver:
    """Somebody who fills the sheet of the own unit, by requests and by raw SQL."""

    def __init__(self) -> None:
        self.group, _points = make_crowd(MEMBERS, source=Source.SELF)
        Sheet.objects.filter(membership__group=self.group).update(state="in-work")
        open_windows(self.group.cycle, "self-scoring")
        self.member = self.group.memberships.first()
        self.user = make_user()
        make_representation(self.user, self.member.unit)
        self.client = Client()
        self.client.force_login(self.user)
        self.marks = list(
            Mark.objects.filter(sheet__membership=self.member)
            .select_related("sheet")
            .order_by("criterion__position")
        )
        self.mark = self.marks[0]
        SheetTotal.objects.get_or_create(
            sheet=self.mark.sheet,
            source=Source.SELF,
            defaults={"points": 0, "on_top": 0, "excluded": 0, "answered": 0, "at_full": 0},
        )
        Chain.objects.get_or_create(key="raw")
        self.numbers = itertools.count(1)
        self.versions = {mark.pk: mark.version for mark in self.marks}
        analyse()

    def change(self, mark: Mark) -> dict[str, Any]:
        """One cell as the page sends it; points and reason are new each time."""
        number = next(self.numbers)
        return {
            "member": self.member.pk,
            "criterion": mark.criterion_id,
            "version": self.versions[mark.pk],
            "points": str(number % 1000 / 100),
            "reason": f"lần {number}",
        }

    def post(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        response = self.client.post(
            reverse(f"clusters:{name}", args=[self.group.cycle.cluster.code, self.group.cycle.year]),
            json.dumps({"group": self.group.code, "source": Source.SELF, **body}),
            content_type="application/json",
            headers={"accept": "application/json"},
        )
        if response.status_code != 200:
            raise RuntimeError(response.content.decode())
        told: dict[str, Any] = response.json()
        return told

    def save(self) -> None:
        """One mark, the full request."""
        self.versions[self.mark.pk] = self.post("save-mark", self.change(self.mark))["saved"][0]["version"]

    def save_sheet(self) -> None:
        """All marks of the sheet in one request."""
        told = self.post("save-marks", {"changes": [self.change(mark) for mark in self.marks]})
        for mark, saved in zip(self.marks, told["saved"], strict=True):
            self.versions[mark.pk] = saved["version"]

    def raw_save(self) -> None:
        """The same effect as one saved mark: locked, read, written, added up and logged."""
        number, now, lock = next(self.numbers), timezone.now(), for_update()
        sheet = self.mark.sheet
        with transaction.atomic():
            sql(f"SELECT id, state FROM clusters_sheet WHERE id = %s{lock}", sheet.pk)
            ((points, version),) = sql(
                "SELECT points, version FROM clusters_mark WHERE id = %s", self.mark.pk
            )
            new = number % 1000
            sql(UPDATE_MARK, new, f"lần {number}", self.user.pk, now, self.mark.pk)
            sql(UPDATE_TOTAL, new - points, sheet.pk)
            ((sequence, previous),) = sql(f"SELECT sequence, digest FROM audit_chain WHERE key = 'raw'{lock}")
            data = json.dumps({"before": points, "after": new})
            digest = hashlib.sha256(f"{previous}{data}".encode()).hexdigest()
            label, public = str(self.member), str(sheet.public_id)
            values = (
                sequence + 1,
                now,
                public,
                label,
                f"{number:032x}",
                data,
                "vì thử",
                digest,
                previous,
                digest,
            )
            ((entry,),) = sql(INSERT_ENTRY, *values)
            sql(INSERT_PERSONAL, entry, digest[:32], str(self.user.public_id), str(self.user))
            sql("UPDATE audit_chain SET sequence = %s, digest = %s WHERE key = 'raw'", sequence + 1, digest)
        self.versions[self.mark.pk] = version + 1


def jobs(_members: int) -> Iterator[Job]:
    """One save beside raw SQL and an empty page; a whole sheet beside one save."""
    saver = Saver()
    empty = opened(saver.client, reverse("accounts:signed-in"))

    def raw_and_empty() -> None:
        saver.raw_save()
        empty()

    yield Job("the application's own signed-in empty request (raw save)", empty, saver.raw_save)
    yield Job("one save (raw save and an empty request)", saver.save, raw_and_empty, limit=1.5, queries=6)
    count = len(saver.marks)
    yield Job(
        f"a sheet of {count} marks in one request (one save)",
        saver.save_sheet,
        saver.save,
        limit=2,
        queries=8,
    )
