"""Pages for what went wrong before a view could answer."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from emulation.core.middleware import wants_json


@login_not_required
def stale_form(request: HttpRequest, reason: str = "", **_kwargs: Any) -> HttpResponse:
    """Answer a form whose security token does not fit: usually a page that was open too long."""
    if wants_json(request):
        return JsonResponse(
            {"error": gettext("This page is out of date. Reload it and try again.")}, status=403
        )
    return render(request, "stale_form.html", {"reason": reason}, status=403)
