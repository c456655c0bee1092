"""Tags and filters that every template has: figures, dates, states, icons, bars."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from emulation.core.dates import date_text, days_left
from emulation.core.numbers import grouped, points_text, short_points

register = template.Library()

TONES = frozenset({"none", "work", "sent", "back", "done", "late"})
# A deadline this many days ahead is shown in amber.
SOON = 3
# Days are counted this far on both sides of today.
COUNTED = 60


def _separator() -> str:
    return "." if get_language() == "en" else ","


@register.filter
def points(value: Decimal | None) -> str:
    """Show points with two places, for columns."""
    return points_text(value, separator=_separator())


@register.filter
def shortpoints(value: Decimal | None) -> str:
    """Show points without needless zeros, for sentences."""
    return short_points(value, separator=_separator())


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """Show a date as dd/mm/yyyy; a moment by the clock of the office."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_text(value)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Show a moment as 14:05 05/11/2022 by the clock of the office."""
    return "" if value is None else timezone.localtime(value).strftime("%H:%M %d/%m/%Y")


@register.filter
def quantity(value: Decimal | int | None) -> str:
    """Show a quantity with grouped thousands, the Vietnamese way."""
    return "" if value is None else grouped(value)


@register.filter
def translated(message: Any) -> str:
    """Show a msgid kept as data (labels of states, phases and moves) in the reader's language."""
    text = str(message)
    return gettext(text) if text else ""


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of `static/icons.svg`. With a label it speaks, without one it is decoration."""
    address = f"{static('icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.simple_tag
def chip(state: Any, tone: str = "") -> SafeString:
    """Show a state as word, icon and colour: `{% chip state %}` for a workflow.State, or a word and a tone."""
    tone = tone or getattr(state, "tone", "none")
    if tone not in TONES:
        raise ValueError(f"unknown tone: {tone}")
    label = translated(getattr(state, "label", state))
    return format_html('<span class="chip chip-{}">{} {}</span>', tone, icon(tone), label)


def deadline_text(until: dt.date, today: dt.date) -> tuple[str, str]:
    """Return the words and the tone of a deadline, counted in calendar days.

    Beyond two months the days say nothing any more: the date beside tells it.
    """
    left = days_left(until, today)
    if abs(left) > COUNTED:
        return (gettext("overdue"), "late") if left < 0 else ("", "none")
    if left < 0:
        words = ngettext("%(days)s day overdue", "%(days)s days overdue", -left)
        return words % {"days": -left}, "late"
    if left == 0:
        return gettext("today"), "back"
    words = ngettext("%(days)s day left", "%(days)s days left", left)
    return words % {"days": left}, "back" if left <= SOON else "none"


@register.simple_tag
def deadline(until: dt.date | None, with_date: bool = False) -> SafeString:
    """Show how far a deadline is: “5 days left”, “today”, “3 days overdue”. Nothing without a date."""
    if until is None:
        return SafeString("")
    words, tone = deadline_text(until, timezone.localdate())
    if with_date:
        words = f"{date_text(until)} ({words})" if words else date_text(until)
    if not words:
        return SafeString("")
    return format_html(
        '<span class="deadline tone-{}" title="{}">{} {}</span>',
        tone,
        date_text(until),
        icon("late" if tone == "late" else "clock"),
        words,
    )


@register.simple_tag
def bar(
    value: Decimal | None, maximum: Decimal | None, label: str = "", width: int = 220, height: int = 18
) -> SafeString:
    """Draw a horizontal bar with its figure beside it: the same markup on the page and on paper.

    The colours are those of the text around it, so that it also prints in black and white.
    A missing value draws an empty track and a dash; it is never drawn as zero.
    """
    text = points(value) or "–"
    gutter = 64
    room = width - gutter
    length = 0.0
    if value is not None and maximum:
        length = float(max(Decimal(0), min(value / maximum, Decimal(1)))) * room
    name = gettext("%(value)s of %(maximum)s") % {"value": text, "maximum": points(maximum) or "–"}
    return format_html(
        '<svg class="chart" xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" '
        'role="img" aria-label="{name}">'
        '<rect class="chart-track" x="0.5" y="2.5" width="{room}" height="{inner}" fill="none" '
        'stroke="currentColor" stroke-opacity="0.45"/>'
        '<rect x="0.5" y="2.5" width="{length}" height="{inner}" fill="currentColor"/>'
        '<text x="{edge}" y="{base}" text-anchor="end">{text}</text></svg>',
        w=width,
        h=height,
        name=f"{label}: {name}" if label else name,
        room=room - 1,
        inner=height - 5,
        length=f"{length:.1f}",
        edge=width,
        base=height - 5,
        text=text,
    )
