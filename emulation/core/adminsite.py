"""The administrator's console: Django's admin, grouped by slice."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class Console(admin.AdminSite):
    """Groups models by the slice (chapter) they belong to instead of by Django app."""

    site_title = _("Administration")
    site_header = _("Administration console")
    index_title = _("Everything by chapter")

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
