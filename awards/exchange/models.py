"""What was loaded from a file, kept to tell the file's later changes from what people entered."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import Cycle


class LoadedCycle(models.Model):
    """What the file a year was last loaded from said. Written by loading alone.

    `document` holds the records of the file and the moments of all its loads: marks of those moments are
    the file's own.
    """

    cycle = models.OneToOneField(
        Cycle, models.CASCADE, related_name="loaded", verbose_name=_("emulation year")
    )
    document = models.JSONField(_("contents of the file"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"))

    class Meta:
        verbose_name = _("loaded year")
        verbose_name_plural = _("loaded years")

    def __str__(self) -> str:
        return str(self.cycle)

    @property
    def records(self) -> list[list[Any]]:
        """The records as the file said them last."""
        records: list[list[Any]] = self.document["records"]
        return records

    @property
    def moments(self) -> frozenset[str]:
        """When the file was loaded, first and again."""
        return frozenset(self.document["moments"])
