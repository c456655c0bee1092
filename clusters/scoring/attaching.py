"""Who attaches files of evidence to a criterion, and who reads what was withdrawn."""

from typing import Any

from clusters.criteria.compiled import compiled
from clusters.criteria.models import Criterion
from clusters.cycles.parts import parts_in
from clusters.cycles.permissions import HIDDEN, ONLY_RUNNERS
from clusters.scoring.models import Sheet, Source
from clusters.scoring.permissions import give, in_sections
from emulation.core.permissions import Allowed, Answer, policy

RIGHT = "scoring.attach"


@policy(RIGHT)
def attach(user: Any, subject: tuple[Sheet, Criterion]) -> Answer:
    """Attach and withdraw files of one criterion: who may fill its line of the sheet now.

    Also where a body supplies the points: the unit may show what it has.
    """
    sheet, criterion = subject
    answer = give(user, sheet, Source.SELF)
    parts = parts_in(sheet.membership.cycle, user)
    if not answer or parts.runs or sheet.membership.unit_id in parts.units:
        return answer
    return in_sections(user, sheet, criterion.pk, compiled(criterion.table))


@policy("scoring.see-withdrawn")
def see_withdrawn(user: Any, sheet: Sheet) -> Answer:
    """Read what was withdrawn: those who run the year."""
    parts = parts_in(sheet.membership.cycle, user)
    if parts.runs:
        return Allowed()
    return ONLY_RUNNERS if parts.sees else HIDDEN
