"""The score page as one plain form: which cells were changed, and saving them, all or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from clusters.scoring.cells import read_name
from clusters.scoring.gathering import Grid
from clusters.scoring.services import CellsRefused, MarkChange, save_marks
from emulation.core.errors import Refused
from emulation.core.forms import say
from emulation.core.numbers import parse_points, to_hundredths

Cell = tuple[int, int]


@dataclass
class GridForm:
    """What was typed into which cells (`member`, `line`), the changes that were read, and the refusals."""

    source: str
    typed: dict[Cell, str] = field(default_factory=dict)
    changes: dict[Cell, MarkChange] = field(default_factory=dict)
    errors: dict[Cell, str] = field(default_factory=dict)
    refusal: str = ""
    status: int = 200

    def refuse(self, cell: Cell, error: Refused) -> None:
        """Note a refusal at its cell."""
        self.errors[cell] = say(error)
        self.status = max(self.status, 422 if error.status == 403 else error.status)

    def save(self, actor: Any) -> int:
        """Save all changes or none; returns how many cells were changed."""
        keys = {(change.member, change.criterion): cell for cell, change in self.changes.items()}
        changes = list(self.changes.values())
        if changes and not self.errors:
            try:
                save_marks(source=self.source, changes=changes, actor=actor)
            except CellsRefused as refused:
                for change, error in refused.cells:
                    self.refuse(keys[change.member, change.criterion], error)
            except Refused as error:
                self.refuse(next(iter(self.changes)), error)
        if self.errors:
            self.refusal = gettext("Nothing was saved: %(count)s cells are refused.") % {
                "count": len(self.errors)
            }
        return len(changes)


def read_grid(grid: Grid, sent: Mapping[str, str]) -> GridForm:
    """Read the cells of a sent form that differ from what its page showed.

    `reason` stands for every replaced figure; a cell that was empty needs none.
    """
    form = GridForm(grid.source)
    codes = {row.pk: row.code for row in grid.leaves}
    members = {column.membership.pk for column in grid.columns}
    reason = sent.get("reason", "").strip()
    for name, value in sent.items():
        place = read_name(name)
        if place is None or place.member not in members or place.criterion not in codes:
            continue
        cell, text = (place.member, place.criterion), value.strip()
        try:
            points = parse_points(text) if text else None
        except Refused as error:
            form.typed[cell] = text
            form.refuse(cell, error)
            continue
        if (None if points is None else to_hundredths(points)) == place.shown:
            continue
        form.typed[cell] = text
        form.changes[cell] = MarkChange(
            member=place.member,
            criterion=codes[place.criterion],
            points=points,
            clear=points is None,
            reason=reason if reason and place.shown is not None else None,
            version=place.version,
        )
    return form
