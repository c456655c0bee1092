"""What every widget does, and the cells that hold text."""

import datetime as dt
import json
import re
from collections.abc import Iterable
from typing import Any

from import_export.widgets import Widget

from emulation.core.errors import Refused, gettext_noop
from emulation.core.tabular import Trouble
from emulation.core.text import clean

_CODE = re.compile(r"[a-z0-9_-]{1,80}", re.ASCII)
# Excel keeps and shows 15 significant digits; more is noise of binary fractions.
SIGNIFICANT = 15
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
            value = int(value) if value.is_integer() else f"{value:.{SIGNIFICANT}g}"
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
