"""Addresses of pledges."""

from django.urls import path

from clusters.pledges import views

urlpatterns = [
    path("<slug:code>/<int:year>/pledge/", views.PledgePage.as_view(), name="pledge"),
    path("<slug:code>/<int:year>/pledge/begin/", views.BeginPledge.as_view(), name="pledge-begin"),
    path(
        "<slug:code>/<int:year>/pledge/<uuid:public_id>/edit/", views.EditPledge.as_view(), name="pledge-edit"
    ),
    path(
        "<slug:code>/<int:year>/pledge/<uuid:public_id>/sign/", views.SignPledge.as_view(), name="pledge-sign"
    ),
    path(
        "<slug:code>/<int:year>/pledge/<uuid:public_id>/reopen/",
        views.ReopenPledge.as_view(),
        name="pledge-reopen",
    ),
]
