"""Writing a section of the report, and contributing to it."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.cycles.editing import EditPage
from clusters.cycles.models import Membership
from clusters.cycles.pages import CyclePage
from clusters.reports.forms import TextForm
from clusters.reports.models import Contribution, ReportSection, SectionKind
from clusters.reports.reading import contributions_for
from clusters.reports.services import contribute, write_section
from emulation.core.page import Link


class OneSection(CyclePage):
    """A page about one section of the report."""

    tab = "report"
    kwargs: dict[str, Any]

    @cached_property
    def kind(self) -> SectionKind:
        if self.kwargs["kind"] not in SectionKind.values:
            raise Http404
        return SectionKind(self.kwargs["kind"])

    def get_further_crumbs(self) -> list[Link]:
        return [Link(gettext("Summary report"), self.address("report")), Link(str(self.get_title()))]

    def get_cancel_url(self) -> str:
        return self.address("report")

    def get_success_url(self) -> str:
        return f"{self.address('report')}#{self.kind}"


def version_of(form: Any) -> int:
    """Return the version that came back with the page."""
    text = form.cleaned_data["version"]
    return int(text) if text.isascii() and text.isdigit() else -1


class WriteSection(OneSection, EditPage):
    """Write one section, with the contributions of the units beside."""

    template_name = "clusters/reports/write.html"
    permission = "reports.write"
    form_class = TextForm
    button = _("Save as a new version")
    success = _("The section is saved; the version before stays readable.")
    now_template = "clusters/reports/text_now.html"

    def get_title(self) -> str:
        return gettext("Write the section “%(section)s”") % {"section": self.kind.label}

    def section(self) -> ReportSection | None:
        return ReportSection.objects.filter(report__cycle=self.cycle, kind=self.kind).first()

    def get_version(self) -> str:
        section = self.section()
        return str(section.version if section else 0)

    def get_now(self) -> dict[str, Any]:
        section = self.section()
        return {"now_text": section.text if section else ""}

    def get_initial(self) -> dict[str, Any]:
        section = self.section()
        return {**super().get_initial(), "text": section.text if section else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = [one for one in contributions_for(self.cycle, self.parts) if one.kind == self.kind]
        return super().get_context_data(contributions=given, **kwargs)

    def act(self, form: Any) -> ReportSection:
        return write_section(
            cycle=self.cycle,
            kind=self.kind.value,
            text=form.cleaned_data["text"],
            version=version_of(form),
            actor=self.request.user,
        )


class Contribute(OneSection, EditPage):
    """Write what a unit gives to a section; those who run the year type in what came on paper."""

    permission = "reports.contribute"
    form_class = TextForm
    button = _("Save the contribution")
    success = _("The contribution is saved.")
    now_template = "clusters/reports/text_now.html"

    @cached_property
    def membership(self) -> Membership:
        found = Membership.objects.filter(cycle=self.cycle, unit__code=self.kwargs["unit"]).select_related(
            "unit"
        )
        membership = found.first()
        if membership is None:
            raise Http404
        membership.cycle = self.cycle
        return membership

    def get_subject(self) -> Membership:
        return self.membership

    def get_title(self) -> str:
        return gettext("Contribution to “%(section)s”") % {"section": self.kind.label}

    def get_lead(self) -> str:
        unit = self.membership.unit
        if unit.pk in self.parts.units:
            return unit.name
        return gettext("On behalf of %(unit)s: the log keeps who typed it and for whom.") % {
            "unit": unit.name
        }

    def contribution(self) -> Contribution | None:
        return Contribution.objects.filter(membership=self.membership, kind=self.kind).first()

    def get_version(self) -> str:
        row = self.contribution()
        return str(row.version if row else 0)

    def get_now(self) -> dict[str, Any]:
        row = self.contribution()
        return {"now_text": row.text if row else ""}

    def get_initial(self) -> dict[str, Any]:
        row = self.contribution()
        return {**super().get_initial(), "text": row.text if row else ""}

    def act(self, form: Any) -> Contribution | None:
        return contribute(
            membership=self.membership,
            kind=self.kind.value,
            text=form.cleaned_data["text"],
            version=version_of(form),
            actor=self.request.user,
        )
