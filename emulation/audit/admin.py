"""The log in the console: to read and to search, never to change."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from emulation.audit.models import Entry
from emulation.audit.telling import tell
from emulation.core.console import ReadOnlyAdmin


class ChainFilter(admin.SimpleListFilter):
    """The platform's own chain, or those of the years."""

    title = _("chain")
    parameter_name = "part"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("platform", _("people and sign-ins")), ("years", _("emulation years"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "platform":
            return queryset.filter(chain="platform")
        return queryset.exclude(chain="platform") if self.value() == "years" else queryset


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    reads = "audit.read"
    list_display = ("at", "who", "what", "subject_label", "reason", "chain", "sequence")
    list_display_links = ("at",)
    list_select_related = ("personal",)
    list_filter = (ChainFilter, "at")
    search_fields = ("subject_label", "personal__actor_name", "chain", "verb")
    ordering = ("-at", "chain", "-sequence")
    list_per_page = 50
    show_full_result_count = False
    fields = (
        "at",
        "who",
        "acting_as",
        "on_behalf_of",
        "address",
        "what",
        "subject_label",
        "reason",
        "data",
        "chain",
        "sequence",
        "action",
        "digest",
        "previous",
    )
    readonly_fields = ("who", "acting_as", "on_behalf_of", "address", "what")

    @admin.display(description=_("who"), ordering="personal__actor_name")
    def who(self, entry: Entry) -> str:
        """Name who did it."""
        return entry.personal.actor_name

    @admin.display(description=_("acting as"))
    def acting_as(self, entry: Entry) -> str:
        """Say in which part they acted."""
        return entry.personal.actor_role

    @admin.display(description=_("on behalf of"))
    def on_behalf_of(self, entry: Entry) -> str:
        """Say for whom they acted."""
        return entry.personal.on_behalf_of

    @admin.display(description=_("address"))
    def address(self, entry: Entry) -> str:
        """Give the network address they came from."""
        return entry.personal.address

    @admin.display(description=_("what"), ordering="verb")
    def what(self, entry: Entry) -> str:
        """Tell what was done."""
        return tell(entry)
