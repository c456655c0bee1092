"""Every address of the application."""

from django.contrib import admin
from django.urls import include, path

from emulation.core.health import health

urlpatterns = [
    path("", include("emulation.home.urls")),
    path("accounts/", include("emulation.accounts.urls")),
    path("clusters/", include("clusters.urls")),
    path("awards/", include("awards.urls")),
    path("console/", admin.site.urls),
    path("health/", health, name="health"),
]
