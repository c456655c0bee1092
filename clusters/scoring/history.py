"""What is logged about sheets and marks."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from emulation.audit.services import Record
from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop
from emulation.core.numbers import points_text

if TYPE_CHECKING:
    from clusters.cycles.models import Cycle
    from clusters.scoring.services.recalculating import Recalculated

_SOURCE = {
    "source": {
        "self": gettext_noop("self-score"),
        "inspection": gettext_noop("cross-inspection"),
        "verified": gettext_noop("verified"),
        "final": gettext_noop("final"),
    }
}

MARK_GIVEN = verb(
    "scoring.mark", gettext_noop("%(unit)s, %(criterion)s, %(source)s: %(before)s → %(after)s"), _SOURCE
)
SHEET_SUBMITTED = verb("scoring.submitted", gettext_noop("submitted the sheet of %(unit)s, total %(total)s"))
SHEET_RETURNED = verb("scoring.returned", gettext_noop("returned the sheet of %(unit)s"))
SHEET_VERIFIED = verb(
    "scoring.verified", gettext_noop("confirmed the sheet of %(unit)s as verified, total %(total)s")
)
SHEET_REOPENED = verb("scoring.reopened", gettext_noop("reopened the verification of %(unit)s"))
SHEETS_FINAL = verb("scoring.final", gettext_noop("made the marks of %(count)s sheets final"))
SHEETS_NOT_FINAL = verb("scoring.not-final", gettext_noop("withdrew the final marks of %(count)s sheets"))
MARKS_RECALCULATED = verb(
    "scoring.recalculated",
    gettext_noop("%(criterion)s, %(source)s: points of %(count)s units computed anew"),
    _SOURCE,
)
TABLE_ADOPTED = verb(
    "scoring.table-adopted",
    gettext_noop(
        "scores %(group)s by version %(after)s of the table %(table)s: %(marks)s marks carried over, %(lines)s lines to be given again, %(returned)s sheets returned"
    ),
)


def recalculated(cycle: "Cycle", source: str, changed: "Iterable[Recalculated]") -> list[Record]:
    """Tell for each line whose points of which units were computed anew, before and after."""
    by_line: dict[str, list[list[str]]] = defaultdict(list)
    for one in changed:
        figures = (points_text(one.before) or "–", points_text(one.mark.points) or "–")
        by_line[one.line.code].append([one.mark.sheet.membership.unit.name, *figures])
    return [
        Record(
            MARKS_RECALCULATED,
            cycle,
            {"criterion": code, "source": source, "count": len(rows), "changes": rows},
        )
        for code, rows in by_line.items()
    ]
