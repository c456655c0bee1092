"""Making documents ahead of time and keeping them."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from emulation.audit.services import record
from emulation.documents import history, store
from emulation.documents.kinds import kind, printed, subject_of
from emulation.documents.models import StoredPaper


def prepare_later(kind_key: str, key: str) -> None:
    """Have a document made and stored once the transaction at hand has been committed."""
    from emulation.documents.tasks import prepare

    kind(kind_key)
    transaction.on_commit(partial(prepare.enqueue, kind_key, key))


def prepare_now(kind_key: str, key: str) -> StoredPaper:
    """Render a document and keep it: first the file, then its row, the only writer of both.

    The same bytes are not stored twice in a row, so a task that runs again adds nothing. The log's chain of
    the subject is locked last.
    """
    what = kind(kind_key)
    subject = subject_of(key)
    made = printed(what, subject.cycle, subject.group)
    row = StoredPaper(
        kind=kind_key,
        key=key,
        subject_id=subject.public_id,
        subject_label=subject.label[:500],
        title=made.title[:500],
        sha256=made.sha256,
        size=len(made.pdf),
        pages=made.pages,
        rendered_at=timezone.now(),
    )
    store.write(row.name, made.pdf)
    with transaction.atomic():
        latest = StoredPaper.objects.filter(kind=kind_key, key=key).first()
        if latest is not None and latest.sha256 == row.sha256:
            return latest
        row.save()
        data = {"title": row.title, "kind": kind_key, "sha256": row.sha256, "pages": row.pages}
        record(history.STORED, row, chain=subject.chain, actor=None, data=data)
    return row


def content_of(paper: StoredPaper) -> bytes:
    """Return the stored file; refuses one that is missing or was changed."""
    return store.read(paper.name, paper.sha256)
