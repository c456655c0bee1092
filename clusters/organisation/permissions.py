"""Who keeps the register of units and clusters."""

from typing import Any

from emulation.accounts.roles import is_administrator, is_standing_body
from emulation.core.errors import gettext_noop
from emulation.core.permissions import Allowed, Answer, Denied, policy


@policy("organisation.manage")
def manage(user: Any, _subject: Any = None) -> Answer:
    """The standing body and system administrators."""
    if is_standing_body(user) or is_administrator(user):
        return Allowed()
    return Denied(
        gettext_noop("Only the standing body and system administrators keep the register of units.")
    )
