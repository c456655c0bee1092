"""The cast of the demonstration, shown on the sign-in page with its passwords.

Who loads the demonstration registers its people here when the application starts. Outside the demonstration
the cast is empty whatever was registered, so that no password can be shown.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Persona:
    """A person of the demonstration: how to sign in as them, and what they do (translated)."""

    username: str
    password: str
    label: Any


_cast: dict[str, Persona] = {}


def register(persona: Persona) -> Persona:
    """Add a person to the cast; a user name is taken once."""
    if _cast.setdefault(persona.username, persona) != persona:
        raise ValueError(f"two people of the cast are called {persona.username}")
    return persona


def cast() -> list[Persona]:
    """List the cast in the order of registration; empty outside the demonstration."""
    return list(_cast.values()) if settings.DEMONSTRATION else []
