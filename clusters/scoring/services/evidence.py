"""Files that prove what a unit says: attached while its sheet is filled, withdrawn, never changed or erased."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.criteria.services import freeze_locked
from clusters.scoring import attaching, history
from clusters.scoring.editing import is_of_unit
from clusters.scoring.files import store
from clusters.scoring.files.reading import Upload
from clusters.scoring.models import Evidence, Sheet
from clusters.scoring.services.sheets import open_sheets
from emulation.audit.services import record
from emulation.core.errors import Refused, gettext_noop
from emulation.core.locking import locked
from emulation.core.permissions import require

MOST_FILES = 20


def _locked_sheet(sheet: Sheet) -> Sheet:
    """Return the sheet locked; one that nobody has begun is made."""
    if sheet.pk is None:
        open_sheets([sheet.membership])
        sheet = Sheet.objects.get(membership=sheet.membership)
    return locked(
        sheet, "membership__unit", "membership__cycle__cluster", "membership__group__binding__table"
    )


def _line(sheet: Sheet, criterion: Criterion) -> Criterion:
    """Return the criterion if the sheet is scored by it."""
    binding = getattr(sheet.membership.group, "binding", None)
    if binding is None or criterion.table_id != binding.table_id or not criterion.is_leaf:
        raise Refused(
            gettext_noop("The criterion “%(code)s” is not in the table of this group."), code=criterion.code
        )
    return criterion


def _check_others(sheet: Sheet, criterion: Criterion, upload: Upload) -> None:
    others = list(Evidence.objects.filter(sheet=sheet, criterion=criterion, withdrawn_at__isnull=True))
    same = next((one for one in others if one.digest == upload.digest), None)
    if same is not None:
        raise Refused(
            gettext_noop("The same file is attached here already: “%(title)s”."),
            field="file",
            title=same.title,
        )
    if len(others) >= MOST_FILES:
        raise Refused(
            gettext_noop(
                "There are %(most)s files already. Put several pages into one PDF, or withdraw a file first."
            ),
            field="file",
            most=MOST_FILES,
        )


@transaction.atomic
def add_evidence(
    *,
    sheet: Sheet,
    criterion: Criterion,
    upload: Upload,
    title: str = "",
    number: str = "",
    dated: dt.date | None = None,
    actor: Any,
) -> Evidence:
    """Attach a file that was read (`files.reading.read_upload`) to a criterion of a sheet.

    Locks the sheet. Without a title the file's name serves. The file is written first, then its row: a kill
    between leaves a file without a row, which `manage.py check_evidence` finds. Refuses by right, window and
    state, a criterion of another table, the same file twice, more than 20 files, and dates to come.
    """
    sheet = _locked_sheet(sheet)
    require(actor, attaching.RIGHT, (sheet, criterion))
    criterion = _line(sheet, criterion)
    if dated is not None and dated > timezone.localdate():
        raise Refused(gettext_noop("The date of the document lies in the future."), field="dated")
    _check_others(sheet, criterion, upload)
    path = store.put(upload.content)
    try:
        return _write(
            Evidence(
                sheet=sheet,
                criterion=criterion,
                title=title.strip() or upload.name.rpartition(".")[0],
                number=number,
                dated=dated,
                kind=upload.kind,
                path=path,
                file_name=upload.name,
                size=upload.size,
                digest=upload.digest,
                pages=upload.pages,
                added_by=actor,
                added_at=timezone.now(),
            ),
            actor,
        )
    except BaseException:
        store.take_back(path)
        raise


def _write(piece: Evidence, actor: Any) -> Evidence:
    sheet = piece.sheet
    table = piece.sheet.membership.group.binding.table
    if not table.is_frozen:
        # Like the first mark: the criterion that a file belongs to stays what it was.
        freeze_locked(CriteriaTable.objects.select_for_update().get(pk=table.pk), actor)
    if sheet.state == "not-begun":
        sheet.state = "in-work"
        sheet.save(update_fields=["state"])
    piece.save()
    _log(history.EVIDENCE_ADDED, piece, actor)
    return piece


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, actor: Any) -> Evidence:
    """Take a file back while the sheet may be filled; row and file stay as a record. Locks the sheet, then the row."""
    sheet = _locked_sheet(evidence.sheet)
    piece = locked(evidence, "criterion")
    piece.sheet = sheet
    require(actor, attaching.RIGHT, (sheet, piece.criterion))
    if piece.withdrawn_at is not None:
        raise Refused(gettext_noop("The file “%(title)s” was withdrawn already."), title=piece.title)
    piece.withdrawn_by, piece.withdrawn_at = actor, timezone.now()
    piece.save(update_fields=["withdrawn_by", "withdrawn_at"])
    _log(history.EVIDENCE_WITHDRAWN, piece, actor)
    return piece


def _log(verb: str, piece: Evidence, actor: Any) -> None:
    member = piece.sheet.membership
    data = {
        "unit": member.unit.name,
        "criterion": piece.criterion.code,
        "title": piece.title,
        "number": piece.number,
        "digest": piece.digest,
        "size": piece.size,
        "evidence": str(piece.public_id),
    }
    behalf = "" if is_of_unit(actor, member) else str(member.unit)
    record(verb, piece.sheet, chain=member.cycle.chain, actor=actor, data=data, on_behalf_of=behalf)
