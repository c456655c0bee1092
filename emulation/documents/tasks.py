"""Background work: the worker makes what the page need not wait for."""

from django_tasks import task

from emulation.documents.services import prepare_now


@task()
def prepare(kind_key: str, key: str) -> str:
    """Make and store a document; returns the public id of its row."""
    return str(prepare_now(kind_key, key).public_id)
