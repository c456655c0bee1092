"""What a cell may say: each widget reads one kind of cell and writes it again.

They refuse (`Refused`) instead of guessing; the resource adds the row and the column.
"""

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from import_export.widgets import Widget

from emulation.core.dates import parse_date
from emulation.core.errors import Refused, Words, gettext_noop
from emulation.core.numbers import parse_points
from emulation.core.tabular import Trouble
from emulation.core.text import clean, search_key

YES = frozenset({"co", "x", "✓", "✔", "☑", "yes", "true", "dung", "1"})
NO = frozenset({"khong", "no", "false", "sai", "0", "☐"})
_CODES_NAMED = 5
_CODE = re.compile(r"[a-z0-9_-]{1,80}", re.ASCII)
# Excel keeps and shows 15 significant digits; more is noise of binary fractions.
_SIGNIFICANT = 15
_NOT_JSON = gettext_noop('The rule is not written as JSON, for example {"each": "0.5"}.')


class CellWidget(Widget):
    """A cell that is read strictly: troubles of the file are raised, an empty cell is None unless required."""

    required = False

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:  # noqa: ARG002 - the library's signature
        if isinstance(value, Trouble):
            raise value.refusal()
        if isinstance(value, str):
            value = clean(value)
        return self.empty() if value is None or value == "" else self.read(value)

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> Any:  # noqa: ARG002
        return value

    def empty(self) -> Any:
        """Return what an empty cell means; refuses where something has to be there."""
        if self.required:
            raise Refused(gettext_noop("The cell is empty."))
        return None

    def read(self, value: Any) -> Any:
        """Return what a cell that is not empty means."""
        return value

    def prepare(self, values: Iterable[Any]) -> None:
        """Look up, in one query, what the cells of a whole column name."""


class TextWidget(CellWidget):
    """Text. Whole numbers are taken as they are shown; a date is what Excel made of something else."""

    def __init__(self, *, longest: int = 0, required: bool = False) -> None:
        super().__init__()
        self.longest = longest
        self.required = required

    def empty(self) -> str:
        super().empty()
        return ""

    def read(self, value: Any) -> str:
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            raise Refused(
                gettext_noop("Excel turned this into a date. Format the column as text and type it again.")
            )
        if isinstance(value, float):
            value = int(value) if value.is_integer() else f"{value:.{_SIGNIFICANT}g}"
        text = str(value)
        if self.longest and len(text) > self.longest:
            raise Refused(gettext_noop("The text is longer than %(longest)s letters."), longest=self.longest)
        return text


class CodeWidget(TextWidget):
    """A code, in small letters."""

    def read(self, value: Any) -> str:
        return super().read(value).lower()


class NewCodeWidget(CodeWidget):
    """A code that may be given to a new row: it stands in addresses and files."""

    def read(self, value: Any) -> str:
        code = super().read(value)
        if not _CODE.fullmatch(code):
            raise Refused(
                gettext_noop(
                    "“%(code)s” is no code. Use small letters without accents, figures and hyphens."
                ),
                code=code[:80],
            )
        return code


class ListWidget(TextWidget):
    """Several texts in one cell, between semicolons or line breaks; their order does not matter."""

    def empty(self) -> tuple[str, ...]:  # type: ignore[override]
        return ()

    def read(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        parts = super().read(value).replace("\n", ";").split(";")
        return tuple(sorted({clean(part) for part in parts} - {""}))

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:  # noqa: ARG002
        return "; ".join(value or ())


class YesNoWidget(CellWidget):
    """Có or Không; also x, ✓, yes, no. Unknown words are refused, never taken for no."""

    def __init__(self, *, when_empty: bool | None = None) -> None:
        super().__init__()
        self.when_empty = when_empty

    def empty(self) -> bool:
        if self.when_empty is None:
            raise Refused(gettext_noop("Type Có or Không."))
        return self.when_empty

    def read(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        word = search_key(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))
        if word in YES:
            return True
        if word in NO:
            return False
        raise Refused(gettext_noop("“%(text)s” is neither Có nor Không."), text=str(value)[:40])

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:  # noqa: ARG002
        return "" if value is None else ("Có" if value else "Không")


def points_of(value: Any) -> Decimal:
    """Read points from a cell: typed text, or a number of Excel through the decimal text it shows."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise Refused(
            gettext_noop("“%(text)s” is not a number. Type figures with a comma, for example 9,5."),
            text=str(value)[:40],
        )
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Refused(gettext_noop("The cell holds no finite number."))
        shown = f"{Decimal(f'{value:.{_SIGNIFICANT}g}'):f}"
        whole, _dot, fraction = shown.partition(".")
        fraction = fraction.rstrip("0")
        if len(fraction) > 2:
            raise Refused(
                gettext_noop("“%(text)s” has more than %(places)s decimals."),
                text=shown.replace(".", ",")[:40],
                places=2,
            )
        return parse_points(f"{whole}.{fraction}" if fraction else whole)
    return parse_points(str(value))


class PointsWidget(CellWidget):
    """Points with at most two decimals, never rounded. Empty is missing, not zero, unless said otherwise."""

    def __init__(self, *, when_empty: Decimal | None = None, required: bool = False) -> None:
        super().__init__()
        self.when_empty = when_empty
        self.required = required

    def empty(self) -> Decimal | None:
        super().empty()
        return self.when_empty

    def read(self, value: Any) -> Decimal:
        return points_of(value)


class WholeWidget(CellWidget):
    """A whole number that is not negative."""

    def __init__(self, *, when_empty: int | None = None, largest: int = 2_000_000_000) -> None:
        super().__init__()
        self.when_empty = when_empty
        self.largest = largest

    def empty(self) -> int | None:
        return self.when_empty

    def read(self, value: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = str(value)
        if isinstance(value, bool) or not (text.isascii() and text.isdigit()) or int(text) > self.largest:
            raise Refused(gettext_noop("“%(text)s” is not a whole number."), text=text[:40])
        return int(text)


class DayWidget(CellWidget):
    """A real date of Excel, or dd/mm/yyyy as text."""

    def read(self, value: Any) -> dt.date:
        if isinstance(value, dt.datetime):
            if value.time() != dt.time():
                raise Refused(gettext_noop("The cell holds a time of day; type only the day."))
            return value.date()
        if isinstance(value, dt.date):
            return value
        return parse_date(str(value))


class ChoiceWidget(CellWidget):
    """One of a few words: the value itself or its label in any language of the interface."""

    def __init__(self, choices: Mapping[str, Any], *, when_empty: str | None = None) -> None:
        super().__init__()
        self.choices = dict(choices)
        self.when_empty = when_empty

    def _label(self, name: str) -> str:
        label = self.choices[name]
        return str(label) if isinstance(label, Promise) else gettext(label)

    def _words(self) -> dict[str, str]:
        words = {search_key(name): name for name in self.choices}
        for language, _name in settings.LANGUAGES:
            with override(language):
                words |= {search_key(self._label(name)): name for name in self.choices}
        return words

    def prepare(self, values: Iterable[Any]) -> None:  # noqa: ARG002 - the words are the same for every cell
        self.known = self._words()

    def empty(self) -> str:
        if self.when_empty is None:
            raise self._refusal("")
        return self.when_empty

    def _refusal(self, text: str) -> Refused:
        known = ", ".join(self._label(name) for name in self.choices)
        if not text:
            return Refused(gettext_noop("Type one of: %(known)s."), known=known)
        return Refused(gettext_noop("“%(text)s” is none of: %(known)s."), text=text[:40], known=known)

    def read(self, value: Any) -> str:
        known: dict[str, str] = getattr(self, "known", None) or self._words()
        if search_key(str(value)) not in known:
            raise self._refusal(str(value))
        return known[search_key(str(value))]

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:  # noqa: ARG002
        return self._label(value) if value in self.choices else str(value or "")


class ObjectWidget(CodeWidget):
    """The code of a row that exists; all codes of a column are looked up in one query."""

    def __init__(self, queryset: QuerySet[Any], what: str, *, required: bool = True) -> None:
        super().__init__()
        self.queryset = queryset
        self.what = what
        self.required = required
        self.found: dict[str, Model] = {}
        self.known: list[str] | None = None

    def prepare(self, values: Iterable[Any]) -> None:
        codes = {clean(str(value)).lower() for value in values if value is not None}
        self.found = {row.code: row for row in self.queryset.all().filter(code__in=codes)}

    def empty(self) -> Any:
        if self.required:
            raise Refused(gettext_noop("The code is missing."))
        return None

    def read(self, value: Any) -> Any:
        code = super().read(value)
        row = self.found.get(code)
        if row is None:
            if self.known is None:
                self.known = list(self.queryset.all().order_by().values_list("code", flat=True))
            raise no_such_code(code, self.what, self.known)
        return row

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:  # noqa: ARG002
        return "" if value is None else value.code


def no_such_code(code: str, what: str, codes: Iterable[str]) -> Refused:
    """Return the refusal of a code that does not exist; names what does: all when few, else the nearest."""
    known = sorted(codes)
    near = known if len(known) <= _CODES_NAMED else get_close_matches(code, known, n=_CODES_NAMED, cutoff=0.5)
    if near:
        return Refused(
            gettext_noop("There is no %(what)s with the code “%(code)s”. There are: %(known)s."),
            what=Words(what),
            code=code[:80],
            known=", ".join(near),
        )
    return Refused(
        gettext_noop("There is no %(what)s with the code “%(code)s”."), what=Words(what), code=code[:80]
    )


class RuleWidget(CellWidget):
    """Parameters of a rule as JSON. Decimals stay text: a rule never sees a float."""

    def empty(self) -> dict[str, Any]:
        return {}

    def read(self, value: Any) -> dict[str, Any]:
        try:
            parameters = json.loads(str(value), parse_float=str, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise Refused(_NOT_JSON) from error
        if not isinstance(parameters, dict):
            raise Refused(_NOT_JSON)
        return parameters

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:  # noqa: ARG002
        return json.dumps(value, ensure_ascii=False) if value else ""


def _no_constant(name: str) -> Any:
    raise ValueError(name)
