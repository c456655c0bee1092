"""Criteria tables: everything the rules of tables find, at the lines it concerns."""

from decimal import Decimal
from typing import Any

from awards.exchange.exporting.criteria import NONE
from awards.exchange.register import Register, line_of
from awards.exchange.shapes.base import Context
from clusters.criteria.rules.bands import read_bands
from clusters.criteria.rules.kinds import rule_for
from clusters.criteria.rules.table import problems
from emulation.core.errors import Refused, gettext_noop


def is_whole(line: dict[str, Any]) -> bool:
    """Tell whether a line says all that its rule needs."""
    return all(key in line for key in ("code", "name", "kind", "maximum"))


def _check_rules(lines: list[dict[str, Any]], context: Context) -> None:
    for one in (line_of(line) for line in lines):
        rule = rule_for(
            one.kind, one.parameters, minimum=one.minimum, maximum=one.maximum, ceiling=one.ceiling
        )
        for problem in rule.problems():
            context.refuse(next(line for line in lines if line["code"] == one.code), problem)


def _check_table(table: dict[str, Any], context: Context) -> None:
    lines = [line for line in table.get("lines", []) if is_whole(line)]
    if "scale" not in table or len(lines) < len(table.get("lines", [])):
        _check_rules(lines, context)  # the sums of a table with holes say nothing
        return
    by_code = {line["code"]: line for line in lines}
    try:
        bands = read_bands(table.get("bands", []))
    except Refused as error:
        context.refuse(table, error, "bands")
        bands = ()
    named = {band["name"]: band for band in table.get("bands", []) if "name" in band}
    for problem in problems([line_of(line) for line in lines], Decimal(table["scale"]), bands):
        if problem.field == "bands":
            context.refuse(named.get(problem.place, table), problem)
        else:
            context.refuse(by_code.get(problem.place, table), problem)


def _check_links(table: dict[str, Any], context: Context, register: Register) -> None:
    """Refuse a line that stands for none; where the table before is not known here, nothing is said of it."""
    before = register.before(table) if "code" in table else None
    if before is None:
        table.pop("continues", None)
    for line in table.get("lines", []):
        said = line.get("replaces")
        if before is None:
            line.pop("replaces", None)
        elif said == line.get("code") or (said == NONE and line.get("code") not in before):
            line.pop("replaces", None)  # the default, said once more
        elif said and said != NONE and said not in before:
            message = gettext_noop("The table before has no line “%(old)s”.")
            context.refuse(line, message, "replaces", old=said)


def check_tables(document: dict[str, Any], context: Context, register: Register) -> None:
    """Check each table, and that each group is scored by a table that exists."""
    for table in document.get("criteria", []):
        _check_table(table, context)
        _check_links(table, context, register)
    known = {table.get("code") for table in document.get("criteria", [])} | set(register.tables)
    for group in document.get("groups", []):
        if group.get("table") and group["table"] not in known:
            context.refuse(
                group,
                gettext_noop("“%(code)s” is neither a table of this file nor one of the register."),
                "table",
                code=group["table"],
            )
