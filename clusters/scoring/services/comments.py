"""Comments on the lines of a sheet, by who reads them."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.criteria.models import Criterion
from clusters.scoring import history
from clusters.scoring.commenting import WRITES, readable_by
from clusters.scoring.models import Comment, Sheet, Visibility
from clusters.scoring.services.sheets import open_sheets
from emulation.audit.services import record
from emulation.core.errors import Conflict, NotPermitted, Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require

LONGEST = 2000


@transaction.atomic
def add_comment(*, sheet: Sheet, criterion: Criterion, visibility: str, text: str, actor: Any) -> Comment:
    """Say something about a line of a sheet; locks the sheet, and makes the row of one that nobody began.

    Refuses people who only read, a visibility the person does not read, lines of other tables, no text.
    """
    if sheet.pk is None:
        open_sheets([sheet.membership])
        sheet = Sheet.objects.get(membership=sheet.membership)
    sheet = _sheet(sheet)
    require(actor, WRITES, sheet)
    if visibility not in readable_by(actor, sheet) or visibility not in Visibility.values:
        raise NotPermitted(gettext_noop("You do not read comments of this kind."), field="visibility")
    binding = getattr(sheet.membership.group, "binding", None)
    if binding is None or criterion.table_id != binding.table_id or not criterion.is_leaf:
        raise Refused(gettext_noop("Choose a criterion of this sheet."), field="criterion")
    said = text.strip()
    if not said:
        raise Refused(gettext_noop("Write the comment."), field="text")
    if len(said) > LONGEST:
        raise Refused(
            gettext_noop("The comment is longer than %(most)s letters."), field="text", most=LONGEST
        )
    comment = Comment.objects.create(
        sheet=sheet,
        criterion=criterion,
        visibility=visibility,
        text=said,
        author=actor,
        said_at=timezone.now(),
    )
    _log(history.COMMENT_ADDED, comment, sheet, actor)
    return comment


@transaction.atomic
def withdraw_comment(*, comment: Comment, actor: Any) -> Comment:
    """Take the own comment back; the row stays as a record. Locks the row."""
    comment = locked(
        comment,
        "criterion",
        "sheet__membership__unit",
        "sheet__membership__cycle__cluster",
        "sheet__membership__group",
    )
    require(actor, "scoring.withdraw-comment", comment)
    if comment.withdrawn_at is not None:
        raise Conflict(gettext_noop("The comment was taken back already."), current=comment)
    comment.withdrawn_at = timezone.now()
    comment.save(update_fields=["withdrawn_at"])
    _log(history.COMMENT_WITHDRAWN, comment, comment.sheet, actor)
    return comment


def _sheet(sheet: Sheet) -> Sheet:
    return locked(
        sheet, "membership__unit", "membership__cycle__cluster", "membership__group__binding__table"
    )


def _log(verb: str, comment: Comment, sheet: Sheet, actor: Any) -> None:
    """The text is no part of the log: more people read the log than may read the comment."""
    data = {
        "unit": sheet.membership.unit.name,
        "criterion": comment.criterion.code,
        "visibility": comment.visibility,
        "comment": str(comment.public_id),
    }
    record(verb, sheet, chain=sheet.membership.cycle.chain, actor=actor, data=data)
