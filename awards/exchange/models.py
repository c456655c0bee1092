"""What was loaded from a file, kept to tell the file's later changes from what people entered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import Cycle


class LoadedCycle(models.Model):
    """The document a year was last loaded from, taken apart into records. Written by loading alone."""

    cycle = models.OneToOneField(
        Cycle, models.CASCADE, related_name="loaded", verbose_name=_("emulation year")
    )
    document = models.JSONField(_("document"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded"))

    class Meta:
        verbose_name = _("loaded year")
        verbose_name_plural = _("loaded years")

    def __str__(self) -> str:
        return str(self.cycle)
