"""Adopting a report, and reopening it."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.pages import CyclePage
from clusters.reports.forms import AdoptForm
from clusters.reports.models import SectionKind, SummaryReport
from clusters.reports.reading import report_of
from clusters.reports.services import adopt_report, reopen_report, seen_sections
from emulation.core.page import Link
from emulation.core.views import ActionPage


class ReportAct(CyclePage, ActionPage):
    """An act on the report of the year."""

    template_name = "clusters/cycle_action.html"
    tab = "report"
    permission = "reports.adopt"

    @cached_property
    def report(self) -> SummaryReport:
        report = report_of(self.cycle)
        if report is None:
            raise Http404
        report.cycle = self.cycle
        return report

    def get_further_crumbs(self) -> list[Link]:
        return [Link(gettext("Summary report"), self.address("report")), Link(str(self.get_title()))]

    def get_cancel_url(self) -> str:
        return self.address("report")

    def get_success_url(self) -> str:
        return self.address("report")


class AdoptReport(ReportAct):
    """Adopt the report: from then on nothing in it changes."""

    title = _("Adopt the summary report")
    form_class = AdoptForm
    button = _("Adopt the report")
    success = _("The report is adopted.")

    def get_seen(self) -> str:
        return seen_sections(self.report)

    def get_initial(self) -> dict[str, Any]:
        held = self.cycle.meetings.order_by("-held_on").values_list("held_on", flat=True).first()
        return {**super().get_initial(), "adopted_on": held}

    def get_consequences(self) -> list[Any]:
        return [
            _("The sections and the contributions can no longer be changed."),
            _("The head or the standing body can reopen the report, with a reason."),
        ]

    def get_affected(self) -> list[str]:
        return [
            gettext("%(section)s: version %(version)s")
            % {"section": SectionKind(section.kind).label, "version": section.version}
            for section in self.report.sections.order_by("pk")
        ]

    def act(self, form: Any) -> SummaryReport:
        return adopt_report(
            report=self.report,
            actor=self.request.user,
            seen=form.cleaned_data["seen"],
            adopted_on=form.cleaned_data["adopted_on"],
        )


class ReopenReport(ReportAct):
    """Turn an adopted report back into a draft."""

    title = _("Reopen the summary report")
    needs_reason = True
    button = _("Reopen as a draft")
    success = _("The report is a draft again.")

    def get_seen(self) -> str:
        return self.report.state

    def get_consequences(self) -> list[Any]:
        return [_("The sections can be changed again, and the report has to be adopted anew.")]

    def act(self, form: Any) -> SummaryReport:
        return reopen_report(report=self.report, actor=self.request.user, reason=form.cleaned_data["reason"])
