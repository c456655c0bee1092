"""Entering units and clusters into the register, many at once, all or none."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from clusters.organisation import history
from clusters.organisation.models import Cluster, ClusterKind, Level, Unit, UnitAlias, UnitKind
from clusters.organisation.rules import is_own_ancestor
from emulation.audit.services import Record, record_many
from emulation.core.errors import Refused, RefusedRows, gettext_noop
from emulation.core.permissions import require
from emulation.core.text import search_key


@dataclass(frozen=True)
class UnitFacts:
    """A unit as the register knows it; `parent` is a code."""

    code: str
    name: str
    short_name: str = ""
    kind: str = UnitKind.OTHER
    parent: str = ""
    position: int = 0
    dissolved_on: dt.date | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClusterFacts:
    """A cluster as the register knows it; `owner` is the code of a unit, `parent` of a cluster."""

    code: str
    name: str
    kind: str = ClusterKind.CLUSTER
    level: str = Level.MINISTRY
    owner: str = ""
    family: str = ""
    parent: str = ""
    position: int = 0


Facts = TypeVar("Facts", UnitFacts, ClusterFacts)
Entered = TypeVar("Entered", Unit, Cluster)

UNIT_FIELDS = ("name", "short_name", "kind", "position", "dissolved_on")
CLUSTER_FIELDS = ("name", "kind", "level", "family", "position")
_KEYS = ("search_key", "order_key")


def unit_facts(unit: Unit) -> UnitFacts:
    """Return what the register holds of a unit; parent and aliases should be loaded."""
    values = {name: getattr(unit, name) for name in UNIT_FIELDS}
    return UnitFacts(
        code=unit.code,
        parent=unit.parent.code if unit.parent else "",
        aliases=tuple(sorted(alias.text for alias in unit.aliases.all())),
        **values,
    )


def cluster_facts(cluster: Cluster) -> ClusterFacts:
    """Return what the register holds of a cluster; owner and parent should be loaded."""
    values = {name: getattr(cluster, name) for name in CLUSTER_FIELDS}
    return ClusterFacts(
        code=cluster.code,
        owner=cluster.owner.code,
        parent=cluster.parent.code if cluster.parent else "",
        **values,
    )


def _refusals(error: ValidationError, code: str) -> list[Refused]:
    found = []
    for field, messages in error.message_dict.items():
        refused = Refused(" ".join(messages), field=field, place=code)
        refused.subject = code
        found.append(refused)
    return found


def _refusal(code: str, message: str, field: str, /, **values: Any) -> Refused:
    refused = Refused(message, field=field, place=code, **values)
    refused.subject = code
    return refused


def _check_parents(facts: Sequence[Facts], parents: Mapping[str, str]) -> list[Refused]:
    """Refuse parents that do not exist and lines of parents that lead in a circle. `parents`: all, by code."""
    found = []
    for one in facts:
        if one.parent and one.parent not in parents:
            message = gettext_noop("The parent “%(parent)s” is not in the register.")
            found.append(_refusal(one.code, message, "parent", parent=one.parent))
        elif is_own_ancestor(one.code, parents):
            message = gettext_noop("The line of parents leads back to “%(code)s” itself.")
            found.append(_refusal(one.code, message, "parent", code=one.code))
    return found


def _apply(row: Any, one: Any, fields: Iterable[str], exclude: list[str]) -> list[Refused]:
    for name in fields:
        setattr(row, name, getattr(one, name))
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        return _refusals(error, one.code)
    row.set_keys()
    return []


def _refuse(found: list[Refused]) -> None:
    if found:
        raise RefusedRows(
            gettext_noop("Nothing was saved: %(count)s lines are refused."), found, count=len(found)
        )


def _as_data(facts: Any) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(facts).items()}


def _record(verb: str, row: Any, before: Any, after: Any) -> Record:
    new = _as_data(after)
    if before is None:
        return Record(verb, row, {"code": after.code, "after": new})
    old = _as_data(before)
    fields = [name for name in new if new[name] != old[name]]
    changes = {name: {"before": old[name], "after": new[name]} for name in fields}
    return Record(verb, row, {"code": after.code, "fields": ", ".join(fields), "changes": changes})


def _write(
    model: type[Entered], facts: Sequence[Facts], rows: Mapping[str, Entered], fields: Sequence[str]
) -> None:
    """Write the rows, then their parents: a parent may be new itself."""
    known = [row for row in rows.values() if row.pk is not None]
    before = {row.code: row.parent_id for row in known}
    model._default_manager.bulk_create(row for row in rows.values() if row.pk is None)  # noqa: SLF001
    if known:
        model._default_manager.bulk_update(known, fields, batch_size=200)  # noqa: SLF001
    codes = {one.parent for one in facts if one.parent}
    above = model._default_manager.in_bulk(codes, field_name="code")  # noqa: SLF001
    moved = []
    for one in facts:
        row = rows[one.code]
        row.parent = above.get(one.parent)
        if row.parent_id != before.get(one.code):
            moved.append(row)
    if moved:
        model._default_manager.bulk_update(moved, ["parent"], batch_size=500)  # noqa: SLF001


def _write_aliases(units: Mapping[str, Unit], facts: Sequence[UnitFacts]) -> None:
    wanted = {units[one.code].pk: set(one.aliases) for one in facts}
    for alias in UnitAlias.objects.filter(unit__in=wanted):
        if alias.text in wanted[alias.unit_id]:
            wanted[alias.unit_id].discard(alias.text)
        else:
            alias.delete()
    UnitAlias.objects.bulk_create(
        UnitAlias(unit_id=unit, text=text, search_key=search_key(text))
        for unit, texts in wanted.items()
        for text in sorted(texts)
    )


@transaction.atomic
def save_units(*, facts: Sequence[UnitFacts], actor: Any) -> list[Unit]:
    """Add units and change those whose code is known, all or none. Locks the known ones by key.

    Refuses, line by line, unknown parents, parents in a circle, and texts that a field cannot hold.
    What changes nothing is neither written nor logged.
    """
    require(actor, "organisation.manage")
    codes = [one.code for one in facts]
    locked = Unit.objects.select_for_update(of=("self",)).filter(code__in=codes).order_by("pk")
    stored = {unit.code: unit for unit in locked.select_related("parent").prefetch_related("aliases")}
    before = {code: unit_facts(unit) for code, unit in stored.items()}
    changed = [one for one in facts if before.get(one.code) != one]
    parents = {
        code: parent or "" for code, parent in Unit.objects.order_by().values_list("code", "parent__code")
    }
    parents |= {one.code: one.parent for one in facts}
    found = _check_parents(changed, parents)
    rows = {one.code: stored.get(one.code) or Unit(code=one.code) for one in changed}
    for one in changed:
        found += _apply(rows[one.code], one, UNIT_FIELDS, exclude=["parent"])
    _refuse(found)
    _write(Unit, changed, rows, [*UNIT_FIELDS, *_KEYS])
    _write_aliases(rows, changed)
    records = [
        _record(
            history.UNIT_CHANGED if one.code in before else history.UNIT_ADDED,
            rows[one.code],
            before.get(one.code),
            one,
        )
        for one in changed
    ]
    record_many(records, chain=history.CHAIN, actor=actor)
    return list(rows.values())


@transaction.atomic
def save_clusters(*, facts: Sequence[ClusterFacts], actor: Any) -> list[Cluster]:
    """Add clusters and change those whose code is known, all or none. Locks the known ones by key.

    Refuses, line by line, unknown owners and parents, parents in a circle, and texts that a field cannot hold.
    """
    require(actor, "organisation.manage")
    codes = [one.code for one in facts]
    locked = Cluster.objects.select_for_update(of=("self",)).filter(code__in=codes).order_by("pk")
    stored = {cluster.code: cluster for cluster in locked.select_related("owner", "parent")}
    before = {code: cluster_facts(cluster) for code, cluster in stored.items()}
    changed = [one for one in facts if before.get(one.code) != one]
    owners = Unit.objects.in_bulk({one.owner for one in changed}, field_name="code")
    pairs = Cluster.objects.order_by().values_list("code", "parent__code")
    parents = {code: parent or "" for code, parent in pairs} | {one.code: one.parent for one in facts}
    found = _check_parents(changed, parents)
    rows = {one.code: stored.get(one.code) or Cluster(code=one.code) for one in changed}
    for one in changed:
        if one.owner not in owners:
            message = gettext_noop("The unit “%(owner)s” is not in the register.")
            found.append(_refusal(one.code, message, "owner", owner=one.owner))
            continue
        rows[one.code].owner = owners[one.owner]
        found += _apply(rows[one.code], one, CLUSTER_FIELDS, exclude=["parent", "owner"])
    _refuse(found)
    _write(Cluster, changed, rows, [*CLUSTER_FIELDS, *_KEYS, "owner"])
    records = [
        _record(
            history.CLUSTER_CHANGED if one.code in before else history.CLUSTER_ADDED,
            rows[one.code],
            before.get(one.code),
            one,
        )
        for one in changed
    ]
    record_many(records, chain=history.CHAIN, actor=actor)
    return list(rows.values())
