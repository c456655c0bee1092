"""Explanations of marks in the reader's language."""

from typing import Any

from django.utils.translation import gettext


def sentence(explanation: dict[str, Any]) -> str:
    """Give the sentence of a kept explanation; empty when the points were given directly."""
    if not explanation:
        return ""
    return gettext(explanation["text"]) % explanation["values"]
