"""Files are attached while a sheet is filled, withdrawn, never lost: row and file agree whatever happens."""

import datetime as dt
import io
import os
import signal
import subprocess
import sys
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models.signals import pre_save
from django.utils import timezone

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.scoring.files import previews, store
from clusters.scoring.files.counts import evidence_counts
from clusters.scoring.files.reading import read_upload
from clusters.scoring.models import Evidence, SectionEditor, Sheet
from clusters.scoring.reading import sheet_of
from clusters.scoring.services.evidence import MOST_FILES, add_evidence, withdraw_evidence
from emulation.audit.models import Entry
from emulation.audit.telling import tell
from emulation.core.errors import NotPermitted, Refused
from tests.clusters.scoring.conftest import WHOLE
from tests.clusters.scoring.samples import docx, pdf, picture, sent
from tests.clusters.scoring.test_races import at_once
from tests.factories import close_windows, give_marks, make_cycle, make_mixed_table, make_user
from tests.refusing import everything


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path / "storage"
    return settings.STORAGE_ROOT


def files(storage):
    return sorted(place.relative_to(storage).as_posix() for place in storage.rglob("*") if place.is_file())


def upload(content=None, name="Quyết định.pdf"):
    return read_upload(sent(content or picture()), name)


@pytest.fixture
def attach(cast, member):
    """Attach a file as one of the cast: `attach("contact", "contact", "A.1")`."""

    def attached(name, whose, code="A.1", file=None, **more):
        return add_evidence(
            sheet=sheet_of(member(whose)),
            criterion=Criterion.objects.get(code=code),
            upload=file or upload(),
            actor=cast.fresh(name),
            **more,
        )

    return attached


@pytest.fixture
def refused(storage):
    """Run an act that is refused; nothing changes, nothing is logged, no file stays."""

    def run(act, kind=Refused):
        before, lying = everything(), files(storage)
        with pytest.raises(kind) as refusal:
            act()
        assert (everything(), files(storage)) == (before, lying)
        return str(refusal.value)

    return run


def test_a_file_is_attached_with_its_facts_and_logged(attach, cast, member, storage):
    file = upload()
    piece = attach(
        "contact", "contact", file=file, title="Quyết định", number="12/QĐ", dated=dt.date(2026, 1, 5)
    )
    stored = Evidence.objects.get()
    assert stored == piece
    assert (stored.sheet.membership, stored.criterion.code) == (member("contact"), "A.1")
    assert (stored.title, stored.number, stored.dated) == ("Quyết định", "12/QĐ", dt.date(2026, 1, 5))
    assert (stored.kind, stored.file_name, stored.size, stored.pages) == (
        "picture",
        "Quyết định.png",
        file.size,
        1,
    )
    assert stored.added_by == cast.contact
    assert files(storage) == [stored.path]
    assert store.read(stored.path, stored.digest) == file.content
    entry = Entry.objects.get(verb="scoring.evidence")
    assert entry.data == {
        "unit": "Văn phòng",
        "criterion": "A.1",
        "title": "Quyết định",
        "number": "12/QĐ",
        "digest": file.digest,
        "size": file.size,
        "evidence": str(stored.public_id),
    }
    assert (entry.chain, entry.personal.on_behalf_of) == (cast.cycle.chain, "")
    assert "Quyết định" in tell(entry)


def test_the_first_file_begins_the_sheet_and_freezes_the_table(attach):
    assert Sheet.objects.count() == 0
    attach("contact", "contact")
    assert Sheet.objects.get().state == "in-work"
    assert CriteriaTable.objects.get().is_frozen


def test_without_a_title_the_name_of_the_file_serves(attach):
    assert attach("contact", "contact").title == "Quyết định"


def test_who_runs_the_year_attaches_for_the_unit(attach):
    attach("head", "contact")
    assert Entry.objects.get(verb="scoring.evidence").personal.on_behalf_of == "Văn phòng"


def test_only_who_may_fill_attaches(attach, refused):
    for name in ("viewer", "administrator", "outsider"):
        refused(lambda name=name: attach(name, "contact"), NotPermitted)
    refused(lambda: attach("contact", "deputy"), NotPermitted)


def test_nothing_is_attached_or_withdrawn_once_the_sheet_is_sent(attach, member, cast, refused):
    piece = attach("contact", "contact")
    give_marks(member("contact"), "self", WHOLE, state="submitted")
    said = refused(lambda: attach("contact", "contact", "A.2", file=upload(docx())), NotPermitted)
    assert said == "The sheet was sent; it can be changed again when it is returned."
    for name in ("contact", "head", "standing_body"):
        refused(lambda name=name: withdraw_evidence(evidence=piece, actor=cast.fresh(name)), NotPermitted)
    give_marks(member("contact"), "self", [], state="returned")
    withdraw_evidence(evidence=piece, actor=cast.fresh("contact"))


def test_nothing_is_attached_when_self_scoring_is_closed(attach, cast, refused):
    close_windows(cast.cycle, "self-scoring")
    assert refused(lambda: attach("contact", "contact"), NotPermitted) == "Self-scoring is not open."


def test_who_fills_a_section_attaches_there_alone(cast, member, refused):
    person = make_user("chuyen-vien")
    SectionEditor.objects.create(
        membership=member("contact"), user=person, section="A", since=dt.date(2020, 1, 1)
    )

    def attached(code):
        line = Criterion.objects.get(code=code)
        return add_evidence(sheet=sheet_of(member("contact")), criterion=line, upload=upload(), actor=person)

    attached("A.1")
    assert refused(lambda: attached("B.1"), NotPermitted) == "You fill other lines of this sheet: A."


def test_the_same_file_is_attached_once_to_a_criterion(attach, cast, refused):
    piece = attach("contact", "contact", title="Quyết định 12")
    said = refused(lambda: attach("contact", "contact", file=upload(name="ten khac.png")))
    assert said == "The same file is attached here already: “Quyết định 12”."
    attach("contact", "contact", "A.2")
    withdraw_evidence(evidence=piece, actor=cast.fresh("contact"))
    attach("contact", "contact")
    assert Evidence.objects.count() == 3


def test_a_criterion_holds_twenty_files(attach, refused):
    for place in range(MOST_FILES):
        attach("contact", "contact", file=upload(picture(size=(10, place + 10))))
    said = refused(lambda: attach("contact", "contact", file=upload(docx())))
    assert said.startswith("There are 20 files already.")


def test_a_line_of_another_table_and_a_section_take_no_file(cast, member, refused):
    other = make_cycle()
    make_mixed_table(other.groups.get())
    lines = Criterion.objects.exclude(table__bindings__group__cycle=cast.cycle)
    for line in (
        lines.get(code="A.1"),
        Criterion.objects.get(code="A", table__bindings__group__cycle=cast.cycle),
    ):
        refused(
            lambda line=line: add_evidence(
                sheet=sheet_of(member("contact")), criterion=line, upload=upload(), actor=cast.contact
            )
        )


def test_a_date_to_come_is_refused(attach, refused):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    said = refused(lambda: attach("contact", "contact", dated=tomorrow))
    assert said == "The date of the document lies in the future."


def test_a_withdrawn_file_stays_as_a_record(attach, cast, storage, refused):
    piece = attach("contact", "contact", title="Quyết định")
    withdrawn = withdraw_evidence(evidence=piece, actor=cast.fresh("contact"))
    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_at is None) == (cast.contact, False)
    assert files(storage) == [piece.path]
    assert Entry.objects.get(verb="scoring.evidence-withdrawn").data["title"] == "Quyết định"
    refused(lambda: withdraw_evidence(evidence=piece, actor=cast.fresh("contact")))


def test_files_are_counted_in_one_query(attach, cast, exactly_queries):
    assert evidence_counts([]) == {}
    piece = attach("contact", "contact")
    attach("contact", "contact", file=upload(docx()))
    attach("contact", "contact", "A.2")
    attach("deputy", "deputy", "A.2")
    withdraw_evidence(evidence=piece, actor=cast.fresh("contact"))
    keys = dict(Criterion.objects.values_list("code", "pk"))
    sheets = {sheet.membership.unit.name: sheet for sheet in Sheet.objects.all()}
    own, other = sheets["Văn phòng"].pk, sheets["Thanh tra"].pk
    with exactly_queries(1):
        assert evidence_counts([*sheets.values(), Sheet()]) == {
            (own, keys["A.1"]): 1,
            (own, keys["A.2"]): 1,
            (other, keys["A.2"]): 1,
        }


def test_a_page_is_drawn_once_for_the_same_content(attach, storage):
    piece = attach("contact", "contact", file=upload(pdf("Một", "Hai")))
    first = previews.preview(piece, 2)
    kept = f"previews/{piece.digest[:2]}/{piece.digest}-2.webp"
    assert files(storage) == sorted([piece.path, kept])
    (storage / piece.path).unlink()
    assert previews.preview(piece, 2) == first
    for page in (0, 3):
        with pytest.raises(IndexError):
            previews.preview(piece, page)


def test_a_row_that_fails_leaves_no_file(attach, refused):
    def fail(**_facts):
        raise RuntimeError("the database said no")

    pre_save.connect(fail, sender=Evidence)
    try:
        refused(lambda: attach("contact", "contact"), RuntimeError)
    finally:
        pre_save.disconnect(fail, sender=Evidence)


def checked(**options):
    said = io.StringIO()
    try:
        call_command("check_evidence", stdout=said, **options)
    except CommandError as error:
        return [*said.getvalue().splitlines(), f"error: {error}"]
    return said.getvalue().splitlines()


def test_the_check_finds_what_does_not_agree(attach, storage):
    kept, changed, lost = (
        attach("contact", "contact", file=upload(picture(size=(10, side)))) for side in (10, 20, 30)
    )
    assert checked() == ["3 rows, 3 files"]
    (storage / changed.path).write_bytes(b"y")
    (storage / lost.path).unlink()
    stray = store.put(b"z")
    fault = "error: Files and rows do not agree."
    found = [f"missing: {lost.path}", f"changed: {changed.path}"]
    assert checked() == [*found, "3 rows, 3 files", fault]
    old = time.time() - 2 * 60 * 60
    os.utime(storage / stray, (old, old))
    assert checked() == [*found, f"without a row: {stray}", "3 rows, 3 files", fault]
    assert checked(remove=True) == [*found, f"removed: {stray}", "3 rows, 3 files", fault]
    assert files(storage) == sorted([kept.path, changed.path])


KILLED = """
import os, signal, sys
from pathlib import Path
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.STORAGE_ROOT = Path(sys.argv[2])
django.setup()
from django.db.models.signals import pre_save
from clusters.criteria.models import Criterion
from clusters.scoring.models import Evidence, Sheet
from clusters.scoring.services.evidence import add_evidence
from emulation.accounts.models import User
from tests.clusters.scoring.test_evidence_services import upload
if sys.argv[3] == "kill":
    pre_save.connect(lambda **facts: os.kill(os.getpid(), signal.SIGKILL), sender=Evidence, weak=False)
add_evidence(
    sheet=Sheet.objects.get(), criterion=Criterion.objects.get(code="A.1"), upload=upload(),
    actor=User.objects.get(username="dau-moi"),
)
"""


@pytest.mark.django_db(transaction=True)
def test_a_kill_between_file_and_row_leaves_a_file_that_the_check_finds(cast, member, storage, settings):
    give_marks(member("contact"), "self", [])
    name = str(connection.settings_dict["NAME"])
    connection.close()

    def run(how):
        return subprocess.run(
            [sys.executable, "-c", KILLED, name, str(storage), how],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            check=False,
        ).returncode

    assert run("kill") == -signal.SIGKILL
    assert (Evidence.objects.count(), Entry.objects.filter(verb="scoring.evidence").count()) == (0, 0)
    stray = files(storage)
    assert len(stray) == 1
    old = time.time() - 2 * 60 * 60
    os.utime(storage / stray[0], (old, old))
    # Without the kill the same act ends well, and the check tells the two files apart.
    assert run("live") == 0
    assert checked(remove=True) == [f"removed: {stray[0]}", "1 rows, 2 files"]
    assert files(storage) == [Evidence.objects.get().path]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_attach_the_same_file_one_does(cast, member):
    line, file = Criterion.objects.get(code="A.1"), upload()
    given = at_once(
        [
            lambda name=name: add_evidence(
                sheet=Sheet(membership=member("contact")), criterion=line, upload=file, actor=cast.fresh(name)
            )
            for name in ("contact", "head", "deputy", "standing_body")
        ]
    )
    assert sorted(type(one).__name__ for one in given) == ["Evidence", "Refused", "Refused", "Refused"]
    assert (Evidence.objects.count(), Sheet.objects.count()) == (1, 1)
