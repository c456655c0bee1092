"""Documents made ahead of time: whole or not at all, never changed, found again by their content."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks import default_task_backend

from clusters.cycles.papers import NothingToPrint, key_of
from clusters.ranking.services import publish
from emulation.accounts.models import Role, RoleGrant
from emulation.audit.models import AppendOnly, Entry
from emulation.documents import store
from emulation.documents.kinds import UnknownKind, kind, printed
from emulation.documents.models import StoredPaper
from emulation.documents.services import content_of, prepare_later, prepare_now
from emulation.documents.store import Damaged
from tests.factories import make_user
from tests.pdf.reading import whole_text
from tests.pdf.years import add_pledge, make_two_groups, make_year


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path / "storage"
    return settings.STORAGE_ROOT / "documents"


def files(storage):
    return sorted(str(path.relative_to(storage)) for path in storage.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_a_document_is_kept_with_its_facts(storage):
    cycle = make_year()
    add_pledge(cycle)
    row = prepare_now("pledge", key_of(cycle))
    made = printed(kind("pledge"), cycle)
    assert content_of(row) == made.pdf
    assert files(storage) == [f"{made.sha256[:2]}/{made.sha256}.pdf"]
    assert (row.kind, row.subject_label, row.subject_id, row.title, row.pages, row.size) == (
        "pledge",
        "Cụm thi đua số I – 2022",
        str(cycle.public_id),
        "Bản giao ước thi đua năm 2022 – Cụm thi đua số I",
        made.pages,
        len(made.pdf),
    )
    entry = Entry.objects.get(verb="documents.stored")
    assert (entry.chain, entry.data["sha256"]) == (cycle.chain, made.sha256)


@pytest.mark.django_db
def test_the_same_document_is_stored_once(storage):
    cycle = make_year()
    add_pledge(cycle)
    assert prepare_now("pledge", key_of(cycle)) == prepare_now("pledge", key_of(cycle))
    assert (StoredPaper.objects.count(), len(files(storage))) == (1, 1)


@pytest.mark.django_db
def test_a_changed_document_is_stored_beside_the_old_one(storage):
    cycle = make_year()
    pledge = add_pledge(cycle)
    first = prepare_now("pledge", key_of(cycle))
    before = content_of(first)
    pledge.theme = "“Chủ đề khác”"
    pledge.save()
    second = prepare_now("pledge", key_of(cycle))
    assert StoredPaper.objects.filter(kind="pledge").first() == second
    assert content_of(first) == before != content_of(second)


@pytest.mark.django_db
def test_one_group_has_a_key_of_its_own():
    cycle = make_two_groups()
    second = cycle.groups.get(code="thads")
    row = prepare_now("pledge", key_of(cycle, second))
    assert row.key == f"{cycle.public_id}/thads"
    assert row.subject_label == "Khu vực thi đua Bắc Trung Bộ – 2022 – Cục Thi hành án dân sự"
    assert content_of(row) == printed(kind("pledge"), cycle, second).pdf


@pytest.mark.django_db
def test_nothing_is_changed_or_deleted():
    cycle = make_year()
    add_pledge(cycle)
    row = prepare_now("pledge", key_of(cycle))
    for act in (row.save, row.delete, StoredPaper.objects.all().delete):
        with pytest.raises(AppendOnly):
            act()
    with pytest.raises(AppendOnly):
        StoredPaper.objects.update(title="khác")
    for statement in ("UPDATE documents_storedpaper SET title = 'khác'", "DELETE FROM documents_storedpaper"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert StoredPaper.objects.get().title == row.title


@pytest.mark.django_db
def test_a_file_that_was_changed_or_lost_is_not_handed_out(storage):
    cycle = make_year()
    add_pledge(cycle)
    row = prepare_now("pledge", key_of(cycle))
    (storage / row.name).write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(Damaged):
        content_of(row)
    (storage / row.name).unlink()
    with pytest.raises(Damaged):
        content_of(row)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "khong-co", "00000000-0000-0000-0000-000000000000"])
def test_a_key_of_nothing_is_refused_and_nothing_kept(storage, key):
    with pytest.raises(NothingToPrint):
        prepare_now("pledge", key)
    assert (StoredPaper.objects.count(), storage.exists()) == (0, False)


@pytest.mark.django_db(transaction=True)
def test_it_is_made_after_the_commit_and_only_then(storage):
    cycle = make_year()
    add_pledge(cycle)
    with transaction.atomic():
        prepare_later("pledge", key_of(cycle))
        assert files(storage) == []
    assert StoredPaper.objects.count() == len(files(storage)) == 1
    with transaction.atomic():
        prepare_later("ranking", key_of(cycle))
        transaction.set_rollback(True)
    assert StoredPaper.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_print_that_fails_harms_nothing_that_was_done():
    cycle = make_year()
    with transaction.atomic():
        prepare_later("pledge", key_of(cycle))
        cycle.note = "đã lưu"
        cycle.save()
    cycle.refresh_from_db()
    assert (cycle.note, StoredPaper.objects.count()) == ("đã lưu", 0)


@pytest.mark.django_db(transaction=True)
def test_publishing_a_ranking_keeps_its_print():
    cycle = make_year()
    group = cycle.groups.get()
    standing_body = make_user("thuong-truc")
    RoleGrant.objects.create(user=standing_body, role=Role.STANDING_BODY)
    publication = publish(group=group, standing="provisional", actor=standing_body)
    row = StoredPaper.objects.get()
    assert (row.kind, row.key) == ("ranking", key_of(cycle, group))
    assert f"{timezone.localdate(publication.published_at).year}" in whole_text(content_of(row))
    assert content_of(row) == printed(kind("ranking"), cycle, group).pdf


@pytest.mark.django_db
def test_an_unknown_kind_is_refused_at_once():
    with pytest.raises(UnknownKind):
        prepare_later("khong-co", "x")


def test_the_task_can_be_queued_anywhere():
    from emulation.documents.tasks import prepare

    default_task_backend.validate_task(prepare)


WRITER = """
import os, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
settings.STORAGE_ROOT = Path(sys.argv[1])
from emulation.documents import store
print("ready", flush=True)
for number in range(1000000):
    store.write("ab/whole.pdf", bytes([number % 251]) * 400000)
"""


def test_a_kill_in_the_middle_leaves_no_half_written_file(storage, tmp_path):
    """The file is one of the whole ones that were written, whenever the writer is killed."""
    for delay in (0.05, 0.11, 0.17):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "storage")],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            stdout=subprocess.PIPE,
        )
        assert writer.stdout.readline() == b"ready\n"
        deadline = time.monotonic() + 20
        while not (storage / "ab/whole.pdf").exists() and time.monotonic() < deadline:
            os.sched_yield()
        stop = time.monotonic() + delay
        while time.monotonic() < stop:
            os.sched_yield()
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        content = (storage / "ab/whole.pdf").read_bytes()
        assert content == content[:1] * 400000


def test_a_write_that_fails_leaves_nothing(storage):
    storage.mkdir(parents=True)
    (storage / "ab").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(FileExistsError):
        store.write("ab/whole.pdf", b"x")
    assert files(storage) == ["ab"]
