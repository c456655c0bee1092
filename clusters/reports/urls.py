"""Addresses of the summary report."""

from django.urls import path

from clusters.reports import views

urlpatterns = [
    path("<slug:code>/<int:year>/report/", views.ReportPage.as_view(), name="report"),
    path("<slug:code>/<int:year>/report/adopt/", views.AdoptReport.as_view(), name="report-adopt"),
    path("<slug:code>/<int:year>/report/reopen/", views.ReopenReport.as_view(), name="report-reopen"),
    path(
        "<slug:code>/<int:year>/report/<slug:kind>/write/", views.WriteSection.as_view(), name="report-write"
    ),
    path(
        "<slug:code>/<int:year>/report/<slug:kind>/versions/",
        views.SectionVersions.as_view(),
        name="report-versions",
    ),
    path(
        "<slug:code>/<int:year>/report/<slug:kind>/from/<slug:unit>/",
        views.Contribute.as_view(),
        name="contribute",
    ),
]
