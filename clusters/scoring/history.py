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

_READ_BY = {
    "visibility": {
        "team": gettext_noop("those who verify"),
        "unit": gettext_noop("the unit and those who verify"),
        "public": gettext_noop("everyone who reads the sheet"),
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
EVIDENCE_ADDED = verb(
    "scoring.evidence", gettext_noop("%(unit)s, %(criterion)s: attached “%(title)s” %(number)s")
)
EVIDENCE_WITHDRAWN = verb(
    "scoring.evidence-withdrawn", gettext_noop("%(unit)s, %(criterion)s: withdrew “%(title)s” %(number)s")
)
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
EDITORS_SET = verb(
    "scoring.editors-set",
    gettext_noop("let a person fill %(sections)s of the sheet of %(unit)s from %(since)s"),
)
EDITOR_ENDED = verb(
    "scoring.editor-ended", gettext_noop("ended that a person fills %(sections)s of the sheet of %(unit)s")
)
COMMENT_ADDED = verb(
    "scoring.comment",
    gettext_noop("commented on %(criterion)s of %(unit)s, read by %(visibility)s"),
    _READ_BY,
)
COMMENT_WITHDRAWN = verb(
    "scoring.comment-withdrawn", gettext_noop("withdrew a comment on %(criterion)s of %(unit)s")
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
