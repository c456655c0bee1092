"""What every list of the console shares: search without accents, 50 rows, the same few queries."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from emulation.core import console
from emulation.core.fields import PointsField
from emulation.core.text import search_key

# Django would show points as whole numbers, in inputs that drop “9,5”.
POINTS_AS_TEXT: dict[Any, Any] = {PointsField: {}}


class ListAdmin(console.PolicyAdmin):
    """A list of the console. `search_fields` name search keys; what is typed is folded like they are."""

    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False
    formfield_overrides = POINTS_AS_TEXT

    class Media:
        css = {"all": ["css/console/lists.css"]}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, search_key(search_term))


class ReadOnlyAdmin(ListAdmin, console.ReadOnlyAdmin):
    """A list that is only looked at here: its pages and services change it."""


class ReadOnlyInline(admin.TabularInline[Any, Any]):
    """Rows below another row that are only looked at here."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        # Who may look at the row above may look at these.
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


class EditedInline(admin.TabularInline[Any, Any]):
    """Rows below another row, edited by who may edit that one."""

    extra = 0
    formfield_overrides = POINTS_AS_TEXT

    def _may(self, request: HttpRequest, obj: Any) -> bool:
        above = self.admin_site._registry[self.parent_model]  # noqa: SLF001 - the public way is by name only
        return above.has_change_permission(request, obj) if obj else above.has_add_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)
