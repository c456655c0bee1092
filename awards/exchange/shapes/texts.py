"""Texts, codes and words."""

import re
from dataclasses import dataclass
from typing import Any

from awards.exchange.shapes.base import OneText
from emulation.core.errors import Refused, gettext_noop
from emulation.core.text import clean


@dataclass
class Text(OneText):
    """A text in one spelling (NFC, trimmed), with its greatest length."""

    most: int = 300

    def parse(self, text: str, *, plain: bool) -> str:  # noqa: ARG002
        text = clean(text)
        if len(text) > self.most:
            raise Refused(
                gettext_noop("The text has %(length)s characters, at most %(most)s are possible."),
                length=len(text),
                most=self.most,
            )
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"], "maxLength": self.most}


@dataclass
class Pattern(OneText):
    """A text of a fixed form, such as a code."""

    pattern: str
    message: str
    most: int = 80

    def parse(self, text: str, *, plain: bool) -> str:  # noqa: ARG002
        text = clean(text)
        if len(text) > self.most or not re.fullmatch(self.pattern, text):
            raise Refused(self.message, text=text[: self.most], most=self.most)
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"], "pattern": f"^{self.pattern}$", "maxLength": self.most}


def code(most: int = 80) -> Pattern:
    """Make the shape of a code that stands in addresses."""
    return Pattern(
        "[-a-zA-Z0-9_]+",
        gettext_noop(
            "“%(text)s” is not a code: letters without accents, figures, - and _, at most %(most)s."
        ),
        most,
    )


@dataclass
class Choice(OneText):
    """One of a few words."""

    words: tuple[str, ...]
    default: Any = ""

    def parse(self, text: str, *, plain: bool) -> str:  # noqa: ARG002
        text = clean(text)
        if text not in self.words:
            raise Refused(
                gettext_noop("“%(text)s” is not one of %(words)s."),
                text=text[:40],
                words=", ".join(self.words),
            )
        return text

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass
class Flag(OneText):
    """`true` or `false`, without quotes; YAML's yes, no, on and off are refused."""

    default: Any = False

    def parse(self, text: str, *, plain: bool) -> bool:
        if not plain or text not in ("true", "false"):
            raise Refused(gettext_noop("“%(text)s” is not true or false."), text=text[:40])
        return text == "true"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}
