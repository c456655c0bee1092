"""What the frame of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from emulation.core.version import VERSION


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the office's name, the version, and whether this is the demonstration. Runs no query."""
    return {
        "office_name": settings.OFFICE_NAME,
        "demonstration": settings.DEMONSTRATION,
        "version": VERSION,
        "here": request.get_full_path(),
    }
