"""What a correction of a criteria table does to the marks of a group: computed before anything is changed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from clusters.criteria import comparing
from clusters.criteria.comparing import Pair, pairs
from clusters.criteria.models import CriteriaTable
from clusters.criteria.reading import rule_of
from clusters.cycles.models import MemberGroup
from clusters.scoring.models import Mark, Sheet
from clusters.scoring.states import FILLABLE
from emulation.core.errors import Conflict, Refused, gettext_noop

POINTS, RULE = comparing.POINTS, comparing.RULE
KEPT, NEW, REMOVED, SPLIT, ROUNDING = "kept", "new", "removed", "split", "rounding"
# What becomes of the marks of a line, with the tone pages show it in.
VERDICTS: dict[str, tuple[str, str]] = {
    KEPT: (gettext_noop("carries over"), "done"),
    POINTS: (gettext_noop("to be given again: the points changed"), "back"),
    RULE: (gettext_noop("to be given again: the rule changed"), "back"),
    SPLIT: (gettext_noop("to be given again: several lines stand for one"), "back"),
    ROUNDING: (gettext_noop("to be given again: the table rounds otherwise"), "back"),
    NEW: (gettext_noop("to be given: the line is new"), "back"),
    REMOVED: (gettext_noop("falls away: its points no longer count"), "late"),
}

NOT_LATER = gettext_noop("This is no later version of the table that scores the group.")


@dataclass(frozen=True)
class Fate:
    """What becomes of one line and of its marks. `not_arisen` of the marks say that the task did not arise."""

    pair: Pair
    verdict: str
    marks: int = 0
    not_arisen: int = 0

    @property
    def is_open(self) -> bool:
        """Whether points of the line must be given (again)."""
        return self.verdict not in (KEPT, REMOVED)


@dataclass(frozen=True)
class Plan:
    """What adopting a version would do, line by line, to the marks of one group."""

    group: MemberGroup
    old: CriteriaTable
    new: CriteriaTable
    pairs: tuple[Pair, ...]
    fates: tuple[Fate, ...]

    @cached_property
    def carried(self) -> dict[int, int]:
        """The lines whose marks carry over: old to new, by key."""
        return {
            fate.pair.old.pk: fate.pair.new.pk for fate in self._of(KEPT) if fate.pair.old and fate.pair.new
        }

    @cached_property
    def continued(self) -> dict[int, int]:
        """The lines that take marks and go on as one line, their rule changed or not: old to new, by key."""
        return {
            fate.pair.old.pk: fate.pair.new.pk
            for fate in self.fates
            if fate.verdict in (KEPT, POINTS, RULE, ROUNDING) and fate.pair.old and fate.pair.new
        }

    @property
    def renamed(self) -> dict[str, str]:
        """The codes that changed of lines that go on, old to new: editors and tie rules name sections by code."""
        return {
            pair.old.code: pair.new.code
            for pair in self.pairs
            if pair.old and pair.new and not pair.is_shared and pair.old.code != pair.new.code
        }

    @property
    def arisen_anew(self) -> bool:
        """Whether the versions treat tasks that did not arise otherwise: such marks do not carry over."""
        return self.old.not_arisen != self.new.not_arisen

    @property
    def kept_marks(self) -> int:
        """How many marks carry over."""
        return sum(fate.marks - (fate.not_arisen if self.arisen_anew else 0) for fate in self._of(KEPT))

    @property
    def lost_marks(self) -> int:
        """How many marks no longer count."""
        return sum(fate.marks for fate in self.fates) - self.kept_marks

    @property
    def open_lines(self) -> list[Fate]:
        """The lines that must be given, or given again, on every sheet."""
        return [fate for fate in self.fates if fate.is_open]

    @property
    def counts(self) -> Counter[str]:
        """How many lines have which verdict."""
        return Counter(fate.verdict for fate in self.fates)

    def _of(self, verdict: str) -> Iterable[Fate]:
        return (fate for fate in self.fates if fate.verdict == verdict)


def _verdict(pair: Pair, old: CriteriaTable, new: CriteriaTable) -> str:
    if pair.old is None or (not pair.old.is_leaf and pair.new):
        return NEW
    if pair.new is None or not pair.new.is_leaf:
        return REMOVED
    if pair.is_shared:
        return SPLIT
    for change in (POINTS, RULE):
        if change in pair.changes:
            return change
    rounds_otherwise = old.inner_places != new.inner_places and rule_of(pair.new).inputs
    return ROUNDING if rounds_otherwise else KEPT


def _takes_marks(pair: Pair) -> bool:
    return any(row is not None and row.is_leaf for row in (pair.old, pair.new))


def table_in_force(group: MemberGroup) -> CriteriaTable:
    """Return the table that scores a group now; refuses a group without one."""
    found = CriteriaTable.objects.filter(bindings__group=group).first()
    if found is None:
        raise Refused(gettext_noop("No criteria table is bound to the group “%(group)s”."), group=group)
    return found


def check_later(old: CriteriaTable, new: CriteriaTable) -> None:
    """Refuse a table that is no later version of the one in force."""
    if new.pk == old.pk:
        raise Conflict(gettext_noop("The group is scored by this version already."), current=old)
    if new.code != old.code or new.version < old.version:
        raise Refused(NOT_LATER)


def preview_adoption(group: MemberGroup, table: CriteriaTable) -> Plan:
    """Say, line by line, which marks would carry over to a later version and which must be given again.

    A mark carries over where one line stands for one line and kind, bounds, parameters and place in the sum
    are the same. Six queries for neighbouring versions, whatever the number of lines and members.
    """
    old = table_in_force(group)
    check_later(old, table)
    given = Q(points__isnull=False) | Q(not_arisen=True)
    counts = {
        criterion: (marks, not_arisen)
        for criterion, marks, not_arisen in Mark.objects.filter(
            given, sheet__membership__group=group, criterion__table=old
        )
        .order_by()
        .values_list("criterion")
        .annotate(count=Count("pk"), gone=Count("pk", filter=Q(not_arisen=True)))
    }
    found = tuple(pairs(old, table))
    fates = []
    for pair in found:
        if _takes_marks(pair):
            # The marks of a line that several stand for are counted once.
            marks, not_arisen = counts.pop(pair.old.pk, (0, 0)) if pair.old else (0, 0)
            fates.append(Fate(pair, _verdict(pair, old, table), marks, not_arisen))
    return Plan(group, old, table, found, tuple(fates))


def what_opens(plan: Plan, sheets: Iterable[Sheet]) -> tuple[list[Sheet], list[Sheet]]:
    """Return the sheets that go back to their units, and those whose verification opens again.

    A sheet goes back when a line the unit is asked for must be given; where only a named body is asked, a
    confirmed sheet is open for verification again.
    """
    asked = [fate for fate in plan.open_lines if fate.pair.new and not rule_of(fate.pair.new).supplied]
    lost = _with_not_arisen(plan) if plan.arisen_anew else frozenset()
    back, reopened = [], []
    for sheet in sheets:
        if sheet.state in FILLABLE:
            continue
        if asked or sheet.pk in lost:
            back.append(sheet)
        elif plan.open_lines and sheet.state == "verified":
            reopened.append(sheet)
    return back, reopened


def _with_not_arisen(plan: Plan) -> frozenset[int]:
    rows = Mark.objects.filter(
        sheet__membership__group=plan.group, criterion__in=plan.carried, not_arisen=True
    )
    return frozenset(rows.values_list("sheet", flat=True))
