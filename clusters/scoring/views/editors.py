"""Who fills which sections of a unit's sheet: read, given and ended by those who act for the unit."""

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import Membership
from clusters.scoring.editorforms import EditorForm
from clusters.scoring.models import SectionEditor
from clusters.scoring.services.editors import end_editor, set_editors
from clusters.scoring.views.base import SheetPage, scores_url, sheet_url
from emulation.core.page import Link
from emulation.core.views import ActionPage, FormPage


class EditorsPage(SheetPage):
    """A page about the section editors of a sheet; the right is asked about the membership."""

    permission = "scoring.appoint-editors"
    help_topic = "sheets"

    def get_subject(self) -> Membership:
        return self.member

    def get_further_crumbs(self) -> list[Link]:
        return [
            Link(gettext("Scores"), scores_url(self.cycle)),
            Link(self.unit_name(), sheet_url(self.cycle, self.member)),
            Link(gettext("Who fills what")),
        ]

    def get_success_url(self) -> str:
        return sheet_url(self.cycle, self.member, "editors")


class Editors(EditorsPage, FormPage):
    """Everybody who fills a section now or later, and the form that gives somebody sections."""

    template_name = "clusters/scoring/editors.html"
    title = _("Who fills what")
    lead = _(
        "Those who act for the unit fill every line and send the sheet; others fill what is given to them."
    )
    form_class = EditorForm
    button = _("Let this person fill them")
    success = _("The person can fill these lines now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "membership": self.member}

    def act(self, form: Any) -> list[SectionEditor]:
        data = form.cleaned_data
        return set_editors(
            membership=self.member,
            user=data["person"],
            sections=data["sections"],
            since=data["since"],
            until=data["until"],
            actor=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = list(
            SectionEditor.objects.filter(Q(until__isnull=True) | Q(until__gte=today), membership=self.member)
            .select_related("user")
            .order_by("user__order_key", "user", "section")
        )
        names = dict(
            self.member.group.binding.table.criteria.filter(
                code__in={row.section for row in rows}
            ).values_list("code", "name")
            if rows and hasattr(self.member.group, "binding")
            else []
        )
        place = sheet_url(self.cycle, self.member, "editors")
        editors = [(row, names.get(row.section, ""), f"{place}{row.pk}/end/") for row in rows]
        return super().get_context_data(
            editors=editors, sheet_url=sheet_url(self.cycle, self.member), member=self.member, **kwargs
        )


class EndEditor(EditorsPage, ActionPage):
    """End what a person fills."""

    template_name = "clusters/cycle_action.html"
    title = _("End it")
    button = _("End it now")
    success = _("The person does not fill these lines any more.")

    @cached_property
    def editor(self) -> SectionEditor:
        found = (
            SectionEditor.objects.filter(pk=self.kwargs["editor"], membership=self.member)
            .select_related("user", "membership")
            .first()
        )
        if found is None:
            raise Http404
        return found

    def get_lead(self) -> str:
        return f"{self.editor.user}: {self.editor.section}"

    def get_seen(self) -> str:
        return str(self.editor.until)

    def get_consequences(self) -> list[str]:
        return [gettext("What the person typed stays on the sheet.")]

    def get_cancel_url(self) -> str:
        return self.get_success_url()

    def act(self, _form: Any) -> None:
        end_editor(editor=self.editor, actor=self.request.user)
