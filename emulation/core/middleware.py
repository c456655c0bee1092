"""What every request gets: a language, a policy, an action id, and refusals as pages."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation

from emulation.core.errors import Refused
from emulation.core.forms import say

GetResponse = Callable[[HttpRequest], HttpResponse]

_action: ContextVar[uuid.UUID | None] = ContextVar("action", default=None)
_address: ContextVar[str] = ContextVar("address", default="")


def current_action() -> uuid.UUID:
    """Return the id that joins all log entries of one click; a fresh one outside a request."""
    return _action.get() or uuid.uuid4()


def current_address() -> str:
    """Return the network address of the request, or an empty text outside one."""
    return _address.get()


@contextmanager
def acting_as(action: uuid.UUID) -> Iterator[None]:
    """Let the log write this id: that of the act a form stands for (`core.once`)."""
    token = _action.set(action)
    try:
        yield
    finally:
        _action.reset(token)


def language_of(request: HttpRequest) -> str:
    """Return the language the person chose, else the one of the installation."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in {code for code, _name in settings.LANGUAGES} else settings.LANGUAGE_CODE


def language(get_response: GetResponse) -> GetResponse:
    """Speak the language the person chose, else Vietnamese: the browser's wishes do not count.

    Officials work on machines that were set up in English; the pages are theirs in Vietnamese.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        code = language_of(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = get_response(request)
            response.headers.setdefault("Content-Language", code)
            return response

    return middleware


def action_id(get_response: GetResponse) -> GetResponse:
    """Give every request one action id, so that the log can join what one click did."""

    def middleware(request: HttpRequest) -> HttpResponse:
        action = _action.set(uuid.uuid4())
        address = _address.set(request.META.get("REMOTE_ADDR", "") or "")
        try:
            return get_response(request)
        finally:
            _action.reset(action)
            _address.reset(address)

    return middleware


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Send the policy of `SECURE_CSP`: nothing inline, nothing from elsewhere."""
    policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the request came from a page's script that reads JSON."""
    return request.headers.get("Accept", "").startswith("application/json")


class refusals:  # noqa: N801 - named like the function middlewares beside it
    """Turn a refusal that no view handled into a page (or JSON) that says why and what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if wants_json(request):
            return JsonResponse({"error": say(exception), "field": exception.field}, status=exception.status)
        rows = getattr(exception, "rows", [])
        context = {
            "message": say(exception),
            "rows": [{"place": row.place, "message": say(row)} for row in rows],
            "status": exception.status,
        }
        return render(request, "refused.html", context, status=exception.status)
