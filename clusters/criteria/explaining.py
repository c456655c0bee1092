"""Explanations of marks in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext


def sentence(explanation: Mapping[str, Any]) -> str:
    """Give the main sentence of a kept explanation; empty when the points were given directly."""
    if not explanation:
        return ""
    values = dict(explanation["values"])
    if "label" in values:  # the words of a figure are the table's, or our own where it names none
        values["label"] = gettext(values["label"])
    return gettext(explanation["text"]) % values


def sentences(explanation: Mapping[str, Any]) -> list[str]:
    """Give all an explanation says: the main sentence, then inputs, rule, formula and rounding."""
    if not explanation:
        return []
    return [sentence(explanation), *(sentence(one) for one in explanation.get("steps", []))]
