"""Addresses of the home page, the search, and what every page's frame links to."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from emulation.home import views

app_name = "home"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("search/", views.Search.as_view(), name="search"),
    path("help/", views.Help.as_view(), name="help"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("language/", login_not_required(require_POST(set_language)), name="set-language"),
]
