"""Who may manage people, and who may read the log."""

from typing import Any

from emulation.accounts.roles import is_administrator, is_standing_body
from emulation.core.errors import gettext_noop
from emulation.core.permissions import Allowed, Answer, Denied, policy


@policy("accounts.manage")
def may_manage(user: Any, _subject: Any) -> Answer:
    """System administrators manage people and their roles."""
    if is_administrator(user):
        return Allowed("administrator")
    return Denied(gettext_noop("Only system administrators manage people."))


@policy("audit.read")
def may_read_log(user: Any, _subject: Any) -> Answer:
    """System administrators and the standing body read the log of the platform."""
    if is_administrator(user) or is_standing_body(user):
        return Allowed("role")
    return Denied(gettext_noop("Only system administrators and the standing body read the whole log."))
