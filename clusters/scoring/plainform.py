"""The score page as one plain form: which cells were changed, and saving them, all or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from clusters.scoring.cells import CellName, read_name, says_not_arisen
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

    `reason` stands for every replaced figure and every task that did not arise; a cell that was empty needs
    none.
    """
    form = GridForm(grid.source)
    lines = {line.pk for line in grid.leaves}
    members = {column.membership.pk for column in grid.columns}
    reason = sent.get("reason", "").strip()
    for name, value in sent.items():
        place = read_name(name)
        if place is None or place.member not in members or place.criterion not in lines:
            continue
        cell, text = (place.member, place.criterion), value.strip()
        try:
            change = _change(place, text, reason)
        except Refused as error:
            form.typed[cell] = text
            form.refuse(cell, error)
            continue
        if change:
            form.typed[cell], form.changes[cell] = text, change
    return form


def _change(place: CellName, text: str, reason: str) -> MarkChange | None:
    """Read one cell; None when it says what its page showed."""
    not_arisen = says_not_arisen(text)
    points = parse_points(text) if text and not not_arisen else None
    if not_arisen:
        unchanged = place.not_arisen
    else:
        shown = None if points is None else to_hundredths(points)
        unchanged = not place.not_arisen and shown == place.shown
    if unchanged:
        return None
    replaced = place.shown is not None or place.not_arisen or not_arisen
    return MarkChange(
        member=place.member,
        criterion=place.criterion,
        points=points,
        clear=points is None and not not_arisen,
        reason=reason if reason and replaced else None,
        version=place.version,
        not_arisen=True if not_arisen else None,
    )
