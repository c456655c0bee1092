"""What stands in a movement and its results, apart from how it is stored."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clusters.cycles.models import Cycle
from clusters.movements.models import Movement, Result
from clusters.organisation.models import Unit


@dataclass(frozen=True)
class ResultLine:
    """What was done, by whom, with its figure."""

    content: str
    unit: Unit | None = None
    by: str = ""
    amount: Decimal | None = None
    measure: str = ""
    at_least: bool = False

    def as_data(self) -> list[Any]:
        """Return plain values for the log and for comparing."""
        amount = None if self.amount is None else f"{self.amount:.2f}"
        return [
            self.content,
            self.unit.code if self.unit else None,
            self.by,
            amount,
            self.measure,
            self.at_least,
        ]


@dataclass(frozen=True)
class MovementContent:
    """Everything a person may type about a movement."""

    name: str
    kind: str = ""
    launched_by: str = ""
    aim: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    results: list[ResultLine] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Return plain values for the log and for comparing."""
        return {
            "name": self.name,
            "kind": self.kind,
            "launched_by": self.launched_by,
            "aim": self.aim,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "results": results_data(self.results),
        }


def results_data(lines: Iterable[ResultLine]) -> list[list[Any]]:
    """Return the plain values of result lines."""
    return [line.as_data() for line in lines]


def lines_of(rows: Iterable[Result]) -> list[ResultLine]:
    """Read stored results as lines."""
    return [ResultLine(row.content, row.unit, row.by, row.amount, row.measure, row.at_least) for row in rows]


def content_of(movement: Movement) -> MovementContent:
    """Read the content of a stored movement."""
    return MovementContent(
        name=movement.name,
        kind=movement.kind,
        launched_by=movement.launched_by,
        aim=movement.aim,
        starts_on=movement.starts_on,
        ends_on=movement.ends_on,
        results=lines_of(movement.results.select_related("unit")),
    )


def other_results(cycle: Cycle) -> list[ResultLine]:
    """Read the results of a year that belong to no movement."""
    return lines_of(cycle.results.filter(movement__isnull=True).select_related("unit"))
