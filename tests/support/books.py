"""What clients were told, and whether what is stored agrees with it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clusters.scoring.models import Mark, SheetTotal
from emulation.audit.models import Chain, Entry
from emulation.audit.services import entry_digest, personal_digest
from tests.support.wire import Answer

SOURCE = "self"
# A membership and a criterion, by their keys.
Cell = tuple[int, int]


@dataclass
class Books:
    """By cell the accepted saves as (version, points); every status; and what nobody expects."""

    accepted: dict[Cell, list[tuple[int, Decimal]]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    strange: list[str] = field(default_factory=list)

    @property
    def saved(self) -> int:
        return self.statuses[200]

    def enter(self, cell: Cell, points: str, answer: Answer) -> int | None:
        """Note an answer; returns the version the cell has by it, None when it says none."""
        self.statuses[answer.status] += 1
        if answer.status == 200:
            version = int(answer.json()["saved"][0]["version"])
            self.accepted[cell].append((version, Decimal(points)))
            return version
        if answer.status == 409:
            return int(answer.json()["current"]["version"])
        if answer.status != 503 or "retry-after" not in answer.headers:
            self.strange.append(f"{answer.status}: {answer.body[:200]!r}")
        return None


def quarrels(books: Books, chains: Iterable[str]) -> list[str]:
    """Say what does not agree between the books and all that is stored; nothing, if all is well."""
    return [
        *books.strange,
        *_wrong_marks(books),
        *_wrong_totals(),
        *(wrong for chain in chains for wrong in _wrong_chain(chain)),
    ]


def _wrong_marks(books: Books) -> Iterator[str]:
    stored = {
        (member, criterion): (version, points)
        for member, criterion, version, points in Mark.objects.filter(source=SOURCE)
        .order_by()
        .values_list("sheet__membership_id", "criterion_id", "version", "points")
    }
    for cell, accepted in books.accepted.items():
        versions = sorted(version for version, _points in accepted)
        if versions != list(range(1, len(versions) + 1)):
            yield f"{cell}: a save was lost or counted twice among the versions {versions}"
        if stored.get(cell) != max(accepted):
            yield f"{cell}: {stored.get(cell)} is not the last accepted value {max(accepted)}"
    if set(stored) != set(books.accepted):
        yield "there are marks that nobody was told of"
    logged = Entry.objects.filter(verb="scoring.mark").count()
    if logged != books.saved:
        yield f"{logged} entries of the log for {books.saved} accepted saves"


def _wrong_totals() -> Iterator[str]:
    sums: dict[int, tuple[Decimal, int]] = {}
    given = Mark.objects.given().filter(source=SOURCE).order_by()
    points: Any
    for sheet, points in given.values_list("sheet_id", "points"):
        before, answered = sums.get(sheet, (Decimal(0), 0))
        sums[sheet] = before + points, answered + 1
    rows = SheetTotal.objects.filter(source=SOURCE).order_by()
    stored = {
        sheet: (points, count) for sheet, points, count in rows.values_list("sheet_id", "points", "answered")
    }
    for sheet, counted in sums.items():
        if stored.get(sheet) != counted:
            yield f"sheet {sheet}: the stored total {stored.get(sheet)} is not the sum of the marks {counted}"
    if stored.keys() - sums.keys():
        yield "there are totals of sheets without marks"


def _wrong_chain(chain: str) -> Iterator[str]:
    previous, sequence = "", 0
    for entry in Entry.objects.filter(chain=chain).order_by("sequence").select_related("personal"):
        sequence += 1
        whole = (entry_digest(entry), personal_digest(entry.personal)) == (
            entry.digest,
            entry.personal_digest,
        )
        if not whole or (entry.sequence, entry.previous) != (sequence, previous):
            yield f"the chain {chain} breaks at entry {entry.sequence}"
        previous = entry.digest
    end = Chain.objects.filter(key=chain).values_list("sequence", "digest").first()
    if (end or (0, "")) != (sequence, previous):
        yield f"the end of the chain {chain} is not its last entry"
