"""Tags for the frame of a page: breadcrumb, phases, tabs, acts, pagination, panels."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from emulation.core import panels as panel_registry
from emulation.core.dates import date_text
from emulation.core.templatetags.ui import deadline_text

register = template.Library()


@register.inclusion_tag("components/crumbs.html")
def crumbs(links: Iterable[Any] | None) -> dict[str, Any]:
    """Show where the page stands: a list of `core.page.Link`."""
    return {"links": list(links or [])}


def _period(since: dt.date | None, until: dt.date | None) -> str:
    """Write the days of a phase shortly: the year once, a single day once."""
    if since is None or until is None:
        return date_text(since) + " –" if since else f"– {date_text(until)}" if until else ""
    if since == until:
        return date_text(since)
    first = since.strftime("%d/%m") if since.year == until.year else date_text(since)
    return f"{first} – {date_text(until)}"


@register.inclusion_tag("components/stepper.html")
def stepper(phases: Iterable[Any]) -> dict[str, Any]:
    """Show the phases of a year, several of which may be open: a list of `core.page.Step`."""
    today = timezone.localdate()
    steps = [
        {
            "step": phase,
            "period": _period(phase.since, phase.until),
            "deadline": deadline_text(phase.until, today) if phase.is_open and phase.until else None,
        }
        for phase in phases
    ]
    return {"steps": steps}


@register.inclusion_tag("components/tabs.html", takes_context=True)
def tabs(context: dict[str, Any], items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Show the pages of a group as a row of links: a list of `core.page.Tab`."""
    path = context["request"].path
    shown = [
        {"tab": item, "current": item.url == path if item.current is None else item.current} for item in items
    ]
    return {"tabs": shown, "label": label}


@register.inclusion_tag("components/page_actions.html")
def page_actions(primary: Any = None, more: Iterable[Any] = ()) -> dict[str, Any]:
    """Show the one primary act of a page, and a menu of the others: `core.page.Action`."""
    return {"primary": primary, "more": list(more or [])}


@register.inclusion_tag("components/empty.html")
def empty_state(text: str, hint: str = "", action: Any = None) -> dict[str, Any]:
    """Say that there is nothing here, and what the next step is."""
    return {"text": text, "hint": hint, "action": action}


@register.simple_tag(takes_context=True)
def query_with(context: dict[str, Any], **changes: Any) -> str:
    """Give the present query string with some values changed; None takes one out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = value
    text = query.urlencode()
    return f"?{text}" if text else "?"


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: dict[str, Any], page: Page[Any]) -> dict[str, Any]:
    """Show the pages of a long list; nothing when there is one page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": list(numbers), "request": context["request"]}


@register.simple_tag(takes_context=True)
def panels(context: Any, place: str, subject: Any = None) -> SafeString:
    """Draw the boxes that slices registered for a place, in order: `{% panels "cycle.overview" cycle %}`."""
    boxes = panel_registry.panels_for(place, context["request"].user, subject)
    return mark_safe("".join(_drawn(context, box) for box in boxes))  # noqa: S308 - drawn by templates


def _drawn(context: Any, box: dict[str, Any]) -> str:
    with context.push(**box):
        drawn: str = context.template.engine.get_template(box["template"]).render(context)
        return drawn
