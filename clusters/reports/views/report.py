"""The summary report as it stands: sections, contributions, and the figures the system computes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.cycles.pages import CyclePage
from clusters.reports.models import ReportState
from clusters.reports.reading import own_memberships, report_of, sections_for
from clusters.reports.states import REPORT
from emulation.core.page import Action
from emulation.core.permissions import Denied, can
from emulation.core.views import TemplatePage

ACTS = {"adopt": "report-adopt", "reopen": "report-reopen"}


class ReportPage(CyclePage, TemplatePage):
    """Four sections written by those who run the year, from what the units contribute."""

    template_name = "clusters/reports/report.html"
    title = _("Summary report")
    lead = _("Written from the units' contributions; the figures beside are computed by the system.")
    tab = "report"
    help_topic = "report"

    def get_primary(self) -> Action | None:
        return self.print_action("summary-report")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, cycle, parts = self.request.user, self.cycle, self.parts
        report = report_of(cycle)
        state = report.state if report else ReportState.DRAFT.value
        is_draft = state == ReportState.DRAFT
        acts = []
        if report and parts.runs:
            for move in REPORT.leaving(state):
                answer = can(user, move.permission, cycle)
                refusal = answer.reason if isinstance(answer, Denied) else ""
                acts.append(Action(move.label, self.address(ACTS[move.name]), icon="check", refusal=refusal))
        return super().get_context_data(
            report=report,
            state=REPORT.states[state],
            acts=acts,
            sections=sections_for(cycle, parts, report),
            may_write=is_draft and bool(can(user, "reports.write", cycle)),
            own=own_memberships(cycle, parts) if is_draft else [],
            others=self._others() if is_draft and parts.runs else [],
            **kwargs,
        )

    def _others(self) -> list[Any]:
        """The members for whom those who run the year may type in what came on paper."""
        rows = self.cycle.memberships.in_order().filter(until__isnull=True).select_related("unit", "group")
        return [row for row in rows if row.unit_id not in self.parts.units]
