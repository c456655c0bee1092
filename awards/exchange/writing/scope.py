"""What every writer of a part needs: the plan, the cycle, and the rows that records name."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models

from awards.catalogue.models import Award
from awards.exchange.differences import Change, Plan
from awards.exchange.records_of import Key
from clusters.cycles.models import Cycle, MemberGroup, Membership
from clusters.organisation.models import Unit
from clusters.scoring.models import Sheet


@dataclass
class Scope:
    """One load while it is written. The lookups read once; `forget` after writing what they hold."""

    plan: Plan
    document: dict[str, Any]
    now: dt.datetime
    cycle: Cycle = field(init=False)

    def created(self, kind: str) -> Iterator[tuple[Key, dict[str, Any]]]:
        """Give the new records of a kind, in the order of the file."""
        return ((key, record) for key, record in self.plan.created.items() if key[0] == kind)

    def changed(self, kind: str) -> Iterator[tuple[Key, dict[str, Any]]]:
        """Give the changed records of a kind with the new values of their changed fields."""
        return (
            (key, {name: change.new for name, change in fields.items()})
            for key, fields in self.plan.changed.items()
            if key[0] == kind
        )

    def removed(self, kind: str) -> Iterator[Key]:
        """Give the keys of the records of a kind that go."""
        return (key for key in self.plan.removed if key[0] == kind)

    def change_of(self, key: Key, name: str) -> Change | None:
        """Return the change of a field, if there is one."""
        return self.plan.changed.get(key, {}).get(name)

    @cached_property
    def units(self) -> dict[str, int]:
        return dict(Unit.objects.values_list("code", "pk"))

    @cached_property
    def awards(self) -> dict[str, int]:
        return dict(Award.objects.values_list("code", "pk"))

    @cached_property
    def groups(self) -> dict[str, MemberGroup]:
        return {group.code: group for group in self.cycle.groups.select_related("cycle")}

    @cached_property
    def members(self) -> dict[str, Membership]:
        rows = self.cycle.memberships.select_related("unit", "group")
        return {member.unit.code: member for member in rows}

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        rows = Sheet.objects.filter(membership__cycle=self.cycle).select_related("membership__unit")
        return {sheet.membership.unit.code: sheet for sheet in rows}

    def forget(self, *lookups: str) -> None:
        """Let lookups be read again."""
        for name in lookups:
            self.__dict__.pop(name, None)


@dataclass(frozen=True)
class Attribute:
    """How a field of a record is kept in a model: under which name, converted how, what when left out."""

    name: str
    convert: Callable[[Any], Any] | None = None
    empty: Any = ""

    def value(self, given: Any, scope: Scope) -> Any:  # noqa: ARG002 - references need it
        if given is None:
            return self.empty
        return self.convert(given) if self.convert else given


def text(name: str) -> Attribute:
    return Attribute(name)


def day(name: str) -> Attribute:
    return Attribute(name, dt.date.fromisoformat, None)


def moment(name: str) -> Attribute:
    return Attribute(name, dt.datetime.fromisoformat, None)


def number(name: str, empty: Decimal | None = None) -> Attribute:
    return Attribute(name, Decimal, empty)


def whole(name: str, empty: int | None = None) -> Attribute:
    return Attribute(name, None, empty)


def flag(name: str, empty: bool = False) -> Attribute:
    return Attribute(name, None, empty)


def unit(name: str = "unit") -> "UnitAttribute":
    return UnitAttribute(f"{name}_id", None, None)


@dataclass(frozen=True)
class UnitAttribute(Attribute):
    """A reference to a unit."""

    def value(self, given: Any, scope: Scope) -> Any:
        return None if given is None else scope.units[given]


Attributes = dict[str, Attribute]


def values(attributes: Attributes, record: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """Return what a new row holds."""
    return {one.name: one.value(record.get(key), scope) for key, one in attributes.items()}


def change_row(row: models.Model, attributes: Attributes, fields: dict[str, Any], scope: Scope) -> None:
    """Put changed fields on a row and save just those; fields that other writers keep are passed over."""
    known = {attributes[key]: value for key, value in fields.items() if key in attributes}
    for attribute, value in known.items():
        setattr(row, attribute.name, attribute.value(value, scope))
    if known:
        row.save(update_fields=[attribute.name.removesuffix("_id") for attribute in known])
