"""Adopting a corrected table in a year: what it does to every line is shown before it is done."""

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clusters.criteria.models import CriteriaTable
from clusters.criteria.reading import lines_of
from clusters.criteria.rules.bands import read_bands
from clusters.criteria.rules.table import problems
from clusters.cycles.models import MemberGroup
from clusters.cycles.pages import CyclePage
from clusters.cycles.windows import is_open
from clusters.scoring.adoption import VERDICTS, Plan, preview_adoption, table_in_force, what_opens
from clusters.scoring.models import Sheet
from clusters.scoring.services.adopting import Adoption, adopt
from emulation.core.errors import Conflict, Refused
from emulation.core.forms import DayField, say
from emulation.core.page import Link
from emulation.core.views import ActionForm, ActionPage


class AdoptForm(ActionForm):
    """Why, and by when the units complete their sheets."""

    until = DayField(
        label=_("To be sent again by"),
        required=False,
        help_text=_("For the sheets that go back to their units."),
    )


class AdoptTable(CyclePage, ActionPage):
    """Score a group by a later version of its table."""

    template_name = "clusters/scoring/adopt.html"
    permission = "criteria.manage"
    tab = "criteria"
    help_topic = "criteria"
    form_class = AdoptForm
    needs_reason = True

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        # Who may not know of the year gets 404 before any question of rights.
        _found = self.cycle
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def group(self) -> MemberGroup:
        found = self.cycle.groups.filter(code=self.kwargs["group"]).first()
        if found is None:
            raise Http404
        found.cycle = self.cycle
        return found

    @cached_property
    def in_force(self) -> CriteriaTable:
        try:
            return table_in_force(self.group)
        except Refused as error:
            raise Http404 from error

    @cached_property
    def table(self) -> CriteriaTable:
        found = CriteriaTable.objects.filter(code=self.in_force.code, version=self.kwargs["number"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def plan(self) -> Plan | None:
        """What would be done; None where the group is scored by this version, or a later one, already."""
        try:
            return preview_adoption(self.group, self.table)
        except Conflict:
            return None
        except Refused as error:
            raise Http404 from error

    @cached_property
    def opened(self) -> tuple[list[Sheet], list[Sheet]]:
        """The sheets that would go back, and those whose verification would open again."""
        if self.plan is None:
            return [], []
        sheets = Sheet.objects.filter(membership__group=self.group).select_related("membership__unit")
        return what_opens(self.plan, sheets.order_by("membership__position", "pk"))

    def get_title(self) -> str:
        return gettext("Adopt version %(version)s of the table") % {"version": self.table.version}

    def get_lead(self) -> str:
        return f"{self.table.name} · {self.group.name}"

    def get_button(self) -> str:
        return gettext("Score by version %(version)s from now on") % {"version": self.table.version}

    def get_success(self) -> str:
        done = self.result
        if not isinstance(done, Adoption):
            return gettext("The group is scored by the new version.")
        return gettext(
            "The group is scored by version %(version)s: %(marks)s marks carried over, %(sheets)s sheets returned."
        ) % {"version": self.table.version, "marks": done.carried, "sheets": len(done.returned)}

    def get_further_crumbs(self) -> Iterable[Link]:
        return [Link(gettext("Criteria table"), self._back()), Link(self.get_title())]

    def _back(self) -> str:
        address = reverse("clusters:criteria", args=[self.cycle.cluster.code, self.cycle.year])
        return f"{address}?group={self.group.code}"

    def get_cancel_url(self) -> str:
        return self._back()

    def get_success_url(self) -> str:
        return self._back()

    def get_seen(self) -> str:
        """What the page promises line by line; marks that are given meanwhile change nothing in that."""
        if self.plan is None:
            return ""
        told = [
            (fate.pair.old and fate.pair.old.pk, fate.pair.new and fate.pair.new.code, fate.verdict)
            for fate in self.plan.fates
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.opened[0]:
            form.fields["until"].required = True
        else:
            del form.fields["until"]
        return form

    def get_consequences(self) -> Iterable[str]:
        plan = self.plan
        if plan is None:
            return
        yield ngettext(
            "%(count)s mark carries over with its reason and evidence.",
            "%(count)s marks carry over with their reasons and evidence.",
            plan.kept_marks,
        ) % {"count": plan.kept_marks}
        if plan.lost_marks:
            yield ngettext(
                "%(count)s mark no longer counts; it stays with the version before as a record.",
                "%(count)s marks no longer count; they stay with the version before as a record.",
                plan.lost_marks,
            ) % {"count": plan.lost_marks}
        if plan.open_lines:
            count = len(plan.open_lines)
            yield ngettext(
                "%(count)s line must be given on every sheet.",
                "%(count)s lines must be given on every sheet.",
                count,
            ) % {"count": count}
        if self.opened[1]:
            count = len(self.opened[1])
            yield ngettext(
                "The verification of %(count)s sheet opens again.",
                "The verification of %(count)s sheets opens again.",
                count,
            ) % {"count": count}
        yield gettext("Version %(version)s is frozen and never changes again.") % {
            "version": self.table.version
        }
        if self.opened[0] and not is_open(self.cycle, "self-scoring"):
            yield gettext(
                "Self-scoring is closed: open it again so that the units can complete their sheets."
            )

    def get_affected(self) -> Iterable[str]:
        return [str(sheet.membership.unit) for sheet in self.opened[0]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, back = self.plan, len(self.opened[0])
        kwargs.setdefault("standing_rows", self._problems())
        return super().get_context_data(
            plan=plan,
            fates=[(fate, *VERDICTS[fate.verdict]) for fate in plan.fates] if plan else [],
            counts=[(*VERDICTS[name], plan.counts[name]) for name in VERDICTS if plan.counts[name]]
            if plan
            else [],
            affected_count=ngettext(
                "%(count)s sheet goes back to its unit", "%(count)s sheets go back to their units", back
            )
            % {"count": back},
            **kwargs,
        )

    def _problems(self) -> list[dict[str, str]]:
        """What keeps the draft from being frozen."""
        if self.plan is None or self.table.is_frozen:
            return []
        found = problems(lines_of(self.table), self.table.scale, read_bands(self.table.bands))
        return [{"place": one.place, "message": say(one)} for one in found]

    def act(self, form: Any) -> Adoption:
        data = form.cleaned_data
        return adopt(
            group=self.group,
            table=self.table,
            actor=self.request.user,
            reason=data["reason"],
            until=data.get("until"),
        )
