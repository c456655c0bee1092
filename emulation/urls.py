"""Every address of the application."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("emulation.home.urls")),
    path("accounts/", include("emulation.accounts.urls")),
    path("clusters/", include("clusters.urls")),
    path("awards/", include("awards.urls")),
    path("console/", admin.site.urls),
]
