"""Lock a row and read it again: the first step of every change of state."""

from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def locked(row: Row, *related: str) -> Row:
    """Return the row as it stands now, locked until the transaction ends.

    SQLite has no row locks; there the IMMEDIATE transaction of the request serialises writers.
    """
    # Through `_meta`: the person of a request is a lazy wrapper.
    manager: Any = row._meta.model._base_manager  # noqa: SLF001 - the documented way to reach every row
    fresh: Row = manager.select_for_update(of=("self",)).select_related(*related).get(pk=row.pk)
    return fresh
