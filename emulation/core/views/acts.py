"""Forms and acts: one POST calls one service; a refusal is shown beside what was typed."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from emulation.core import once
from emulation.core.errors import Refused, RefusedRows
from emulation.core.forms import say
from emulation.core.middleware import acting_as
from emulation.core.views.page import Page


class FormPage(Page, FormView[Any]):
    """A form that calls a service. Give `form_class`, `act(form)`, `success_url` or `get_success_url()`.

    `act` calls one service with the cleaned data and returns what it changed. `Refused` becomes an error at
    its field (or at the top) and everything typed stays; rows that stand in the way are listed. The act runs
    in one transaction under the id the form carries: a double click is done once and shown once.
    """

    template_name = "generic/form.html"
    button: Any = _("Save")
    success: Any = ""
    cancel_url: Any = ""
    # What `act` returned; None when a second click found the act done.
    result: Any = None
    act: Callable[[Any], Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # The second click of a double click: the first may have taken the right away with the state.
        act = self.get_act()
        if act is not None and once.done(act):
            return self.answer()
        return super().dispatch(request, *args, **kwargs)

    def get_act(self) -> uuid.UUID | None:
        """The id of the act the form stands for; None without a token of this person for this address."""
        request = self.request
        return once.read_token(request.POST.get("act", ""), request.user, request.path)

    def get_button(self) -> Any:
        return self.button

    def get_cancel_url(self) -> Any:
        return self.cancel_url

    def get_success(self) -> str:
        return str(self.success)

    def form_valid(self, form: Any) -> HttpResponse:
        act = self.get_act()
        try:
            if act is None:
                self.result = self.act(form)
            else:
                self._act_once(act, form)
        except Refused as error:
            if act is not None and once.done(act):
                return self.answer()
            return self.refused(form, error)
        return self.answer()

    def _act_once(self, act: Any, form: Any) -> None:
        with acting_as(act), transaction.atomic():
            once.hold(act)
            if not once.done(act):
                self.result = self.act(form)

    def answer(self) -> HttpResponse:
        """Say what was done and go on."""
        if said := self.get_success():
            messages.success(self.request, said)
        return HttpResponseRedirect(self.get_success_url())

    def refused(self, form: Any, error: Refused) -> HttpResponse:
        """Show the form again with the refusal in words."""
        form.add_error(error.field if error.field in form.fields else None, say(error))
        rows = error.rows if isinstance(error, RefusedRows) else []
        context = self.get_context_data(
            form=form, standing_rows=[{"place": row.place, "message": say(row)} for row in rows]
        )
        return self.render_to_response(context, status=error.status)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.setdefault("standing_rows", [])
        context.update(
            button=self.get_button(),
            cancel_url=self.get_cancel_url(),
            act_token=once.new_token(self.request.user, self.request.path),
        )
        return context


class ActionForm(forms.Form):
    """The form of an act: a reason where one is asked for, and what the page showed when it was opened."""

    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def __init__(
        self, *args: Any, needs_reason: bool = False, asks_reason: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
        if not (needs_reason or asks_reason):
            del self.fields["reason"]


class ActionPage(FormPage):
    """A public or destructive act on its own page: what will happen, to how many, why; then the act's button.

    Give `act(form)`, `button` (named after the act), `get_consequences()` (sentences), `get_affected()` (rows
    that are touched), `needs_reason`. `get_seen()` returns a text that changes when what the page shows
    changes (a state, a version): if it differs at the POST, nothing is done and the page says so.
    """

    template_name = "generic/action.html"
    form_class: Any = ActionForm
    needs_reason = False
    asks_reason = False

    def get_consequences(self) -> Iterable[Any]:
        return []

    def get_affected(self) -> Iterable[Any]:
        return []

    def get_seen(self) -> str:
        return ""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": self.get_seen()}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if issubclass(self.form_class, ActionForm):
            kwargs.update(needs_reason=self.needs_reason, asks_reason=self.asks_reason)
        return kwargs

    def form_valid(self, form: Any) -> HttpResponse:
        act = self.get_act()
        if act is not None and once.done(act):
            return self.answer()
        if form.cleaned_data.get("seen", "") != self.get_seen():
            return self.stale(form)
        return super().form_valid(form)

    def stale(self, form: Any) -> HttpResponse:
        """Say that what the page showed has changed; show it as it stands now, with what was typed."""
        form.add_error(
            None, gettext("This changed while the page was open. Look at it again before you go on.")
        )
        # The hidden field now holds what this page shows.
        form.data = form.data.copy()
        form.data[form.add_prefix("seen")] = self.get_seen()
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        affected = list(self.get_affected())
        kwargs.setdefault("consequences", list(self.get_consequences()))
        kwargs.setdefault("affected", affected)
        kwargs.setdefault(
            "affected_count",
            ngettext("%(n)s row is touched", "%(n)s rows are touched", len(affected)) % {"n": len(affected)},
        )
        return super().get_context_data(**kwargs)
