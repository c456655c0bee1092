"""Correcting a table, and copying it as the draft of another one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.criteria.models import CriteriaTable
from clusters.criteria.services import copy_table, new_version
from clusters.criteria.views.tables import OneTable, table_url
from emulation.core.page import Link
from emulation.core.permissions import can
from emulation.core.views import ActionPage, FormPage


class TableAct(OneTable):
    """An act of the standing body on a table; it leads to the draft that was made."""

    permission = "criteria.manage"
    result: CriteriaTable | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # Who may not know of the table gets 404 before any question of rights.
        if not can(request.user, "criteria.see", self.table):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_lead(self) -> Any:
        return self.table.name

    def get_further_crumbs(self) -> Iterable[Link]:
        return [Link(self.get_title())]

    def get_cancel_url(self) -> str:
        return table_url(self.table)


class CorrectTable(TableAct, ActionPage):
    """Begin a new version of a frozen table."""

    title = _("Correct this table")
    button = _("Begin a new version")
    success = _("The new version is a draft. Change its lines, then adopt it in the years it concerns.")
    needs_reason = True

    def get_seen(self) -> str:
        return self.table.state

    def get_consequences(self) -> list[str]:
        return [
            gettext("A draft with the number %(version)s and the same lines begins.")
            % {"version": self.table.version + 1},
            gettext("This version stays as it is; it scores its groups until a year adopts the new one."),
        ]

    def act(self, form: Any) -> CriteriaTable:
        return new_version(table=self.table, actor=self.request.user, note=form.cleaned_data["reason"])

    def get_success_url(self) -> str:
        newer = CriteriaTable.objects.filter(code=self.table.code).order_by("-version")[0]
        return table_url(newer)


class CopyForm(forms.Form):
    """The code and the name of the copy."""

    code = forms.CharField(
        label=_("Code"),
        max_length=80,
        help_text=_("Letters without accents, figures and dashes; for example with the year at its end."),
    )
    name = forms.CharField(label=_("Name"), max_length=500)


class CopyTable(TableAct, FormPage):
    """Copy a table, for example as the draft of a new year."""

    title = _("Copy as the draft of another table")
    button = _("Copy the table")
    success = _("The copy is a draft: each line remembers the one it was copied from.")
    form_class = CopyForm

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.table.name}

    def act(self, form: Any) -> CriteriaTable:
        data = form.cleaned_data
        return copy_table(table=self.table, code=data["code"], name=data["name"], actor=self.request.user)

    def get_success_url(self) -> str:
        code = self.request.POST.get("code", "").strip()
        made = CriteriaTable.objects.filter(code=code, version=1).first()
        return table_url(made or self.table)
