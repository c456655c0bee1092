"""Addresses of emulation years."""

from django.urls import path

from clusters.cycles import papers_views, views

urlpatterns = [
    path("", views.CycleList.as_view(), name="cycles"),
    path("years/open/", views.ChooseYears.as_view(), name="open-years"),
    path("years/open/confirm/", views.OpenYears.as_view(), name="open-years-confirm"),
    path("years/<int:year>/", views.YearOverview.as_view(), name="overview"),
    path("<slug:code>/<int:year>/", views.OverviewPage.as_view(), name="cycle"),
    path("<slug:code>/<int:year>/phases/", views.PhasesPage.as_view(), name="phases"),
    path("<slug:code>/<int:year>/phases/<slug:phase>/open/", views.OpenPhase.as_view(), name="phase-open"),
    path("<slug:code>/<int:year>/phases/<slug:phase>/close/", views.ClosePhase.as_view(), name="phase-close"),
    path("<slug:code>/<int:year>/phases/<slug:phase>/days/", views.PlanPhase.as_view(), name="phase-plan"),
    path("<slug:code>/<int:year>/members/", views.MembersPage.as_view(), name="members"),
    path("<slug:code>/<int:year>/members/add/", views.AddMember.as_view(), name="member-add"),
    path("<slug:code>/<int:year>/members/group/", views.AddGroup.as_view(), name="group-add"),
    path("<slug:code>/<int:year>/members/lead/", views.Appoint.as_view(), name="appoint"),
    path("<slug:code>/<int:year>/members/<slug:unit>/", views.ChangeMember.as_view(), name="member-change"),
    path("<slug:code>/<int:year>/history/", views.HistoryPage.as_view(), name="history"),
    path("<slug:code>/<int:year>/papers/", views.PapersPage.as_view(), name="papers"),
    path("<slug:code>/<int:year>/papers/<slug:what>.pdf", papers_views.paper, name="paper"),
]
