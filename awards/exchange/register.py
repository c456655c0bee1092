"""What the database knows already that a file may refer to."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from awards.catalogue.models import Award, AwardAlias
from awards.exchange.names import Names
from clusters.criteria.models import CriteriaTable, Criterion, NotArisen
from clusters.criteria.rules.table import Line
from clusters.organisation.models import Cluster, Unit, UnitAlias, UnitName


@dataclass(frozen=True)
class Says:
    """What a table says about the points of its lines."""

    places: int | None = None
    not_arisen: str = NotArisen.NEVER.value

    @classmethod
    def of(cls, table: dict[str, Any]) -> "Says":
        """Read it from a table in normal form."""
        return cls(table.get("inner_places"), table.get("not_arisen", NotArisen.NEVER.value))


@dataclass
class Register:
    """Units, awards, clusters and criteria tables that exist, or will once earlier files are written."""

    units: Names
    awards: Names
    clusters: set[str] = field(default_factory=set)
    tables: dict[str, dict[str, Line]] = field(default_factory=dict)
    # What each of these tables says beside its lines: decimals inside a rule, and tasks that did not arise.
    says: dict[str, "Says"] = field(default_factory=dict)
    # The codes of the lines of every version.
    codes: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    def learn(self, document: dict[str, Any]) -> None:
        """Add what a file that was read will bring."""
        for unit in document.get("units", []):
            self.units.add(unit["code"], unit["name"], other_names(unit))
        if "cluster" in document:
            self.clusters.add(document["cluster"]["code"])
        for table in document.get("criteria", []):
            self.tables[table["code"]] = {line["code"]: line_of(line) for line in table["lines"]}
            self.says[table["code"]] = Says.of(table)
            version = table.get("version", 1)
            self.codes[table["code"], version] = set(self.tables[table["code"]])

    def before(self, table: dict[str, Any]) -> set[str] | None:
        """Return the codes of the table whose lines one continues; None where that table is not known."""
        code, version = table.get("continues") or table["code"], table.get("version", 1)
        versions = [
            one for one in self.codes if one[0] == code and (table.get("continues") or one[1] < version)
        ]
        return self.codes[max(versions)] if versions else None


def other_names(unit: dict[str, Any]) -> list[str]:
    """Return every other name of a unit in normal form."""
    dated = [one["name"] for one in unit.get("names", [])]
    return [*unit.get("aliases", []), *dated, unit.get("short_name", "")]


def line_of(line: dict[str, Any]) -> Line:
    """Make a rules' line from one in normal form."""
    return Line(
        code=line["code"],
        name=line["name"],
        kind=line["kind"],
        maximum=Decimal(line["maximum"]),
        parent=line.get("parent", ""),
        minimum=Decimal(line.get("minimum", "0.00")),
        on_top=line.get("on_top", False),
        parameters=line.get("parameters", {}),
        ceiling=Decimal(line["ceiling"]) if line.get("ceiling") else None,
    )


def _units() -> Names:
    others: dict[str, list[str]] = defaultdict(list)
    for code, text in UnitAlias.objects.values_list("unit__code", "text"):
        others[code].append(text)
    for code, text in UnitName.objects.values_list("unit__code", "name"):
        others[code].append(text)
    names = Names("unit")
    for code, name, short in Unit.objects.values_list("code", "name", "short_name"):
        names.add(code, name, [short, *others[code]])
    return names


def _awards() -> Names:
    others: dict[str, list[str]] = defaultdict(list)
    for code, text in AwardAlias.objects.values_list("award__code", "text"):
        others[code].append(text)
    names = Names("award")
    for code, name in Award.objects.values_list("code", "name"):
        names.add(code, name, others[code])
    return names


def _tables() -> dict[str, dict[str, Line]]:
    """Return the lines of the newest version of each table."""
    newest = {code: pk for pk, code in CriteriaTable.objects.order_by("version").values_list("pk", "code")}
    by_table = {pk: code for code, pk in newest.items()}
    tables: dict[str, dict[str, Line]] = {code: {} for code in newest}
    for one in Criterion.objects.filter(table__in=by_table).select_related("parent").order_by("position"):
        tables[by_table[one.table_id]][one.code] = Line(
            code=one.code,
            name=one.name,
            kind=one.kind,
            maximum=one.maximum,
            parent=one.parent.code if one.parent else "",
            minimum=one.minimum,
            on_top=one.on_top,
            parameters=one.parameters,
            ceiling=one.ceiling,
        )
    return tables


def _codes() -> dict[tuple[str, int], set[str]]:
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for table, version, code in Criterion.objects.values_list("table__code", "table__version", "code"):
        found[table, version].add(code)
    return dict(found)


def current_register() -> Register:
    """Read the register from the database."""
    return Register(
        units=_units(),
        awards=_awards(),
        clusters=set(Cluster.objects.values_list("code", flat=True)),
        tables=_tables(),
        says={
            code: Says(places, not_arisen)
            for code, places, not_arisen in CriteriaTable.objects.order_by("version").values_list(
                "code", "inner_places", "not_arisen"
            )
        },
        codes=_codes(),
    )
