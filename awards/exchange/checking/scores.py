"""Marks against the rules of their criteria."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from awards.exchange.checking.tables import is_whole
from awards.exchange.register import Register, line_of
from awards.exchange.shapes.base import Context
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
                line.kind, line.parameters, minimum=line.minimum, maximum=line.maximum
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
    )


def _score(mark: dict[str, Any], rule: Rule) -> None:
    """Fill in computed points, or compare given ones; refuses what cannot come out of the rule."""
    given = mark.get("points")
    if mark.get("inputs"):
        points = rule.score(mark["inputs"]).points
        if given is not None and Decimal(given) != points:
            raise Refused(
                gettext_noop("The inputs give %(points)s points, not %(given)s."), points=points, given=given
            )
        mark["points"] = f"{points:.2f}"
    elif given is not None:
        rule.accepts(Decimal(given))


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
        _score(mark, rule)
    except Refused as error:
        context.refuse(mark, error, "inputs" if mark.get("inputs") else "points")


def check_scores(document: dict[str, Any], context: Context, register: Register) -> None:
    """Check every mark against the rule of its criterion, and compute points from given inputs."""
    tables = tables_of(document, register)
    # What is wrong there is not refused once more at every mark that rests on it.
    tables.broken = {part for part in ("criteria", "groups", "members") if context.reading.is_broken(part)}
    for mark in document.get("marks", []):
        if {"unit", "criterion", "source"} <= set(mark):
            _check_mark(mark, tables, context)
