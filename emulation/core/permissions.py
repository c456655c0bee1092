"""One question for every right: `can(user, "scoring.submit", sheet)`.

Policies are registered by the slices. An unknown name raises: a misspelt right is never a silent no.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from emulation.core.errors import NotPermitted, Unknown


@dataclass(frozen=True)
class Allowed:
    """Yes, and because of which fact."""

    because: str = ""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """No, and why (msgid with its values). `hidden`: this person must not learn that the thing exists."""

    reason: str
    hidden: bool = False
    values: tuple[tuple[str, Any], ...] = ()

    def __bool__(self) -> bool:
        return False


Answer = Allowed | Denied
Policy = Callable[[Any, Any], Answer]
_policies: dict[str, Policy] = {}


def policy(name: str) -> Callable[[Policy], Policy]:
    """Register the function that answers for one right."""

    def register(function: Policy) -> Policy:
        if name in _policies and _policies[name] is not function:
            raise ValueError(f"the right {name} has two policies")
        _policies[name] = function
        return function

    return register


def can(user: Any, name: str, subject: Any = None) -> Answer:
    """Answer whether the person may do this to the subject. Inactive and anonymous people may nothing."""
    function = _policies[name]
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Denied("Sign in first.")
    return function(user, subject)


def require(user: Any, name: str, subject: Any = None) -> None:
    """Raise `NotPermitted` with the reason unless the person may."""
    refuse(can(user, name, subject))


def refuse(answer: Answer, *, hide: bool = False) -> None:
    """Raise `NotPermitted` with the reason of a no; with `hide`, `Unknown` where the person may know nothing."""
    if isinstance(answer, Denied):
        kind = Unknown if hide and answer.hidden else NotPermitted
        raise kind(answer.reason, **dict(answer.values))


def names() -> list[str]:
    """List every registered right."""
    return sorted(_policies)
