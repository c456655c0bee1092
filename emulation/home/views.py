"""The first page after the sign-in, the search, and the pages the footer links to."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.core import worklist
from emulation.core.page import Link
from emulation.core.search import search
from emulation.core.views import TemplatePage

# The rest of a long work list folds away.
SHOWN = 20


class Home(TemplatePage):
    """What waits for me, then the boxes of the slices (`home.main`)."""

    template_name = "home/home.html"
    title = _("Work to do")
    help_topic = "home"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = worklist.waiting_for(self.request.user)
        return super().get_context_data(
            waiting=waiting[:SHOWN], folded=waiting[SHOWN:], count=len(waiting), **kwargs
        )


class Search(TemplatePage):
    """Everything whose name fits the words, with or without accents."""

    template_name = "home/search.html"
    title = _("Search")
    help_topic = "search"

    def get_crumbs(self) -> list[Link]:
        return [Link(gettext("Home"), reverse("home:home")), Link(gettext("Search"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        q = self.request.GET.get("q", "").strip()[:200]
        groups = search(self.request.user, q)
        return super().get_context_data(
            q=q, groups=groups, count=sum(len(found) for _kind, found in groups), **kwargs
        )


@method_decorator(login_not_required, name="dispatch")
class Help(TemplatePage):
    """How to do the common things; slices add their part with panels of the place `help`."""

    template_name = "home/help.html"
    title = _("Help")

    def get_crumbs(self) -> list[Link]:
        return [Link(gettext("Home"), reverse("home:home")), Link(gettext("Help"))]


@method_decorator(login_not_required, name="dispatch")
class Accessibility(TemplatePage):
    """What was done so that everybody can use the pages, and what falls short."""

    template_name = "home/accessibility.html"
    title = _("Accessibility")

    def get_crumbs(self) -> list[Link]:
        return [Link(gettext("Home"), reverse("home:home")), Link(gettext("Accessibility"))]
