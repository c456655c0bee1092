"""Who may fill, submit, verify: nobody sets inspection, verified or final marks of a unit they act for.

Every policy takes the sheet with its membership and cycle loaded.
"""

from typing import Any

from clusters.criteria.compiled import CompiledLine, CompiledTable
from clusters.cycles.models import Cycle, MemberGroup
from clusters.cycles.parts import Parts, parts_in
from clusters.cycles.permissions import HIDDEN, ONLY_RUNNERS, ONLY_STANDING_BODY
from clusters.cycles.windows import is_open, windows_of
from clusters.scoring.editing import Table, may_edit, sections_of_editor
from clusters.scoring.models import Sheet, Source
from clusters.scoring.states import FILLABLE
from emulation.core.errors import gettext_noop
from emulation.core.permissions import Allowed, Answer, Denied, policy

OWN_UNIT = Denied(
    gettext_noop("You act for this unit: its points are set by the deputy, the head or the standing body.")
)
OWN_SECTIONS = Denied(
    gettext_noop("You fill sections of this sheet: its points are set by somebody who does not.")
)
SELF_SCORING_CLOSED = Denied(gettext_noop("Self-scoring is not open."))
INSPECTION_CLOSED = Denied(gettext_noop("Cross-inspection is not open."))
VERIFICATION_CLOSED = Denied(gettext_noop("Verification is not open."))
SENT = Denied(gettext_noop("The sheet was sent; it can be changed again when it is returned."))
NOT_SENT = Denied(gettext_noop("The unit has not sent its sheet."))
ALREADY_VERIFIED = Denied(gettext_noop("The sheet is confirmed as verified; reopen the verification first."))
NOT_ANNOUNCED = Denied(
    gettext_noop("Sheets of other units can be read once the provisional ranking is published.")
)
ONLY_UNIT_SENDS = Denied(gettext_noop("The sheet is sent by those who act for the unit."))
OTHER_SECTIONS = gettext_noop("You fill other lines of this sheet: %(sections)s.")
SUPPLIED = gettext_noop("The points of this criterion are supplied by %(body)s.")
FINAL_FROM_VERIFIED = Denied(
    gettext_noop("Final marks come from the verified ones when the final ranking is published.")
)


def _parts(user: Any, sheet: Sheet) -> Parts:
    return parts_in(sheet.membership.cycle, user)


def _acts_for(parts: Parts, sheet: Sheet) -> bool:
    return sheet.membership.unit_id in parts.units


def announced_in(cycle: Cycle) -> bool:
    """Tell whether the members may see each other's points: once a ranking was announced."""
    window = windows_of(cycle).get("provisional")
    return window is not None and window.opened_at is not None


def announced(sheet: Sheet) -> bool:
    """Tell whether the members may see this sheet."""
    return announced_in(sheet.membership.cycle)


@policy("scoring.see")
def see(user: Any, sheet: Sheet) -> Answer:
    """The own sheet, and one of which sections are filled, always; others for those who run or read the year,
    for members once announced.
    """
    parts = _parts(user, sheet)
    if parts.reads_all or parts.leads or _acts_for(parts, sheet):
        return Allowed()
    if not parts.sees:
        return HIDDEN
    if announced(sheet) or sections_of_editor(user, sheet.membership):
        return Allowed()
    return NOT_ANNOUNCED


def sees_source(user: Any, sheet: Sheet, source: str) -> bool:
    """Tell whether the person reads a source of a sheet they may see.

    Verified points that are still being given are no news for the unit: it reads them once the sheet is
    returned or confirmed, or a ranking was announced.
    """
    parts = _parts(user, sheet)
    if source != Source.VERIFIED or parts.runs or parts.reads_all:
        return True
    return sheet.state in ("returned", "verified", "final") or announced(sheet)


@policy("scoring.fill")
def fill(user: Any, sheet: Sheet) -> Answer:
    """Write self-scores of the own unit, or of the own sections of its sheet."""
    parts = _parts(user, sheet)
    if not _acts_for(parts, sheet) and not sections_of_editor(user, sheet.membership):
        return Denied(gettext_noop("Only the unit itself fills its sheet.")) if parts.sees else HIDDEN
    return _fillable(sheet)


@policy("scoring.fill-for")
def fill_for(user: Any, sheet: Sheet) -> Answer:
    """Type in the paper a unit sent: those who run the year."""
    parts = _parts(user, sheet)
    if not parts.runs:
        return ONLY_RUNNERS if parts.sees else HIDDEN
    return _fillable(sheet)


def _fillable(sheet: Sheet) -> Answer:
    if not is_open(sheet.membership.cycle, "self-scoring"):
        return SELF_SCORING_CLOSED
    return Allowed() if sheet.state in FILLABLE else SENT


@policy("scoring.submit")
def submit(user: Any, sheet: Sheet) -> Answer:
    """Send the own sheet, or the one typed in for a unit."""
    parts = _parts(user, sheet)
    if _acts_for(parts, sheet):
        return fill(user, sheet)
    if parts.runs:
        return fill_for(user, sheet)
    fills = fill(user, sheet)
    return ONLY_UNIT_SENDS if fills else fills


def _judges(user: Any, sheet: Sheet) -> Answer:
    parts = _parts(user, sheet)
    if not parts.runs:
        return ONLY_RUNNERS if parts.sees else HIDDEN
    if _acts_for(parts, sheet):
        return OWN_UNIT
    return OWN_SECTIONS if sections_of_editor(user, sheet.membership) else Allowed()


@policy("scoring.inspect")
def inspect(user: Any, sheet: Sheet) -> Answer:
    """Enter the points the inspectors saw."""
    judges = _judges(user, sheet)
    if judges and not is_open(sheet.membership.cycle, "cross-inspection"):
        return INSPECTION_CLOSED
    return judges


@policy("scoring.return")
def send_back(user: Any, sheet: Sheet) -> Answer:
    """Return a sent sheet to its unit."""
    return _judges(user, sheet)


@policy("scoring.verify")
def verify(user: Any, sheet: Sheet) -> Answer:
    """Set verified marks and confirm the sheet."""
    judges = _judges(user, sheet)
    if not judges:
        return judges
    if not is_open(sheet.membership.cycle, "verification"):
        return VERIFICATION_CLOSED
    return judges


@policy("scoring.correct")
def correct(user: Any, sheet: Sheet) -> Answer:
    """Correct a final mark: the standing body, with a reason."""
    parts = _parts(user, sheet)
    if not parts.standing_body:
        return ONLY_STANDING_BODY if parts.sees else HIDDEN
    judges = _judges(user, sheet)
    if not judges:
        return judges
    return Allowed() if sheet.state == "final" else FINAL_FROM_VERIFIED


def give(user: Any, sheet: Sheet, source: str) -> Answer:
    """Answer whether the person may give marks of a source now, also by the state of the sheet."""
    if source == Source.SELF:
        parts = _parts(user, sheet)
        typed = parts.runs and not _acts_for(parts, sheet)
        return fill_for(user, sheet) if typed else fill(user, sheet)
    if source == Source.INSPECTION:
        return inspect(user, sheet)
    if source == Source.FINAL:
        return correct(user, sheet)
    verifies = verify(user, sheet)
    if not verifies:
        return verifies
    if sheet.state in ("verified", "final"):
        return ALREADY_VERIFIED
    return verifies if sheet.state == "submitted" else NOT_SENT


def give_line(user: Any, sheet: Sheet, source: str, line: CompiledLine, table: CompiledTable) -> Answer:
    """Answer the same for one line of the sheet's table."""
    if source != Source.SELF:
        return give(user, sheet, source)
    if line.rule.supplied:
        return Denied(SUPPLIED, values=(("body", line.rule.parameters.get("body", "–")),))
    answer = give(user, sheet, source)
    return in_sections(user, sheet, line.pk, table) if answer else answer


def in_sections(user: Any, sheet: Sheet, line: int, table: Table) -> Answer:
    """Refuse a line that the person, who fills only sections of the sheet, does not fill."""
    parts = _parts(user, sheet)
    if parts.runs or _acts_for(parts, sheet):
        return Allowed()
    sections = sections_of_editor(user, sheet.membership)
    if may_edit(table, sections, line):
        return Allowed()
    return Denied(OTHER_SECTIONS, values=(("sections", ", ".join(sorted(sections)) or "–"),))


@policy("scoring.give")
def give_policy(user: Any, subject: tuple[Sheet, str]) -> Answer:
    """The same question for `can`: the subject is (sheet, source)."""
    return give(user, *subject)


@policy("scoring.recalculate")
def recalculate(user: Any, group: MemberGroup) -> Answer:
    """Compute the rules across the units anew: the standing body."""
    parts = parts_in(group.cycle, user)
    if parts.standing_body:
        return Allowed()
    return ONLY_STANDING_BODY if parts.sees else HIDDEN


@policy("scoring.see-grid")
def see_grid(user: Any, cycle: Cycle) -> Answer:
    """All members beside each other: those who run or read the year, members once a ranking was announced."""
    parts = parts_in(cycle, user)
    if parts.runs or parts.reads_all:
        return Allowed()
    if not parts.sees:
        return HIDDEN
    return Allowed() if announced_in(cycle) else NOT_ANNOUNCED
