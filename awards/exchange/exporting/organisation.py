"""The cluster, and every unit a document names."""

from collections import defaultdict
from typing import Any

from awards.exchange.format import DOCUMENT
from awards.exchange.format.organisation import CLUSTER, UNIT
from awards.exchange.models import LoadedCycle
from clusters.organisation.models import Cluster, Succession, Unit, UnitAlias, UnitName


def day(value: Any) -> str | None:
    """Write a day in normal form."""
    return None if value is None else value.isoformat()


def cluster_of(cluster: Cluster) -> dict[str, Any]:
    """Return the cluster in normal form."""
    return CLUSTER.normal(
        {
            "code": cluster.code,
            "name": cluster.name,
            "kind": cluster.kind,
            "level": cluster.level,
            "owner": cluster.owner.code,
            "family": cluster.family,
            "parent": cluster.parent.code if cluster.parent else "",
            "position": cluster.position,
        }
    )


def _with_kin(codes: set[str]) -> set[str]:
    """Add the parents and successors that the units themselves refer to."""
    parents = dict(Unit.objects.exclude(parent=None).values_list("code", "parent__code"))
    successors = dict(Succession.objects.values_list("predecessor__code", "successor__code"))
    waiting, found = list(codes), set(codes)
    while waiting:
        code = waiting.pop()
        for kin in (parents.get(code), successors.get(code)):
            if kin and kin not in found:
                found.add(kin)
                waiting.append(kin)
    return found


def units_named_in(document: dict[str, Any], loaded: LoadedCycle | None) -> list[dict[str, Any]]:
    """Return every unit the document refers to, with those its file brought, in official order."""
    codes = set(DOCUMENT.units_in({**document, "units": []}))
    if loaded:
        codes |= {key[1] for key, _record in loaded.records if key[0] == "units"}
    return units_with_codes(_with_kin(codes))


def units_with_codes(codes: set[str]) -> list[dict[str, Any]]:
    """Return these units in normal form, in official order."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for unit, text in UnitAlias.objects.values_list("unit", "text").order_by("pk"):
        aliases[unit].append(text)
    dated: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for name in UnitName.objects.order_by("pk"):
        dated[name.unit_id].append(
            _drop_empty(
                {"name": name.name, "valid_from": day(name.valid_from), "valid_to": day(name.valid_to)}
            )
        )
    successors = {
        one.predecessor_id: _drop_empty(
            {"unit": one.successor.code, "on": day(one.on), "decision": one.decision}
        )
        for one in Succession.objects.select_related("successor")
    }
    chosen = [unit for unit in Unit.objects.select_related("parent") if unit.code in codes]
    return [
        UNIT.normal(
            {
                "code": unit.code,
                "name": unit.name,
                "short_name": unit.short_name,
                "kind": unit.kind,
                "parent": unit.parent.code if unit.parent else None,
                "position": unit.position,
                "is_sample": unit.is_sample,
                "dissolved_on": day(unit.dissolved_on),
                "names": dated[unit.pk],
                "aliases": aliases[unit.pk],
                "successor": successors.get(unit.pk),
            }
        )
        for unit in chosen
    ]


def _drop_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "")}
