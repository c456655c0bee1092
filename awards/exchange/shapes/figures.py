"""Days, moments and numbers."""

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from awards.exchange.shapes.base import OneText
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import LARGEST

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


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
