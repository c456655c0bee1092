"""Addresses of nominations."""

from django.urls import path

from awards.nominations import views

urlpatterns = [
    path("<slug:code>/<int:year>/nominations/", views.NominationsPage.as_view(), name="nominations"),
    path("<slug:code>/<int:year>/nominations/add/", views.Nominate.as_view(), name="nominate"),
    path(
        "<slug:code>/<int:year>/nominations/<uuid:public_id>/",
        views.EditNomination.as_view(),
        name="nomination-edit",
    ),
    path(
        "<slug:code>/<int:year>/nominations/<uuid:public_id>/place/",
        views.MoveNomination.as_view(),
        name="nomination-move",
    ),
    path(
        "<slug:code>/<int:year>/nominations/<uuid:public_id>/<slug:move>/",
        views.StepOfNomination.as_view(),
        name="nomination-step",
    ),
]
