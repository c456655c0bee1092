"""Two versions of a text side by side, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECES = re.compile(r"\n+|[^\s]+[^\S\n]*|[^\S\n]+")


@dataclass(frozen=True)
class Piece:
    """A run of text: `same` in both, `removed` from the first, or `added` by the second."""

    kind: str
    text: str


def _pieces(text: str) -> list[str]:
    return _PIECES.findall(text)


def compared(before: str, after: str) -> list[Piece]:
    """Return the runs that lead from one text to the other; nothing is lost of either."""
    return list(_runs(_pieces(before), _pieces(after)))


def _runs(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[i:j]))
            continue
        if j > i:
            yield Piece("removed", "".join(old[i:j]))
        if m > k:
            yield Piece("added", "".join(new[k:m]))
