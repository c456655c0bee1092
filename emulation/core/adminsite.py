"""The administrator's console: Django's admin, in chapters instead of by Django app."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

OURS = frozenset({"emulation", "clusters", "awards"})
# Apps that are cut into slices: there a slice is a chapter.
SLICED = frozenset({"clusters", "awards"})
# In the order of the year; what is not named here follows, under the name of its app.
CHAPTERS = {
    "organisation": _("Units and clusters"),
    "cycles": _("Emulation years"),
    "movements": _("Movements"),
    "pledges": _("Pledges"),
    "criteria": _("Criteria tables"),
    "scoring": _("Scores"),
    "ranking": _("Ranking"),
    "meetings": _("Meetings"),
    "nominations": _("Nominations"),
    "reports": _("Summary reports"),
    "catalogue": _("Catalogue of awards"),
    "exchange": _("Loaded years"),
    "accounts": _("People and roles"),
    "documents": _("Documents"),
    "audit": _("Log"),
}
_ORDER = {chapter: number for number, chapter in enumerate(CHAPTERS)}


def chapter_of(module: str, app_label: str) -> str:
    """Return the chapter of a model: its slice, or its app."""
    parts = module.split(".")
    return parts[1] if parts[0] in SLICED and len(parts) > 2 else app_label


def chapter_label(chapter: str) -> str:
    """Name a chapter of the console in the reader's language; empty when it is not one of ours."""
    return str(CHAPTERS.get(chapter, ""))


class Console(admin.AdminSite):
    """Groups models by the slice (chapter) they belong to instead of by Django app."""

    site_title = _("Administration")
    site_header = _("Administration console")
    index_title = _("Everything by chapter")
    # "Log out", "change password" and "sign in" are those of every page.
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take only models of this project: others have no services, and would be a back door."""
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        ours = [model for model in models if model.__module__.split(".")[0] in OURS]
        super().register(ours, admin_class, **options)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send strangers to the one sign-in page; who signed in but may not enter is told so."""
        if request.user.is_authenticated:
            raise PermissionDenied
        goal = request.GET.get("next") or reverse("admin:index")
        return HttpResponseRedirect(f"{reverse('accounts:sign-in')}?{urlencode({'next': goal})}")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Send to the page of the own password."""
        return HttpResponseRedirect(reverse("accounts:change-password"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Send to the one sign-out, which is written to the log."""
        return HttpResponseRedirect(reverse("accounts:sign-out"), preserve_request=True)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        groups: dict[str, dict[str, Any]] = {}
        for app in super().get_app_list(request, app_label):
            for model in app["models"]:
                chapter = chapter_of(model["model"].__module__, app["app_label"])
                group = groups.setdefault(
                    chapter,
                    {
                        **app,
                        "name": chapter_label(chapter) or app["name"],
                        "app_label": chapter,
                        "app_url": reverse("admin:chapter", args=[chapter]),
                        "models": [],
                    },
                )
                group["models"].append(model)
        return [
            groups[chapter] for chapter in sorted(groups, key=lambda one: (_ORDER.get(one, len(_ORDER)), one))
        ]

    def get_urls(self) -> list[Any]:
        return [
            path("chapter/<slug:chapter>/", self.admin_view(self.chapter_page), name="chapter"),
            *super().get_urls(),
        ]

    def chapter_page(self, request: HttpRequest, chapter: str) -> HttpResponse:
        """Show one chapter."""
        groups = [group for group in self.get_app_list(request) if group["app_label"] == chapter]
        if not groups:
            raise Http404
        context = {
            **self.each_context(request),
            "title": groups[0]["name"],
            "subtitle": None,
            "app_list": groups,
            "app_label": chapter,
        }
        request.current_app = self.name
        return TemplateResponse(request, "admin/index.html", context)


class ConsoleConfig(AdminConfig):
    default_site = "emulation.core.adminsite.Console"
