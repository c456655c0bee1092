"""The figures a rule asks for, and how they are read: one way of writing each, kept as JSON."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from emulation.core.dates import parse_date
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import parse_number

# Figures that people enter (counts, plans, money) have up to four decimals and up to fifteen digits.
INPUT_PLACES = 4
INPUT_DIGITS = 15

_PLAIN = re.compile(r"[+-]?(\d+)(?:[.,](\d{1,4}))?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3}){2,}|(?: \d{3})+)(?:,\d{1,4})?", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

NO_NUMBER = gettext_noop("“%(name)s” must be written as text or a whole number.")
MISSING = {
    "yes-no": gettext_noop("Answer yes or no."),
    "choice": gettext_noop("Choose one of the options."),
    "date": gettext_noop("Enter the date."),
}


@dataclass(frozen=True)
class Input:
    """A figure a rule asks for: its name, label (msgid, or words of the table) and kind.

    Kinds: `number`, `whole`, `yes-no`, `date` and `choice`, which has `choices` (value, label).
    """

    name: str
    label: str
    kind: str = "number"
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()

    def read(self, value: Any) -> Any:
        """Return the value as it is kept, None where nothing stands; refuses nonsense at this input's name."""
        try:
            kept = _READERS[self.kind](self, value)
        except Refused as error:
            values = error.values
            raise Refused(error.message, field=self.name, **values) from error
        if kept is None and self.required:
            raise Refused(MISSING.get(self.kind, gettext_noop("A figure is missing.")), field=self.name)
        return kept


def read_figure(value: Any, name: str) -> Decimal:
    """Read a figure: `9,5`, `9.5`, `1.300.000.000` or a whole number; never a float."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool | float) or not isinstance(value, str | int):
        raise Refused(NO_NUMBER, name=name)
    text = str(value).strip().replace("\u00a0", " ").replace("\u2212", "-")
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[. ]", "", text)
    match = _PLAIN.fullmatch(text)
    # Three decimals could be thousands (1.234), unless nothing stands before them (0.125).
    if match and len(match[1]) <= INPUT_DIGITS and (len(match[2] or "") != 3 or not int(match[1])):
        return Decimal(text.replace(",", "."))
    return parse_number(text, places=INPUT_PLACES)  # says what is wrong with it


def figure_kept(value: Decimal) -> str:
    """Write a figure the one way it is kept: `9.5`, `12`, and `1.2340`, as three decimals could be thousands."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, _point, decimals = text.partition(".")
    if len(decimals) == 3 and int(whole):
        text += "0"
    return "0" if text in ("-0", "") else text.removeprefix("+")


def read_day(value: Any) -> dt.date:
    """Read a day written as 2022-02-28 or 28/02/2022."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    text = str(value).strip()
    if _ISO.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
    return parse_date(text)


def _number(one: Input, value: Any) -> str | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    figure = read_figure(value, one.name)
    if figure < 0:
        raise Refused(gettext_noop("A figure cannot be negative."))
    if one.kind == "whole" and figure != figure.to_integral_value():
        raise Refused(gettext_noop("Enter a whole number."))
    return figure_kept(figure)


def _yes_no(_one: Input, value: Any) -> bool | None:
    if value in (None, ""):
        return None
    if not isinstance(value, bool):
        raise Refused(MISSING["yes-no"])
    return value


def _date(_one: Input, value: Any) -> str | None:
    return None if value in (None, "") else read_day(value).isoformat()


def _choice(one: Input, value: Any) -> str | None:
    if value in (None, ""):
        return None
    if not isinstance(value, str) or value not in dict(one.choices):
        raise Refused(MISSING["choice"])
    return value


_READERS: dict[str, Callable[[Input, Any], Any]] = {
    "number": _number,
    "whole": _number,
    "yes-no": _yes_no,
    "date": _date,
    "choice": _choice,
}
