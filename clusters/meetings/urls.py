"""Addresses of meetings."""

from django.urls import path

from clusters.meetings import views

urlpatterns = [
    path("<slug:code>/<int:year>/meeting/", views.MeetingPage.as_view(), name="meeting"),
    path("<slug:code>/<int:year>/meeting/add/", views.AddMeeting.as_view(), name="meeting-add"),
    path(
        "<slug:code>/<int:year>/meeting/<uuid:public_id>/edit/",
        views.EditMeeting.as_view(),
        name="meeting-edit",
    ),
    path(
        "<slug:code>/<int:year>/meeting/<uuid:public_id>/remove/",
        views.RemoveMeeting.as_view(),
        name="meeting-remove",
    ),
]
