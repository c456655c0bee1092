"""The catalogue of awards in the console: data that staff keep as the law changes."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from awards.catalogue.models import Award, AwardAlias
from emulation.audit.console import RecordedAdmin
from emulation.core.admin_lists import EditedInline


class AliasInline(EditedInline):
    model = AwardAlias


@admin.register(Award)
class AwardAdmin(RecordedAdmin):
    reads = "cycles.overview"
    writes = deletes = "catalogue.manage"
    list_display = ["name", "code", "kind", "subject", "level", "coefficient", "is_unconfirmed"]
    list_filter = ["kind", "level", "subject", "is_unconfirmed"]
    search_fields = ["search_key__contains"]
    search_help_text = _("By name or code, with or without accents.")
    ordering = ["position", "order_key", "pk"]
    inlines = [AliasInline]
