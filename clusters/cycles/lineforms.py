"""Pieces of forms with lines that speak of the units of a year."""

from collections.abc import Mapping
from typing import Any

from django import forms

from clusters.cycles.models import Cycle
from clusters.organisation.models import Unit


def area(rows: int = 2) -> forms.Textarea:
    """Make a text area of so many rows."""
    return forms.Textarea(attrs={"rows": rows})


class UnitChoice(forms.ChoiceField):
    """A choice among units that were read once for the whole page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("", "")], **kwargs)
        self.units: dict[str, Unit] = {}

    def offer(self, units: list[Unit]) -> None:
        """Offer these units."""
        self.units = {str(unit.pk): unit for unit in units}
        self.choices = [("", "—"), *((key, unit.name) for key, unit in self.units.items())]

    def clean(self, value: Any) -> Unit | None:
        return self.units.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if isinstance(value, Unit) else value


class WithUnits(forms.Form):
    """A line that names a unit of the year."""

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitChoice):
                field.offer(units)


def unified(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return typed values with one kind of line break, so that unchanged texts compare equal."""
    return {
        key: value.replace("\r\n", "\n") if isinstance(value, str) else value for key, value in data.items()
    }


def units_of_year(cycle: Cycle, others: list[Unit]) -> list[Unit]:
    """Return the units a line may name: the members, then the body that organises it and `others`."""
    rows = cycle.memberships.in_order().filter(until__isnull=True).select_related("unit", "group")
    return list(dict.fromkeys([*(row.unit for row in rows), cycle.cluster.owner, *others]))
