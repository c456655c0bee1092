"""Stored documents in the console: looked at only; they are made and opened on the pages of their year."""

from django.contrib import admin

from emulation.core.admin_lists import ReadOnlyAdmin
from emulation.documents.models import StoredPaper


@admin.register(StoredPaper)
class StoredPaperAdmin(ReadOnlyAdmin):
    reads = "audit.read"
    list_display = ["title", "subject_label", "kind", "rendered_at", "pages", "size"]
    list_filter = ["kind", "rendered_at"]
    ordering = ["-rendered_at", "-pk"]
