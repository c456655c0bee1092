"""Accepting every figure of a unit that nobody doubts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from clusters.criteria.models import Criterion
from clusters.scoring.models import Mark, Sheet, Source
from clusters.scoring.services.marks import save_marks
from clusters.scoring.services.preparing import MarkChange
from emulation.core.locking import locked
from emulation.core.permissions import require


@dataclass
class Equal:
    """The lines without a verified mark, by what would become of them."""

    accepted: list[tuple[Criterion, Mark, int]] = field(default_factory=list)
    differing: list[tuple[Criterion, Mark, Mark]] = field(default_factory=list)
    not_arisen: list[Criterion] = field(default_factory=list)
    ungiven: list[Criterion] = field(default_factory=list)

    @property
    def seen(self) -> str:
        """A text that changes when what would be accepted changes."""
        return ",".join(f"{line.pk}.{mark.version}.{version}" for line, mark, version in self.accepted)


def _agree(own: Mark, inspected: Mark | None) -> bool:
    """Tell whether the inspectors saw what the unit says; lines they gave nothing for are not doubted."""
    if inspected is None or (inspected.points is None and not inspected.not_arisen):
        return True
    if own.inputs and inspected.inputs:
        return bool(own.inputs == inspected.inputs)
    return own.points == inspected.points and not inspected.not_arisen


def equal_marks(sheet: Sheet) -> Equal:
    """Sort the lines of a sheet that have no verified mark. Two queries."""
    found = Equal()
    binding = getattr(sheet.membership.group, "binding", None)
    if binding is None:
        return found
    marks = {(mark.criterion_id, mark.source): mark for mark in _marks(sheet)}
    lines = Criterion.objects.filter(table=binding.table_id).exclude(kind="group").order_by("position")
    for line in lines:
        verified = marks.get((line.pk, Source.VERIFIED))
        if verified is not None and (verified.points is not None or verified.not_arisen):
            continue
        own, inspected = marks.get((line.pk, Source.SELF)), marks.get((line.pk, Source.INSPECTION))
        if own is not None and own.not_arisen:
            found.not_arisen.append(line)
        elif own is None or own.points is None:
            found.ungiven.append(line)
        elif inspected is not None and not _agree(own, inspected):
            found.differing.append((line, own, inspected))
        else:
            found.accepted.append((line, own, verified.version if verified else 0))
    return found


def _marks(sheet: Sheet) -> Iterable[Mark]:
    if not sheet.pk:
        return []
    return Mark.objects.filter(
        sheet=sheet, source__in=(Source.SELF, Source.INSPECTION, Source.VERIFIED)
    ).order_by()


@transaction.atomic
def accept_equal(*, sheet: Sheet, actor: Any) -> int:
    """Take over as verified every self-score that the inspection does not contradict; returns how many.

    Locks the sheet. All or none, by the one writer of marks, with the unit's figures and its reason. Lines
    that are verified already, that differ, that the unit did not score, or whose task did not arise (that
    is decided one by one) stay as they are; a second time accepts nothing.
    """
    sheet = locked(
        sheet, "membership__unit", "membership__cycle__cluster", "membership__group__binding__table"
    )
    require(actor, "scoring.verify", sheet)
    changes = [
        MarkChange(
            member=sheet.membership_id,
            criterion=line.code,
            points=None if own.inputs else own.points,
            inputs=own.inputs or None,
            reason=own.reason or None,
            version=version,
        )
        for line, own, version in equal_marks(sheet).accepted
    ]
    if changes:
        save_marks(source=Source.VERIFIED, changes=changes, actor=actor)
    return len(changes)
