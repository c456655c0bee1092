"""Documents as they were made: a file and its row, never changed afterwards."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from emulation.audit.models import AppendOnly, AppendOnlyQuerySet
from emulation.core.models import Public


class StoredPaper(Public):
    """A rendered document. What it is about is frozen text and a public id: it outlives its subject."""

    kind = models.CharField(_("document"), max_length=40)
    key = models.CharField(
        _("key"), max_length=200, help_text=_("The year and group, as the task names them.")
    )
    subject_id = models.CharField(_("object's id"), max_length=64)
    subject_label = models.CharField(_("object"), max_length=500)
    title = models.CharField(_("title"), max_length=500)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    rendered_at = models.DateTimeField(_("made at"))

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        verbose_name = _("stored document")
        verbose_name_plural = _("stored documents")
        ordering = ["-rendered_at", "-pk"]
        indexes = [models.Index(fields=["kind", "key", "-rendered_at"], name="stored_paper_latest")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise AppendOnly("stored documents are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnly("stored documents are never deleted")

    @property
    def name(self) -> str:
        """Where the file stands, below the folder of documents; named by its content."""
        return f"{self.sha256[:2]}/{self.sha256}.pdf"
