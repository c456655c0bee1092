"""Form fields that read what officials type."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.core.dates import date_text, parse_date
from emulation.core.errors import Refused, Words
from emulation.core.numbers import grouped, parse_points, parse_quantity, short_points


def say(error: Refused) -> str:
    """Give a refusal in the reader's language."""
    text = gettext(error.message)
    values = {
        name: gettext(value) if isinstance(value, Words) else value for name, value in error.values.items()
    }
    return text % values if values else text


class TypedField(forms.CharField):
    """A value typed as text and read by one strict reader; what was typed is shown again when it is refused."""

    attributes: ClassVar[dict[str, Any]] = {"inputmode": "decimal", "autocomplete": "off"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs=dict(self.attributes)))
        super().__init__(**kwargs)

    def read(self, text: str) -> Any:
        """Read what was typed, or raise `Refused`."""
        return text

    def to_python(self, value: Any) -> Any:
        if value in (None, ""):
            return None
        try:
            return self.read(str(value))
        except Refused as error:
            raise ValidationError(say(error), code="invalid") from error

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)

    def run_validators(self, value: Any) -> None:
        forms.Field.run_validators(self, value)


class PointsFormField(TypedField):
    """Points as text: `9,5` and `9.5`, refused when ambiguous."""

    def __init__(self, **kwargs: Any) -> None:
        for unused in ("min_value", "max_value"):
            kwargs.pop(unused, None)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return short_points(value) if isinstance(value, Decimal) else value

    def read(self, text: str) -> Decimal:
        return parse_points(text)


MILLION = 1_000_000


class QuantityField(TypedField):
    """A quantity of anything as text: `1.300.000`, `12,5`."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        # A single dot would be read as ambiguous when it comes back.
        return grouped(value) if abs(value) >= MILLION else short_points(value)

    def read(self, text: str) -> Decimal:
        return parse_quantity(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip()


class DayField(TypedField):
    """A date as text dd/mm/yyyy: browsers show `type=date` in the order of their own language."""

    attributes: ClassVar[dict[str, Any]] = {
        "inputmode": "numeric",
        "placeholder": _("dd/mm/yyyy"),
        "autocomplete": "off",
    }

    def prepare_value(self, value: Any) -> Any:
        return date_text(value) if isinstance(value, dt.date) else value

    def read(self, text: str) -> dt.date:
        return parse_date(text)
