"""Writing units and the cluster. Lasting identities: never removed by a file."""

from typing import Any

from awards.exchange.writing.scope import Attributes, Scope, change_row, day, flag, text, unit, values, whole
from clusters.organisation.models import Cluster, Succession, Unit, UnitAlias, UnitKind, UnitName
from emulation.core.text import search_key

UNIT: Attributes = {
    "code": text("code"),
    "name": text("name"),
    "short_name": text("short_name"),
    "kind": whole("kind", UnitKind.OTHER),  # type: ignore[arg-type]
    "parent": unit("parent"),
    "position": whole("position", 0),
    "is_sample": flag("is_sample"),
    "dissolved_on": day("dissolved_on"),
}
NAME: Attributes = {"name": text("name"), "valid_from": day("valid_from"), "valid_to": day("valid_to")}
CLUSTER: Attributes = {
    "code": text("code"),
    "name": text("name"),
    "kind": text("kind"),
    "level": text("level"),
    "owner": unit("owner"),
    "family": text("family"),
    "position": whole("position", 0),
}


def _create(scope: Scope, waiting: dict[str, dict[str, Any]]) -> None:
    """Insert units, parents before children, one statement per generation."""
    while waiting:
        ready = {code: one for code, one in waiting.items() if one.get("parent") not in waiting}
        rows = [Unit(**values(UNIT, record, scope)) for record in ready.values()]
        for row in rows:
            row.set_keys()
        Unit.objects.bulk_create(rows, batch_size=500)
        scope.forget("units")
        waiting = {code: one for code, one in waiting.items() if code not in ready}


def _names(scope: Scope, code: str, names: list[dict[str, Any]]) -> None:
    UnitName.objects.filter(unit=scope.units[code]).delete()
    rows = [UnitName(unit_id=scope.units[code], **values(NAME, name, scope)) for name in names]
    UnitName.objects.bulk_create(rows)


def _aliases(scope: Scope, code: str, aliases: list[str]) -> None:
    UnitAlias.objects.filter(unit=scope.units[code]).delete()
    rows = [UnitAlias(unit_id=scope.units[code], text=text, search_key=search_key(text)) for text in aliases]
    UnitAlias.objects.bulk_create(rows)


def _successor(scope: Scope, code: str, successor: dict[str, Any] | None) -> None:
    Succession.objects.filter(predecessor=scope.units[code]).delete()
    if successor:
        Succession.objects.create(
            predecessor_id=scope.units[code],
            successor_id=scope.units[successor["unit"]],
            on=day("on").value(successor["on"], scope),
            decision=successor.get("decision", ""),
        )


def write_units(scope: Scope) -> None:
    """Make new units, then change those that the file now describes differently."""
    created = {key[1]: record for key, record in scope.created("units")}
    _create(scope, dict(created))
    changed = {key[1]: fields for key, fields in scope.changed("units")}
    rows = {row.code: row for row in Unit.objects.filter(code__in=changed)}
    for code, fields in changed.items():
        change_row(rows[code], UNIT, fields, scope)
    for code, fields in {**created, **changed}.items():
        if "names" in fields:
            _names(scope, code, fields["names"] or [])
        if "aliases" in fields:
            _aliases(scope, code, fields["aliases"] or [])
        if "successor" in fields:
            _successor(scope, code, fields["successor"])


def write_cluster(scope: Scope) -> Cluster:
    """Make or change the cluster; returns it."""
    for _key, record in scope.created("cluster"):
        row = Cluster(**values(CLUSTER, record, scope))
        if record.get("parent"):
            row.parent = Cluster.objects.get(code=record["parent"])
        row.save()
    cluster = Cluster.objects.get(code=scope.document["cluster"]["code"])
    for _key, fields in scope.changed("cluster"):
        change_row(cluster, CLUSTER, fields, scope)
        if "parent" in fields:
            cluster.parent = Cluster.objects.filter(code=fields["parent"] or "").first()
            cluster.save(update_fields=["parent"])
    return cluster
