"""The versions of a section: read one, compare two."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext

from clusters.reports.comparing import compared
from clusters.reports.models import SectionRevision
from clusters.reports.views.writing import OneSection
from emulation.core.views import TemplatePage


class SectionVersions(OneSection, TemplatePage):
    """All versions of a section; `?from=` and `?to=` choose which two are compared."""

    template_name = "clusters/reports/versions.html"

    def get_title(self) -> str:
        return gettext("Versions of the section “%(section)s”") % {"section": self.kind.label}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        revisions = list(
            SectionRevision.objects.filter(section__report__cycle=self.cycle, section__kind=self.kind)
            .select_related("written_by")
            .order_by("-version")
        )
        if not revisions:
            raise Http404
        by_version = {str(row.version): row for row in revisions}
        newest = revisions[0]
        after = by_version.get(self.request.GET.get("to", ""), newest)
        before = by_version.get(self.request.GET.get("from", "")) or by_version.get(str(after.version - 1))
        pieces = compared((before or after).text, after.text)
        return super().get_context_data(
            **{**kwargs, "revisions": revisions, "before": before, "after": after, "pieces": pieces}
        )
