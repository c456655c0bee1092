"""Facts of a higher slice on the page of a lower one, by registration."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Builder = Callable[[Any, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A box on a page: its template, and the function that gives its context or None when it has nothing."""

    order: int
    template: str
    build: Builder


_panels: dict[str, list[Panel]] = {}


def panel(place: str, *, order: int, template: str) -> Callable[[Builder], Builder]:
    """Register a box for a place such as `cycle.overview`. The function takes (user, subject)."""

    def register(function: Builder) -> Builder:
        boxes = _panels.setdefault(place, [])
        boxes.append(Panel(order, template, function))
        boxes.sort(key=lambda box: box.order)
        return function

    return register


def panels_for(place: str, user: Any, subject: Any) -> list[dict[str, Any]]:
    """Build the boxes of a place, in order, each as {template, **context}; empty ones are left out."""
    built = [(box.template, box.build(user, subject)) for box in _panels.get(place, [])]
    return [{"template": template, **context} for template, context in built if context is not None]
