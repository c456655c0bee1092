"""Addresses of units."""

from django.urls import path

from clusters.organisation import views

urlpatterns = [
    path("units/", views.UnitList.as_view(), name="units"),
    path("units/<slug:code>/", views.UnitPage.as_view(), name="unit"),
]
