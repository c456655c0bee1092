"""Tags of the console's own pages."""

from typing import Any

from django import template
from django.urls import reverse

from emulation.core.adminsite import chapter_label, chapter_of
from emulation.core.page import Link

register = template.Library()


@register.simple_tag
def chapter(opts: Any) -> Link:
    """Return the chapter a model belongs to, as a step of the breadcrumb."""
    name = chapter_of(opts.model.__module__, opts.app_label)
    return Link(chapter_label(name) or opts.app_config.verbose_name, reverse("admin:chapter", args=[name]))
