"""The pages of the summary report."""

from clusters.reports.views.acts import AdoptReport, ReopenReport
from clusters.reports.views.report import ReportPage
from clusters.reports.views.versions import SectionVersions
from clusters.reports.views.writing import Contribute, WriteSection

__all__ = ["AdoptReport", "Contribute", "ReopenReport", "ReportPage", "SectionVersions", "WriteSection"]
