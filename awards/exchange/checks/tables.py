"""Criteria tables: everything the rules of tables find, at the lines it concerns."""

from decimal import Decimal
from typing import Any

from awards.exchange.register import Register, line_of
from awards.exchange.shapes import Context
from clusters.criteria.rules.table import problems
from emulation.core.errors import gettext_noop


def _is_whole(line: dict[str, Any]) -> bool:
    return all(key in line for key in ("code", "name", "kind", "maximum"))


def _check_table(table: dict[str, Any], context: Context) -> None:
    lines = [line for line in table.get("lines", []) if _is_whole(line)]
    if len(lines) < len(table.get("lines", [])) or "scale" not in table:
        return
    by_code = {line["code"]: line for line in lines}
    for problem in problems([line_of(line) for line in lines], Decimal(table["scale"])):
        context.refuse(by_code.get(problem.place, table), problem)


def check_tables(document: dict[str, Any], context: Context, register: Register) -> None:
    """Check each table, and that each group is scored by a table that exists."""
    for table in document.get("criteria", []):
        _check_table(table, context)
    known = {table.get("code") for table in document.get("criteria", [])} | set(register.tables)
    for group in document.get("groups", []):
        if group.get("table") and group["table"] not in known:
            context.refuse(
                group,
                gettext_noop("“%(code)s” is neither a table of this file nor one of the register."),
                "table",
                code=group["table"],
            )
