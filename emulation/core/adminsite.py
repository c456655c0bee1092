"""The administrator's console: Django's admin, grouped by slice."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

OURS = frozenset({"emulation", "clusters", "awards"})


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
        apps = super().get_app_list(request, app_label)
        groups: dict[str, dict[str, Any]] = {}
        for app in apps:
            for model in app["models"]:
                module = model["model"].__module__.split(".")
                chapter = (
                    module[1] if module[0] in {"clusters", "awards"} and len(module) > 2 else app["app_label"]
                )
                group = groups.setdefault(
                    chapter,
                    {**app, "name": chapter_label(chapter) or app["name"], "models": []},
                )
                group["models"].append(model)
        return list(groups.values())


CHAPTERS = {
    "organisation": _("Units and clusters"),
    "cycles": _("Emulation years"),
    "movements": _("Movements"),
    "pledges": _("Pledges"),
    "criteria": _("Criteria tables"),
    "scoring": _("Scores"),
    "ranking": _("Ranking"),
    "meetings": _("Meetings"),
    "reports": _("Summary reports"),
    "catalogue": _("Catalogue of awards"),
    "nominations": _("Nominations"),
    "accounts": _("People and roles"),
    "audit": _("Log"),
    "documents": _("Documents"),
}


def chapter_label(chapter: str) -> str:
    """Name a chapter of the console in the reader's language; empty when it is not one of ours."""
    return str(CHAPTERS.get(chapter, ""))


class ConsoleConfig(AdminConfig):
    default_site = "emulation.core.adminsite.Console"
