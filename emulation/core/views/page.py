"""What every page tells the frame."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.views.generic import DetailView, TemplateView
from django.views.generic.base import ContextMixin

from emulation.core.page import Action, Link
from emulation.core.permissions import Denied, can, require


class Page(ContextMixin):
    """A page in the frame. Set the attributes, or override the `get_…` that needs the request.

    `permission` names the right the page asks for, about `get_subject()`; who may not know that the subject
    exists gets 404, who knows it but may not gets 403 with the reason.
    """

    request: HttpRequest
    title: Any = ""
    lead: Any = ""
    # The article the page rests on, for the footer; and the place in the help (`home:help#topic`).
    law: Any = ""
    help_topic: str = ""
    permission: str = ""

    def get_title(self) -> Any:
        return self.title

    def get_lead(self) -> Any:
        return self.lead

    def get_crumbs(self) -> Iterable[Link]:
        return []

    def get_primary(self) -> Action | None:
        return None

    def get_more(self) -> Iterable[Action]:
        return []

    def get_subject(self) -> Any:
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.permission:
            subject = self.get_subject()
            answer = can(request.user, self.permission, subject)
            if isinstance(answer, Denied) and answer.hidden:
                raise Http404
            require(request.user, self.permission, subject)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = {
            "title": self.get_title(),
            "lead": self.get_lead(),
            "crumbs": list(self.get_crumbs()),
            "primary": self.get_primary(),
            "more": list(self.get_more()),
            "law": self.law,
            "help_topic": self.help_topic,
        }
        return super().get_context_data(**{**frame, **kwargs})


class TemplatePage(Page, TemplateView):
    """A page that only shows something."""


class DetailPage(Page, DetailView[Any]):
    """A page about one object. `get_queryset` uses the slice's `visible_to`, so that an outsider gets 404.

    `template_name` extends `generic/detail.html`; `get_facts` fills its list of label and value.
    """

    template_name = "generic/detail.html"
    slug_field = "public_id"
    slug_url_kwarg = "public_id"

    def get_title(self) -> Any:
        return self.title or str(self.object)

    def get_subject(self) -> Any:
        if not hasattr(self, "object"):
            self.object = self.get_object()
        return self.object

    def get_facts(self) -> Iterable[tuple[Any, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(facts=list(self.get_facts()), **kwargs)
