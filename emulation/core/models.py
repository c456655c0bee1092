"""Abstract bases of the models of every slice."""

import uuid
from typing import Any

from django.db import models

from emulation.core.text import order_key, search_key


class Public(models.Model):
    """A row that the log, documents and addresses name by a public id."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Named(models.Model):
    """A row that is found without accents and sorted by the Vietnamese alphabet.

    `search_key` and `order_key` are written here alone, from `search_text()`.
    """

    search_key = models.TextField(editable=False, default="")
    order_key = models.CharField(max_length=2000, editable=False, default="", db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key", "order_key"}
        super().save(*args, **kwargs)

    def search_text(self) -> str:
        """Return what a search should find the row by."""
        return str(self)

    def set_keys(self) -> None:
        """Compute both keys; needed by hand only before bulk writes."""
        self.search_key = search_key(self.search_text())
        self.order_key = order_key(str(self))[:2000]
