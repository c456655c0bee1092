"""What a person sees of the files of a sheet: pieces with their pages, to be shown beside the criterion."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from clusters.criteria.models import Criterion
from clusters.cycles.models import Membership
from clusters.scoring.attaching import attach, see_withdrawn
from clusters.scoring.cells import separator
from clusters.scoring.files.counts import evidence_counts
from clusters.scoring.files.previews import SHOWN
from clusters.scoring.models import Evidence, Sheet
from emulation.core.dates import date_text

KILO = 1024


def visible_evidence(sheet: Sheet, user: Any) -> Any:
    """The files of a sheet the person may see: withdrawn ones are for those who run the year."""
    rows = Evidence.objects.filter(sheet=sheet.pk) if sheet.pk else Evidence.objects.none()
    return rows if see_withdrawn(user, sheet) else rows.filter(withdrawn_at__isnull=True)


def evidence_url(member: Membership, criterion: int) -> str:
    """Return the address of the files of a criterion."""
    cycle = member.cycle
    return reverse("clusters:evidence", args=[cycle.cluster.code, cycle.year, member.unit.code, criterion])


@dataclass(frozen=True)
class Piece:
    """One file as a page shows it; `page` is the page shown first."""

    row: Evidence
    member: Membership
    page: int = 1
    may_withdraw: bool = False

    def _address(self, name: str, *more: Any) -> str:
        cycle = self.member.cycle
        place = [cycle.cluster.code, cycle.year, self.member.unit.code, self.row.public_id]
        return reverse(f"clusters:{name}", args=[*place, *more])

    @property
    def url(self) -> str:
        """Where the file is downloaded."""
        return self._address("evidence-file")

    @property
    def withdraw_url(self) -> str:
        """Where the file is withdrawn."""
        return self._address("evidence-withdraw")

    @property
    def is_shown(self) -> bool:
        """Whether there are pictures of its pages."""
        return self.row.kind in SHOWN

    @property
    def preview_url(self) -> str:
        """The picture of the page shown first."""
        return self._address("evidence-preview", self.page)

    @property
    def pages_url(self) -> str:
        """The address of pictures with page 0, into which scripts put the page."""
        return self._address("evidence-preview", 0)

    def _turned(self, page: int) -> str:
        if not 1 <= page <= self.row.pages:
            return ""
        query = f"?piece={self.row.public_id}&page={page}#piece-{self.row.public_id}"
        return evidence_url(self.member, self.row.criterion_id) + query

    @property
    def previous_url(self) -> str:
        """The page of the files with the page before this one; empty at the first."""
        return self._turned(self.page - 1)

    @property
    def next_url(self) -> str:
        """The page of the files with the page after this one; empty at the last."""
        return self._turned(self.page + 1)

    @property
    def size(self) -> str:
        """The size in words: 834 KB, 1,2 MB."""
        return size_text(self.row.size)


def size_text(size: int) -> str:
    """Give a size in KB, above a thousand of them in MB with one place."""
    if size < 1000 * KILO:
        return f"{max(1, round(size / KILO))} KB"
    tenths = round(size * 10 / KILO / KILO)
    return f"{tenths // 10}{separator()}{tenths % 10} MB"


def pieces_of(
    sheet: Sheet, criterion: Criterion, user: Any, *, shown: str = "", page: int = 1
) -> list[Piece]:
    """Return the files of one criterion that the person sees, oldest first; one query."""
    rows = (
        visible_evidence(sheet, user).filter(criterion=criterion).select_related("added_by", "withdrawn_by")
    )
    may = bool(attach(user, (sheet, criterion)))
    return [
        Piece(
            row,
            sheet.membership,
            page if str(row.public_id) == shown and 1 <= page <= row.pages else 1,
            may and row.withdrawn_at is None,
        )
        for row in rows.order_by("pk")
    ]


def count_files(lines: Iterable[Any], sheet: Sheet) -> None:
    """Tell each line of a sheet how many files stand beside it, as `line.files`; one query."""
    counts = evidence_counts([sheet])
    for line in lines:
        line.files = counts.get((sheet.pk, line.criterion.pk), 0)


def described(row: Evidence) -> str:
    """A file in one line: what it is, number and date."""
    parts = [row.title]
    if row.number:
        parts.append(row.number)
    if row.dated:
        parts.append(gettext("of %(day)s") % {"day": date_text(row.dated)})
    return ", ".join(parts)
