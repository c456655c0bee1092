"""What changed between two readings of a page's content, and whether a page is stale."""

import hashlib
import json
from typing import Any

from emulation.core.errors import Conflict, gettext_noop

Content = dict[str, Any]

CHANGED_MEANWHILE = gettext_noop(
    "Somebody else changed this meanwhile. Nothing was saved; what you typed is still here. "
    "Compare it with what stands now, then save again."
)


def fingerprint(content: Content) -> str:
    """Return a short digest of what a page showed, to be sent back with the change."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def refuse_stale(*, seen: str, current: Content) -> None:
    """Raise Conflict unless the page that is sent back showed what stands now."""
    if seen != fingerprint(current):
        raise Conflict(CHANGED_MEANWHILE, current=current)


def differences(before: Content, after: Content) -> dict[str, dict[str, Any]]:
    """Return {field: {before, after}} of the fields that differ, for the log."""
    return {
        key: {"before": before.get(key), "after": after.get(key)}
        for key in after
        if before.get(key) != after.get(key)
    }
