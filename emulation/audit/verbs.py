"""The registry of what can be logged, each verb with the sentence that tells it."""

_verbs: dict[str, str] = {}


def verb(name: str, sentence: str) -> str:
    """Register a verb with its sentence (msgid; may use the keys of the entry's data). Returns the name."""
    if _verbs.get(name, sentence) != sentence:
        raise ValueError(f"the verb {name} has two sentences")
    _verbs[name] = sentence
    return name


def sentence(name: str) -> str:
    """Return the sentence of a verb; an unknown verb raises."""
    return _verbs[name]


def names() -> list[str]:
    """List every registered verb."""
    return sorted(_verbs)
