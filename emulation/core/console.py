"""What the models of the administrator's console share: rights by policy, nothing deleted, refusals as messages."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest

from emulation.core.permissions import can


class PolicyAdmin(admin.ModelAdmin[Any]):
    """Asks `can()` instead of Django's permission tables. An empty name means nobody; deleting is off.

    `save_model` of each model calls its services, so that the console obeys the rules of the screens.
    """

    # Counting every choice of a filter costs a query each.
    show_facets = admin.ShowFacets.NEVER
    reads: str = ""
    writes: str = ""
    adds: str = ""
    deletes: str = ""

    def _may(self, request: HttpRequest, name: str, subject: Any = None) -> bool:
        return bool(name) and bool(can(request.user, name, subject))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request, self.reads)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.reads)

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return self._may(request, self.adds or self.writes)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.writes)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, self.deletes)

    def history_view(self, *_args: Any, **_kwargs: Any) -> Any:
        """Django's own history is empty: what was done stands in the log."""
        raise Http404

    def log_addition(self, *_args: Any) -> Any:
        """Leave Django's own log empty: services write ours."""

    def log_change(self, *_args: Any) -> Any:
        """Leave Django's own log empty: services write ours."""

    def log_deletions(self, *_args: Any) -> Any:
        """Leave Django's own log empty: services write ours."""


class ReadOnlyAdmin(PolicyAdmin):
    """Shows and never changes: marks, votes, decisions, documents, the log. Set `reads`."""

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
