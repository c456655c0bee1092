"""Pages on which people write together: a stale page never overwrites, and what was typed is kept."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from clusters.cycles.pages import CyclePage
from emulation.core.errors import Conflict, Refused
from emulation.core.lines import LinedForm
from emulation.core.views import FormPage


class VersionedForm(LinedForm):
    """A form that carries the version of what the page showed."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)


class EditPage(CyclePage, FormPage):
    """A form about something that others may change meanwhile.

    Give `get_version()`, read afresh at each call. On a conflict the page keeps what was typed, carries the
    present version, and shows what stands now through `now_template` (with `get_now()` as its context).
    """

    template_name = "clusters/edit.html"
    now_template = ""

    def get_version(self) -> str:
        raise AttributeError("an edit page names its version")

    def get_now(self) -> dict[str, Any]:
        return {}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "version": self.get_version()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        more = request.POST.get("more", "")
        if more in getattr(form, "lines", {}):
            return self.render_to_response(self.get_context_data(form=form.with_more(more)))
        return super().post(request, *args, **kwargs)

    def refused(self, form: Any, error: Refused) -> HttpResponse:
        if isinstance(error, Conflict):
            form.data = form.data.copy()
            form.data["version"] = self.get_version()
            self.extra_context = {
                **(self.extra_context or {}),
                "now_template": self.now_template,
                **self.get_now(),
            }
        return super().refused(form, error)
