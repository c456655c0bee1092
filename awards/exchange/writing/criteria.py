"""Writing criteria tables and which group is scored by which. A frozen table is never changed."""

from decimal import Decimal
from typing import Any

from django.db.models import F

from awards.exchange.exporting.criteria import NONE
from awards.exchange.register import line_of
from awards.exchange.writing.scope import (
    Attribute,
    Attributes,
    Scope,
    change_row,
    day,
    flag,
    number,
    text,
    values,
    whole,
)
from clusters.criteria.models import CriteriaBinding, CriteriaTable, Criterion
from clusters.criteria.services import Draft, Extras, write_lines
from clusters.organisation.models import Unit
from clusters.scoring.models import Mark
from emulation.core.errors import Refused, gettext_noop

TABLE: Attributes = {
    "code": text("code"),
    "version": whole("version", 1),
    "name": text("name"),
    "scale": number("scale", Decimal(0)),
    "issued_by": text("issued_by"),
    "decision_number": text("decision_number"),
    "decided_on": day("decided_on"),
    "is_partial": flag("is_partial"),
    "not_arisen": whole("not_arisen", "never"),  # type: ignore[arg-type]
    "ranked_by": whole("ranked_by", "raw"),  # type: ignore[arg-type]
    "inner_places": whole("inner_places"),
    "bands": Attribute("bands", list, []),
    "note": text("note"),
}
# What a frozen table counts by.
COUNTS = frozenset({"scale", "not_arisen", "ranked_by", "inner_places", "bands", "continues"})
# What may still change on the line of a frozen table: nothing that a mark rests on.
WORDS = frozenset({"name", "note"})

FROZEN = gettext_noop("The table %(table)s is frozen by its first mark; bring it as a new version.")
MARKED = gettext_noop("The group %(group)s has marks by another table; it keeps that table.")


def _draft(table: dict[str, Any]) -> Draft:
    codes = {line["verified_by"] for line in table["lines"] if line.get("verified_by")}
    verifiers = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    extras = {
        line["code"]: Extras(
            line.get("note", ""), verifiers.get(line.get("verified_by", "")), _replaces(line)
        )
        for line in table["lines"]
        if line.get("note") or line.get("verified_by") or line.get("replaces")
    }
    return Draft([line_of(line) for line in table["lines"]], extras)


def _replaces(line: dict[str, Any]) -> str | None:
    """What a line stands for: nothing said means the line with its own code."""
    said = line.get("replaces")
    return "" if said == NONE else said or None


def _base(table: dict[str, Any]) -> CriteriaTable | None:
    """Return the table whose lines a new one continues: the one it names, else its version before."""
    code, versions = table.get("continues"), CriteriaTable.objects.order_by("-version")
    if code:
        return versions.filter(code=code).first()
    return versions.filter(code=table["code"], version__lt=table.get("version", 1)).first()


def _new_tables(scope: Scope, tables: dict[str, dict[str, Any]]) -> set[str]:
    created = set()
    for key, record in scope.created("criteria"):
        code = key[1]
        base = _base(tables[code])
        previous = base if base and base.code == code else None
        row = CriteriaTable.objects.create(previous=previous, **values(TABLE, record, scope))
        write_lines(row, _draft(tables[code]), base=base)
        created.add(code)
    return created


def _changed_lines(scope: Scope, created: set[str]) -> dict[str, set[str]]:
    """Return the fields that change on the lines of tables that exist, by the table's code."""
    found: dict[str, set[str]] = {}
    for key in [*(key for key, _record in scope.created("lines")), *scope.removed("lines")]:
        if key[1] not in created:
            found.setdefault(key[1], set()).add("lines")
    for key, fields in scope.changed("lines"):
        found.setdefault(key[1], set()).update(fields)
    return found


def write_tables(scope: Scope) -> None:
    """Make new tables; change drafts as a whole, and the words alone of frozen ones.

    Two versions of one code are two tables: the file names the version it brings.
    """
    tables = {table["code"]: table for table in scope.document.get("criteria", [])}
    created = _new_tables(scope, tables)
    rows = {}
    for code, table in tables.items():
        rows[code] = CriteriaTable.objects.get(code=code, version=table.get("version", 1))
    for key, fields in scope.changed("criteria"):
        row = rows[key[1]]
        if "continues" in fields and not row.is_frozen:
            write_lines(row, _draft(tables[key[1]]), base=_base(tables[key[1]]))
        if row.is_frozen and COUNTS & set(fields):
            raise Refused(FROZEN, field="criteria", table=row.code)
        change_row(row, TABLE, fields, scope)
    for code, names in _changed_lines(scope, created).items():
        _change_lines(scope, rows[code], tables[code], names)


def _change_lines(scope: Scope, row: CriteriaTable, table: dict[str, Any], names: set[str]) -> None:
    if not row.is_frozen and not names <= WORDS:
        write_lines(row, _draft(table), base=_base(table))
        return
    if not names <= WORDS:
        raise Refused(FROZEN, field="criteria", table=row.code)
    for key, fields in scope.changed("lines"):
        if key[1] == row.code:
            changed = {name: fields[name] or "" for name in fields}
            Criterion.objects.filter(table=row, code=key[3]).update(**changed)
    CriteriaTable.objects.filter(pk=row.pk).update(wording=F("wording") + 1)


def write_bindings(scope: Scope) -> None:
    """Say which group is scored by which table: the version of the file, else the newest of the register."""
    versions = {table["code"]: table.get("version", 1) for table in scope.document.get("criteria", [])}
    for key, fields in [*scope.created("groups"), *scope.changed("groups")]:
        if "table" in fields:
            _bind(scope, key[1], fields["table"] or "", versions)
    # A new version of a table that a group has already.
    for key, _record in scope.created("criteria"):
        for group in scope.document["groups"]:
            if group.get("table") == key[1]:
                _bind(scope, group["code"], key[1], versions)


def _bind(scope: Scope, group_code: str, code: str, versions: dict[str, int]) -> None:
    group = scope.groups[group_code]
    tables = CriteriaTable.objects.filter(code=code).order_by("-version")
    if code in versions:
        tables = tables.filter(version=versions[code])
    table = tables.first() if code else None
    bound = CriteriaBinding.objects.filter(group=group).first()
    if bound and table and bound.table_id == table.pk:
        return
    if bound and Mark.objects.filter(sheet__membership__group=group).exists():
        raise Refused(MARKED, field="groups", group=group_code)
    CriteriaBinding.objects.filter(group=group).delete()
    if table:
        CriteriaBinding.objects.create(group=group, table=table)
