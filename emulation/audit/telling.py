"""Log entries in words."""

from typing import Any

from django.utils.translation import gettext

from emulation.audit import verbs
from emulation.audit.models import Entry


def tell(entry: Entry) -> str:
    """Return the entry's sentence in the reader's language, coded values by their labels."""
    told = verbs.known(entry.verb)
    values: dict[str, Any] = dict(entry.data)
    for key, labels in told.labels.items():
        if values.get(key) in labels:
            values[key] = gettext(labels[values[key]])
    return gettext(told.sentence) % values
