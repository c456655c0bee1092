"""Addresses of movements."""

from django.urls import path

from clusters.movements import views

urlpatterns = [
    path("<slug:code>/<int:year>/movements/", views.MovementsPage.as_view(), name="movements"),
    path("<slug:code>/<int:year>/movements/add/", views.AddMovement.as_view(), name="movement-add"),
    path("<slug:code>/<int:year>/movements/results/", views.EditOtherResults.as_view(), name="results-edit"),
    path("<slug:code>/<int:year>/movements/<int:pk>/", views.EditMovement.as_view(), name="movement-edit"),
    path(
        "<slug:code>/<int:year>/movements/<int:pk>/remove/",
        views.RemoveMovement.as_view(),
        name="movement-remove",
    ),
]
