"""Writing sheets and marks, thousands in few statements. Marks from a file carry no person."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from awards.exchange.writing.scope import Attributes, Scope, change_row, day, moment, text, values
from clusters.criteria.models import CriteriaTable, Criterion, TableState
from clusters.criteria.reading import rule_of
from clusters.criteria.rules.base import Rule
from clusters.criteria.rules.kinds import KINDS
from clusters.scoring.models import Mark, Sheet
from clusters.scoring.services import totals

SHEET: Attributes = {
    "state": text("state"),
    "submitted_at": moment("submitted_at"),
    "return_reason": text("return_reason"),
    "return_until": day("return_until"),
}
CHANGED = [
    "points",
    "not_arisen",
    "inputs",
    "explanation",
    "reason",
    "evidence",
    "given_for",
    "given_at",
    "version",
]


def write_sheets(scope: Scope) -> None:
    """Make and change sheets; a member with marks has one even when the file does not speak of it."""
    named = {key[1]: record for key, record in scope.created("sheets")}
    silent = {key[1]: {"state": "not-begun"} for key, _mark in scope.created("marks") if key[1] not in named}
    existing = scope.sheets
    rows = [
        Sheet(membership=scope.members[code], **values(SHEET, record, scope))
        for code, record in {**silent, **named}.items()
        if code not in existing
    ]
    Sheet.objects.bulk_create(rows, batch_size=500)
    for code, record in named.items():
        if code in existing:
            change_row(existing[code], SHEET, record, scope)
    for key, fields in scope.changed("sheets"):
        change_row(existing[key[1]], SHEET, fields, scope)
    for key in scope.removed("sheets"):
        change_row(existing[key[1]], SHEET, {**dict.fromkeys(SHEET), "state": "not-begun"}, scope)
    scope.forget("sheets")


class _Criteria:
    """The criteria of the tables that score the cycle, with their rules made once."""

    def __init__(self, scope: Scope) -> None:
        rows = Criterion.objects.filter(table__bindings__group__cycle=scope.cycle).select_related("table")
        self.tables = {
            group.pk: group.binding.table_id for group in scope.groups.values() if hasattr(group, "binding")
        }
        self.rows = {(row.table_id, row.code): row for row in rows}
        self.rules: dict[int, Rule] = {}
        self.members = {code: member.group_id for code, member in scope.members.items()}

    def find(self, unit: str, code: str) -> Criterion:
        return self.rows[self.tables[self.members[unit]], code]

    def explanation(self, criterion: Criterion, inputs: dict[str, Any]) -> dict[str, Any]:
        if not inputs:
            return {}
        if criterion.pk not in self.rules:
            self.rules[criterion.pk] = rule_of(criterion, places=criterion.table.inner_places)
        rule = self.rules[criterion.pk]
        # Rules that look across the units explain themselves together, once all marks are written.
        return {} if rule.cross_unit else rule.score(inputs).explanation


def _fill(mark: Mark, record: dict[str, Any], criteria: _Criteria, scope: Scope) -> None:
    points = record.get("points")
    mark.points = None if points is None else Decimal(points)
    mark.not_arisen = bool(record.get("not_arisen"))
    mark.inputs = record.get("inputs") or {}
    mark.explanation = criteria.explanation(mark.criterion, mark.inputs)
    mark.reason = record.get("reason") or ""
    mark.evidence = record.get("evidence") or ""
    given_for = record.get("given_for")
    mark.given_for_id = scope.units[given_for] if given_for else None
    given_at = record.get("given_at")
    mark.given_at = moment("given_at").value(given_at, scope) or scope.now


def write_marks(scope: Scope) -> None:
    """Make, change and remove marks; the tables they rest on are frozen from here on."""
    created, changed = list(scope.created("marks")), dict(scope.changed("marks"))
    removed = set(scope.removed("marks"))
    if not (created or changed or removed):
        return
    criteria = _Criteria(scope)
    rows = []
    for (_kind, unit, code, source), record in created:
        mark = Mark(sheet=scope.sheets[unit], criterion=criteria.find(unit, code), source=source)
        _fill(mark, record, criteria, scope)
        rows.append(mark)
    Mark.objects.bulk_create(rows, batch_size=1000)
    if changed or removed:
        _change_and_remove(scope, criteria, set(changed), removed)
    _freeze(scope)
    _settle_groups(scope)
    totals.recompute(sheet.pk for sheet in scope.sheets.values())


def _change_and_remove(
    scope: Scope,
    criteria: _Criteria,
    changed: set[tuple[str, ...]],
    removed: set[tuple[str, ...]],
) -> None:
    wanted = {
        ("marks", mark["unit"], mark["criterion"], mark["source"]): mark for mark in scope.document["marks"]
    }
    codes = {key[1] for key in changed | removed}
    rows = (
        Mark.objects.by_tables_in_force()
        .filter(sheet__membership__cycle=scope.cycle, sheet__membership__unit__code__in=codes)
        .select_related("criterion__table", "sheet__membership__unit")
    )
    gone, new = [], []
    for mark in rows:
        key = ("marks", mark.sheet.membership.unit.code, mark.criterion.code, mark.source)
        if key in removed:
            gone.append(mark.pk)
        elif key in changed:
            _fill(mark, wanted[key], criteria, scope)
            mark.version += 1
            new.append(mark)
    Mark.objects.filter(pk__in=gone).delete()
    Mark.objects.bulk_update(new, CHANGED, batch_size=200)


def _settle_groups(scope: Scope) -> None:
    """Compute the lines that look across the units anew, together with what persons entered."""
    kinds = [kind for kind, rule in KINDS.items() if rule.cross_unit]
    rows = (
        Mark.objects.by_tables_in_force()
        .filter(sheet__membership__cycle=scope.cycle, criterion__kind__in=kinds)
        .exclude(inputs={})
        .select_related("criterion__table", "sheet__membership")
        .order_by("pk")
    )
    together: dict[tuple[int, int, str], dict[int, Mark]] = defaultdict(dict)
    for mark in rows:
        key = (mark.sheet.membership.group_id, mark.criterion_id, mark.source)
        together[key][mark.sheet_id] = mark
    changed = []
    for marks in together.values():
        criterion = next(iter(marks.values())).criterion
        rule = rule_of(criterion, places=criterion.table.inner_places)
        outcomes: Mapping[Any, Any] = rule.score_group({key: mark.inputs for key, mark in marks.items()})
        for key, outcome in outcomes.items():
            marks[key].points, marks[key].explanation = outcome.points, outcome.explanation
            changed.append(marks[key])
    Mark.objects.bulk_update(changed, ["points", "explanation"], batch_size=200)


def _freeze(scope: Scope) -> None:
    """Freeze the tables that now have marks; their sums were checked when the file was read."""
    drafts = CriteriaTable.objects.filter(bindings__group__cycle=scope.cycle, state=TableState.DRAFT)
    for table in drafts.distinct():
        if Mark.objects.filter(criterion__table=table).exists():
            table.state, table.frozen_at = TableState.FROZEN, scope.now
            table.save(update_fields=["state", "frozen_at"])
