"""The registry of what can be logged, each verb with the sentence that tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Verb:
    """A verb with its sentence (msgid over the entry's data) and the labels (msgids) of coded values in it."""

    name: str
    sentence: str
    labels: Labels = field(default_factory=dict)


_verbs: dict[str, Verb] = {}


def verb(name: str, sentence: str, labels: Labels | None = None) -> str:
    """Register a verb; returns its name. `labels` maps a key of the data to the labels of its codes."""
    new = Verb(name, sentence, labels or {})
    if _verbs.get(name, new) != new:
        raise ValueError(f"the verb {name} has two sentences")
    _verbs[name] = new
    return name


def known(name: str) -> Verb:
    """Return a verb; an unknown name raises."""
    return _verbs[name]


def names() -> list[str]:
    """List every registered verb."""
    return sorted(_verbs)
