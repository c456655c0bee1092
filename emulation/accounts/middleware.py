"""The closed door: every page asks for a sign-in unless it says otherwise."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext

from emulation.core.middleware import wants_json


class SignInRequired(LoginRequiredMiddleware):
    """Sends people to the sign-in page. A page's script gets 401 instead, and keeps what was typed."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if wants_json(request):
            address = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': reverse('accounts:signed-in')})}"
            return JsonResponse({"error": gettext("Your session has ended."), "sign_in": address}, status=401)
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401)
        return super().handle_no_permission(request, view_func)
