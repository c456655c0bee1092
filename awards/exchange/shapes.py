"""What the parts of a document look like: each shape reads a node into its normal form, writes the normal
form as an export shows it, and describes itself as JSON Schema.

The normal form holds only what JSON can: points and quantities as texts, days as `2022-11-25`, references as
codes. What equals its default is left out, so that two documents that say the same are equal.
"""

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from awards.exchange.names import Names
from awards.exchange.reading import Mapping, Node, Path, Reading, Scalar, Sequence
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import LARGEST
from emulation.core.text import clean

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class _Absent:
    """Stands for a value that could not be read; the problem is noted already."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Any = _Absent()


@dataclass
class Context:
    """What reading one file needs: where problems go, and the names that references may use."""

    reading: Reading
    units: Names
    awards: Names
    places: dict[int, Path] = field(default_factory=dict)
    computed: dict[str, Any] = field(default_factory=dict)

    def keep_place(self, record: dict[str, Any], path: Path) -> None:
        """Remember where a record stands, for the checks that come after reading."""
        self.places[id(record)] = path

    def refuse(self, record: dict[str, Any], message: str | Refused, key: str = "", **values: Any) -> None:
        """Note a problem of a record that was read, or of one of its keys."""
        path = self.places[id(record)]
        self.reading.refuse((*path, key) if key else path, message, **values)

    def line_of(self, record: dict[str, Any]) -> int:
        """Return the line of a record that was read."""
        return self.reading.line_of(self.places[id(record)])


@dataclass
class Writing:
    """What writing one document needs."""

    units: Names
    awards: Names


class Shape(ABC):
    """One kind of value."""

    default: Any = None

    @abstractmethod
    def read(self, node: Node, path: Path, context: Context) -> Any:
        """Return the normal form of a node, or note the problem and return ABSENT."""

    def write(self, value: Any, writing: Writing) -> Any:  # noqa: ARG002 - references need it
        """Return what an export shows of a value in normal form."""
        return value

    def units_in(self, value: Any) -> Iterator[str]:  # noqa: ARG002 - only references name units
        """Give the code of every unit that a value in normal form refers to."""
        return iter(())

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what may be written."""


class OneText(Shape):
    """A value written as one scalar; `parse` turns its text into the normal form or refuses."""

    default: Any = ""
    expected = gettext_noop("Expected one value, not a list or keys.")

    @abstractmethod
    def parse(self, text: str, *, plain: bool) -> Any:
        """Return the normal form of a text or refuse it."""

    def read(self, node: Node, path: Path, context: Context) -> Any:
        if not isinstance(node, Scalar):
            context.reading.refuse_node(node, path, self.expected)
            return ABSENT
        if node.is_null:
            return self.default
        try:
            return self.parse(node.text, plain=node.plain)
        except Refused as error:
            context.reading.refuse_node(node, path, error)
            return ABSENT


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


class Day(OneText):
    """A day as `2022-11-25`."""

    default = None

    def parse(self, text: str, *, plain: bool) -> str:  # noqa: ARG002
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            with suppress(ValueError):
                return dt.date.fromisoformat(text).isoformat()
        raise Refused(
            gettext_noop("“%(text)s” is not a day; write year-month-day, for example 2022-11-25."),
            text=text[:40],
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class Moment(OneText):
    """A moment as `2022-11-25T08:30:00+07:00`; a bare day means its beginning in Hà Nội."""

    default = None

    def parse(self, text: str, *, plain: bool) -> str:  # noqa: ARG002
        if re.match(r"\d{4}-\d\d-\d\d([T ]|$)", text, re.ASCII):
            with suppress(ValueError):
                moment = dt.datetime.fromisoformat(text)
                return str(moment_text(moment if moment.tzinfo else moment.replace(tzinfo=HANOI)))
        raise Refused(
            gettext_noop("“%(text)s” is not a moment; write for example 2022-11-25T08:30:00+07:00."),
            text=text[:40],
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


def moment_text(moment: dt.datetime | None) -> str | None:
    """Write a moment in the normal form."""
    return None if moment is None else moment.astimezone(HANOI).isoformat()


@dataclass
class Whole(OneText):
    """A whole number between two bounds."""

    least: int = 0
    most: int = 32767
    default: Any = None

    def parse(self, text: str, *, plain: bool) -> int:  # noqa: ARG002
        if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII) or not self.least <= int(text) <= self.most:
            raise Refused(
                gettext_noop("“%(text)s” is not a whole number from %(least)s to %(most)s."),
                text=text[:40],
                least=self.least,
                most=self.most,
            )
        return int(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass
class Number(OneText):
    """A decimal with at most two places, kept as text; points always show both places."""

    most: Decimal = LARGEST
    both_places: bool = True
    default: Any = None

    def parse(self, text: str, *, plain: bool) -> str:  # noqa: ARG002
        if not re.fullmatch(r"-?\d{1,16}(\.\d{1,2})?", text, re.ASCII) or abs(Decimal(text)) > self.most:
            raise Refused(
                gettext_noop("“%(text)s” is not a number with at most two decimals, such as 1.25."),
                text=text[:40],
            )
        return number_text(Decimal(text), both_places=self.both_places)  # type: ignore[return-value]

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"], "pattern": r"^-?\d{1,16}(\.\d{1,2})?$"}


def number_text(value: Decimal | None, *, both_places: bool = True) -> str | None:
    """Write points (`1.50`) or a quantity (`1.5`, `1300000000`) in the normal form."""
    if value is None:
        return None
    text = f"{value + 0:.2f}"
    return text if both_places else text.rstrip("0").rstrip(".")


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


class Json(Shape):
    """Free keys and lists, as rules use them: figures keep their text, never a float."""

    @property
    def default(self) -> dict[str, Any]:
        return {}

    def read(self, node: Node, path: Path, context: Context) -> Any:
        if isinstance(node, Scalar) and node.is_null:
            return {}
        if not isinstance(node, Mapping):
            context.reading.refuse_node(node, path, gettext_noop("Expected keys with values."))
            return ABSENT
        return self._free(node, path, context)

    def _free(self, node: Node, path: Path, context: Context) -> Any:
        if isinstance(node, Sequence):
            return [self._free(one, (*path, index), context) for index, one in enumerate(node.items)]
        if isinstance(node, Mapping):
            result: dict[str, Any] = {}
            for key, value in node.pairs:
                if key.text in result:
                    refuse_twice(context, key, (*path, key.text))
                result[key.text] = self._free(value, (*path, key.text), context)
            return result
        if node.is_null:
            return None
        if node.plain and node.text in ("true", "false"):
            return node.text == "true"
        return clean(node.text)

    def schema(self) -> dict[str, Any]:
        return {"type": "object"}


def refuse_twice(context: Context, key: Scalar, path: Path) -> None:
    """Note that a key stands twice."""
    context.reading.refuse_node(key, path, gettext_noop("The key “%(key)s” stands twice."), key=key.text)


def or_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    """Let a schema's value be left empty."""
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return {**schema, "type": [*kinds, "null"]}
    return {"anyOf": [schema, {"type": "null"}]} if schema.keys() - {"description"} else schema
