"""Who reads and writes which comments of a sheet."""

from collections import defaultdict
from typing import Any

from clusters.cycles.parts import parts_in
from clusters.cycles.permissions import HIDDEN
from clusters.scoring.editing import is_of_unit
from clusters.scoring.models import Comment, Sheet, Visibility
from emulation.core.errors import gettext_noop
from emulation.core.permissions import Allowed, Answer, Denied, can, policy

WRITES = "scoring.comment"
ONLY_READER = Denied(gettext_noop("Comments are written by the unit and by those who verify."))

ONLY_AUTHOR = Denied(gettext_noop("Only its author takes a comment back."))


def readable_by(user: Any, sheet: Sheet) -> frozenset[str]:
    """Return the kinds of comments the person reads on a sheet; the same are those the person may write.

    Who belongs to the unit never reads what those who verify say among themselves, even when they verify
    other units of the year.
    """
    if not can(user, "scoring.see", sheet):
        return frozenset()
    if is_of_unit(user, sheet.membership):
        return frozenset({Visibility.UNIT, Visibility.PUBLIC})
    if parts_in(sheet.membership.cycle, user).runs:
        return frozenset(Visibility)
    return frozenset({Visibility.PUBLIC})


@policy(WRITES)
def write(user: Any, sheet: Sheet) -> Answer:
    """Comment: the people of the unit, and those who run the year."""
    sees = can(user, "scoring.see", sheet)
    if not sees:
        return sees
    runs = parts_in(sheet.membership.cycle, user).runs
    return Allowed() if runs or is_of_unit(user, sheet.membership) else ONLY_READER


@policy("scoring.withdraw-comment")
def withdraw(user: Any, comment: Comment) -> Answer:
    """Take a comment back: its author, while the sheet is readable."""
    if comment.visibility not in readable_by(user, comment.sheet):
        return HIDDEN
    return Allowed() if comment.author_id == user.pk else ONLY_AUTHOR


def comments_on(sheet: Sheet, user: Any, **line: Any) -> list[Comment]:
    """Return the comments of a sheet, or of one line, that the person reads, the oldest first. One query."""
    if not sheet.pk:
        return []
    rows = Comment.objects.filter(sheet=sheet, visibility__in=readable_by(user, sheet), **line)
    return list(rows.select_related("author", "criterion").order_by("criterion__position", "said_at", "pk"))


def counts_on(sheet: Sheet, user: Any) -> dict[int, int]:
    """Count, by line, the comments that the person reads and nobody took back. One query."""
    counts: dict[int, int] = defaultdict(int)
    if sheet.pk:
        rows = Comment.objects.filter(
            sheet=sheet, visibility__in=readable_by(user, sheet), withdrawn_at__isnull=True
        )
        for criterion in rows.order_by().values_list("criterion_id", flat=True):
            counts[criterion] += 1
    return dict(counts)
