"""Sheets and marks, by the services or (for many) straight into the tables."""

from decimal import Decimal

from django.utils import timezone

from clusters.criteria.models import Criterion
from clusters.scoring.models import Mark, Sheet
from clusters.scoring.services import totals


def make_sheet(membership, state="in-work", **fields):
    """Make the sheet of a member in a state."""
    sheet, _made = Sheet.objects.update_or_create(membership=membership, defaults={"state": state, **fields})
    return sheet


def leaves_of(group):
    """Return the lines of the group's table that take marks, in order."""
    return list(
        Criterion.objects.filter(table__bindings__group=group).exclude(kind="group").order_by("position")
    )


def give_marks(membership, source, points, *, state="", **fields):
    """Give marks of one source to a member: a list of points in the order of the lines; None leaves one out."""
    sheet = Sheet.objects.filter(membership=membership).first() or make_sheet(membership)
    if state:
        sheet = make_sheet(membership, state)
    fields.setdefault("given_at", timezone.now())
    marks = [
        Mark(sheet=sheet, criterion=leaf, source=source, points=Decimal(str(value)), **fields)
        for leaf, value in zip(leaves_of(membership.group), points, strict=False)
        if value is not None
    ]
    Mark.objects.bulk_create(marks, batch_size=500)
    totals.recompute([sheet.pk])
    return sheet
