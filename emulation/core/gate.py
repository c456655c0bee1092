"""The gate: so many requests work at once, some wait a little, the rest are told at once to come again.

Under a load that cannot be served every request would wait for all those before it; people would give up,
press again and make it worse. Better a quick "busy, try again in a moment", which costs no database.
"""

import random
import threading
from collections import deque
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from emulation.core.middleware import GetResponse, language_of, wants_json

# Seconds until a refused browser may come again: spread, or all come at once.
SOONEST, LATEST = 2, 5


class _Waiter:
    __slots__ = ("admitted", "called")

    def __init__(self) -> None:
        self.called = threading.Event()
        self.admitted = False


class Gate:
    """Slots of one process, and a short queue in the order of arrival. Safe among threads."""

    def __init__(self, *, slots: int, queue: int, wait: float) -> None:
        """Let `slots` work at once; `queue` more wait, each at most `wait` seconds."""
        self._free, self._queue, self._wait = slots, queue, wait
        self._waiting: deque[_Waiter] = deque()
        self._lock = threading.Lock()

    def enter(self) -> bool:
        """Take a slot, or answer False: nobody may wait any more, or the wait was too long."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            if len(self._waiting) >= self._queue:
                return False
            waiter = _Waiter()
            self._waiting.append(waiter)
        waiter.called.wait(self._wait)
        with self._lock:
            if not waiter.admitted:
                self._waiting.remove(waiter)
            return waiter.admitted

    def leave(self) -> None:
        """Hand the slot to whoever waits longest."""
        with self._lock:
            if self._waiting:
                waiter = self._waiting.popleft()
                waiter.admitted = True
                waiter.called.set()
            else:
                self._free += 1


def seconds_to_wait() -> int:
    """Return how long a refused browser should wait."""
    return random.randint(SOONEST, LATEST)  # noqa: S311 - spreads a load, guards nothing


@cache
def _page(code: str) -> bytes:
    with translation.override(code):
        return render_to_string("503.html").encode()


def busy(request: HttpRequest) -> HttpResponse:
    """Say that nothing was done and when to come again; asks neither the session nor the database."""
    code = language_of(request)
    response: HttpResponse
    if wants_json(request):
        with translation.override(code):
            said = gettext(
                "Very many people are working right now. Nothing was changed: try again in a moment."
            )
        response = JsonResponse({"error": said, "busy": True}, status=503)
    else:
        response = HttpResponse(_page(code), status=503)
    response.headers["Retry-After"] = str(seconds_to_wait())
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = code
    # Nothing further out counts the bytes, and without the count the connection could not be kept.
    response.headers["Content-Length"] = str(len(response.content))
    return response


def gate(get_response: GetResponse) -> GetResponse:
    """Let only as many requests through as can work at once. Whoever asks for the health is not kept."""
    doors = Gate(slots=settings.WEB_SLOTS, queue=settings.WEB_QUEUE, wait=settings.WEB_WAIT_MS / 1000)
    open_to_all = reverse("health")

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == open_to_all:
            return get_response(request)
        if not doors.enter():
            return busy(request)
        try:
            return get_response(request)
        finally:
            doors.leave()

    return middleware
