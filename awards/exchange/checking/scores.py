"""Marks against the rules of their criteria."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from awards.exchange.checking.tables import is_whole
from awards.exchange.register import Register, Says, line_of
from awards.exchange.shapes.base import Context
from clusters.criteria.models import NotArisen
from clusters.criteria.rules.base import Rule
from clusters.criteria.rules.kinds import rule_for
from clusters.criteria.rules.table import Line
from emulation.core.errors import Refused, gettext_noop

NO_MEMBER = gettext_noop("“%(unit)s” is not a member of this year.")
NO_CRITERION = gettext_noop("The table “%(table)s” has no criterion “%(code)s”.")


@dataclass
class Tables:
    """The rules that apply to each member of a year."""

    tables: dict[str, dict[str, Line]]
    table_of_unit: dict[str, str | None]
    says: dict[str, Says] = field(default_factory=dict)
    group_of_unit: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._rules: dict[tuple[str, str], Rule] = {}

    def rule(self, table: str, criterion: str) -> Rule | None:
        """Return the rule of a criterion, or None when the table does not hold it."""
        key = (table, criterion)
        if key not in self._rules:
            line = self.tables[table].get(criterion)
            if line is None:
                return None
            self._rules[key] = rule_for(
                line.kind,
                line.parameters,
                minimum=line.minimum,
                maximum=line.maximum,
                ceiling=line.ceiling,
                places=self.says.get(table, Says()).places,
            )
        return self._rules[key]


def tables_of(document: dict[str, Any], register: Register) -> Tables:
    """Join members, groups and tables; what is broken elsewhere is left out."""
    own = {
        table["code"]: {line["code"]: line_of(line) for line in table.get("lines", []) if is_whole(line)}
        for table in document.get("criteria", [])
        if "code" in table
    }
    tables = {**register.tables, **own}
    of_group = {group.get("code"): group.get("table") for group in document.get("groups", [])}
    return Tables(
        tables,
        {
            member["unit"]: table if (table := of_group.get(member.get("group"))) in tables else None
            for member in document.get("members", [])
            if "unit" in member
        },
        says={
            **register.says,
            **{one["code"]: Says.of(one) for one in document.get("criteria", []) if "code" in one},
        },
        group_of_unit={
            member["unit"]: member.get("group", "")
            for member in document.get("members", [])
            if "unit" in member
        },
    )


def _score(mark: dict[str, Any], rule: Rule, says: Says, *, on_top: bool) -> None:
    """Fill in computed points, or compare given ones; refuses what cannot come out of the rule."""
    given = mark.get("points")
    if mark.get("not_arisen"):
        _not_arisen(mark, rule, says, on_top=on_top)
    elif mark.get("inputs"):
        mark["inputs"] = rule.clean(mark["inputs"])
        if not rule.cross_unit:
            _settle(mark, rule.score(mark["inputs"]).points)
    elif given is not None:
        rule.accepts(Decimal(given))


def _settle(mark: dict[str, Any], points: Decimal) -> None:
    given = mark.get("points")
    if given is not None and Decimal(given) != points:
        raise Refused(
            gettext_noop("The inputs give %(points)s points, not %(given)s."), points=points, given=given
        )
    mark["points"] = f"{points:.2f}"


def _not_arisen(mark: dict[str, Any], rule: Rule, says: Says, *, on_top: bool) -> None:
    """A task that did not arise has full points, or none and is out of the denominator, as the table says."""
    if says.not_arisen == NotArisen.NEVER:
        raise Refused(gettext_noop("The table does not provide for tasks that did not arise."))
    if on_top or not rule.may_not_arise:
        raise Refused(gettext_noop("This criterion cannot be left out."))
    if not mark.get("reason") or mark.get("inputs"):
        raise Refused(gettext_noop("A mark of a task that did not arise has a reason and no inputs."))
    points = rule.maximum if says.not_arisen == NotArisen.FULL else None
    given = mark.get("points")
    if given is not None and (points is None or Decimal(given) != points):
        raise Refused(gettext_noop("A task that did not arise has the points the table says."))
    mark["points"] = None if points is None else f"{points:.2f}"


def _settle_groups(document: dict[str, Any], tables: Tables, context: Context) -> None:
    """Compute the points of rules that look across the units, for each group and source together."""
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for mark in document.get("marks", []):
        if {"unit", "criterion", "source"} <= set(mark) and mark.get("inputs"):
            group = tables.group_of_unit.get(mark["unit"], "")
            found[group, mark["criterion"], mark["source"]].append(mark)
    for (_group, criterion, _source), marks in found.items():
        table = tables.table_of_unit.get(marks[0]["unit"])
        try:
            rule = tables.rule(table, criterion) if table else None
            if rule is None or not rule.cross_unit:
                continue
            outcomes = rule.score_group({mark["unit"]: mark["inputs"] for mark in marks})
        except Refused:
            continue  # noted at the table, or at the mark
        for mark in marks:
            try:
                _settle(mark, outcomes[mark["unit"]].points)
            except Refused as error:
                context.refuse(mark, error, "inputs")


def _check_mark(mark: dict[str, Any], tables: Tables, context: Context) -> None:
    if mark["unit"] not in tables.table_of_unit:
        if "members" not in tables.broken:
            context.refuse(mark, NO_MEMBER, "unit", unit=mark["unit"])
        return
    table = tables.table_of_unit[mark["unit"]]
    if table is None:
        if not tables.broken:
            context.refuse(mark, gettext_noop("The unit's group has no criteria table."), "criterion")
        return
    try:
        rule = tables.rule(table, mark["criterion"])
    except Refused:
        return  # noted where the table stands
    if rule is None:
        if "criteria" not in tables.broken:
            context.refuse(mark, NO_CRITERION, "criterion", table=table, code=mark["criterion"])
        return
    try:
        line = tables.tables[table][mark["criterion"]]
        says = tables.says.get(table, Says())
        _score(mark, rule, says, on_top=_on_top(line, tables.tables[table]))
    except Refused as error:
        key = "not_arisen" if mark.get("not_arisen") else "inputs" if mark.get("inputs") else "points"
        context.refuse(mark, error, key)


def _on_top(line: Line, lines: dict[str, Line]) -> bool:
    """Whether a line, or one above it, stands outside the sum."""
    seen: set[str] = set()
    while not line.on_top and line.parent in lines and line.parent not in seen:
        seen.add(line.parent)
        line = lines[line.parent]
    return line.on_top


def check_scores(document: dict[str, Any], context: Context, register: Register) -> None:
    """Check every mark against the rule of its criterion, and compute points from given inputs."""
    tables = tables_of(document, register)
    # What is wrong there is not refused once more at every mark that rests on it.
    tables.broken = {part for part in ("criteria", "groups", "members") if context.reading.is_broken(part)}
    for mark in document.get("marks", []):
        if {"unit", "criterion", "source"} <= set(mark):
            _check_mark(mark, tables, context)
    _settle_groups(document, tables, context)
