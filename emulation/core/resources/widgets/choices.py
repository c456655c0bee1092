"""Cells that hold one of a few words, or the code of a row that exists."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from emulation.core.errors import Refused, Words, gettext_noop
from emulation.core.resources.widgets.cells import CellWidget, CodeWidget
from emulation.core.text import clean, search_key

YES = frozenset({"co", "x", "✓", "✔", "☑", "yes", "true", "dung", "1"})
NO = frozenset({"khong", "no", "false", "sai", "0", "☐"})
_CODES_NAMED = 5


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
