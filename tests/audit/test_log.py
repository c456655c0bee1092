"""The log: append-only, chained, without a trace of erased people."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from emulation.accounts.models import User
from emulation.audit import verbs
from emulation.audit.models import AppendOnly, Chain, Entry, Personal
from emulation.audit.services import Record, entry_digest, personal_digest, record, record_many
from emulation.audit.telling import tell

SEEN = verbs.verb("tests.seen", "saw it %(times)s times")

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return User.objects.create_user("thu-ky", "mat-khau-thu", full_name="Nguyễn Thị Thư")


def log(clerk, times, chain="tests"):
    return record(
        SEEN, clerk, chain=chain, actor=clerk, data={"times": times}, reason="vì thử", on_behalf_of="Sở A"
    )


def test_an_entry_keeps_names_as_text_and_outlives_the_person(clerk):
    entry = log(clerk, 1)
    clerk.delete()
    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.subject_kind, kept.subject_label, kept.reason) == (
        "accounts.user",
        "Nguyễn Thị Thư",
        "vì thử",
    )
    assert (kept.personal.actor_name, kept.personal.on_behalf_of) == ("Nguyễn Thị Thư", "Sở A")


def test_entries_of_a_chain_are_numbered_and_each_holds_the_digest_of_the_one_before(clerk):
    first, second = log(clerk, 1), log(clerk, 2)
    other = log(clerk, 1, chain="elsewhere")
    assert [(one.chain, one.sequence) for one in (first, second, other)] == [
        ("tests", 1), ("tests", 2), ("elsewhere", 1),
    ]  # fmt: skip
    assert (first.previous, second.previous, other.previous) == ("", first.digest, "")
    end = Chain.objects.get(key="tests")
    assert (end.sequence, end.digest) == (2, second.digest)


def test_the_digest_can_be_recomputed_from_what_is_stored(clerk):
    stored = Entry.objects.get(pk=log(clerk, 3).pk)
    assert entry_digest(stored) == stored.digest
    assert personal_digest(stored.personal) == stored.personal_digest
    stored.data = {"times": 4}
    assert entry_digest(stored) != stored.digest


def test_entries_of_one_call_share_an_action_and_keep_their_order(clerk):
    entries = record_many(
        [Record(SEEN, clerk, {"times": step}) for step in range(3)], chain="tests", actor=clerk
    )
    assert [entry.data["times"] for entry in Entry.objects.filter(chain="tests").order_by("sequence")] == [
        0,
        1,
        2,
    ]
    assert len({entry.action for entry in entries}) == 1


def test_personal_fields_can_be_erased_without_breaking_the_chain(clerk):
    entry = log(clerk, 1)
    Personal.objects.filter(entry=entry).update(actor_name="", actor_id="", address="")
    kept = Entry.objects.get(pk=entry.pk)
    assert entry_digest(kept) == kept.digest


def test_an_unknown_verb_is_refused_and_nothing_is_written(clerk):
    with pytest.raises(KeyError):
        record("tests.unheard", clerk, chain="tests", actor=clerk)
    assert Entry.objects.count() == 0


def test_python_refuses_to_change_or_delete(clerk):
    entry = log(clerk, 1)
    entry.reason = "khác"
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(reason="khác"),
    ):
        with pytest.raises(AppendOnly):
            attempt()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET reason = 'khác'", "DELETE FROM audit_entry"],
    ids=["update", "delete"],
)
def test_the_database_refuses_to_change_or_delete(clerk, statement):
    entry = log(clerk, 1)
    Personal.objects.all().delete()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Entry.objects.get(pk=entry.pk).reason == "vì thử"


def test_what_is_rolled_back_leaves_no_entry_and_no_gap(clerk):
    with transaction.atomic():
        log(clerk, 1)
        transaction.set_rollback(True)
    assert log(clerk, 2).sequence == 1


def test_an_entry_is_told_in_words_with_the_labels_of_its_codes(clerk):
    opened = verbs.verb("tests.opened", "opened “%(phase)s”", {"phase": {"pledge": "Pledge"}})
    entry = record(opened, clerk, chain="tests", actor=clerk, data={"phase": "pledge"})
    with translation.override("en"):
        assert tell(entry) == "opened “Pledge”"
