"""Model fields with the project's own habits."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from emulation.core.errors import Refused
from emulation.core.numbers import from_hundredths, parse_points, points_text, to_hundredths
from emulation.core.text import clean


class CleanTextMixin:
    """Text that is stored composed (NFC) and trimmed."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)  # type: ignore[misc]
        return clean(value) if isinstance(value, str) else value

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = super().pre_save(instance, add)  # type: ignore[misc]
        if isinstance(value, str):
            value = clean(value)
            setattr(instance, self.attname, value)  # type: ignore[attr-defined]
        return value


class NameField(CleanTextMixin, models.CharField):  # type: ignore[type-arg]
    """A short text in one spelling."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        super().__init__(*args, **kwargs)


class ProseField(CleanTextMixin, models.TextField):  # type: ignore[type-arg]
    """A long text in one spelling."""


class PointsField(models.IntegerField):  # type: ignore[type-arg]
    """Points with two places, stored as whole hundredths.

    SQLite keeps decimals as floats: whole numbers give the same sums and comparisons on both databases.
    `Sum` over this field is exact and comes back as a Decimal too.
    """

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any
    _pyi_lookup_exact_type: Any

    def from_db_value(self, value: Any, *_: Any) -> Decimal | None:
        return None if value is None else from_hundredths(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        if isinstance(value, float):
            raise ValidationError("Points are never floats.")
        if isinstance(value, Decimal):
            return value
        if isinstance(value, int):
            return Decimal(value)
        try:
            return parse_points(str(value))
        except Refused as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        points = self.to_python(value)
        return None if points is None else to_hundredths(points)

    def formfield(self, **kwargs: Any) -> Any:
        from emulation.core.forms import PointsFormField

        return models.Field.formfield(self, **{"form_class": PointsFormField, **kwargs})

    def value_to_string(self, obj: models.Model) -> str:
        return points_text(self.value_from_object(obj), separator=".")

    @property
    def validators(self) -> list[Any]:
        # The integer bounds of the database column do not speak of points.
        return list(self._validators)  # type: ignore[attr-defined]
