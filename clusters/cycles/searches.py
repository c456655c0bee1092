"""Finding clusters and units, only those that the person may know of."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.cycles.models import Cycle
from clusters.cycles.parts import own_units
from clusters.organisation.models import Unit
from emulation.accounts.roles import sees_everything
from emulation.core.search import Result, searcher

# Far more than are shown: several years fall together into one cluster.
READ = 200


def nearest(field: str, key: str) -> Case:
    """Sort what holds the words one after the other before what only holds them all."""
    return Case(When(**{f"{field}__contains": key}, then=Value(0)), default=Value(1))


@searcher
def clusters(user: Any, key: str) -> Iterator[Result]:
    """Clusters by name or family; a year among the words chooses that year, else the newest is opened."""
    cycles = Cycle.objects.visible_to(user).select_related("cluster__owner")
    for word in key.split():
        found = Q(cluster__search_key__contains=word)
        if len(word) == 4 and word.isdigit():
            found |= Q(year=int(word))
        cycles = cycles.filter(found)
    years: dict[int, list[Cycle]] = {}
    order = (nearest("cluster__search_key", key), "-year", "cluster__position", "cluster__order_key", "pk")
    for cycle in cycles.order_by(*order)[:READ]:
        years.setdefault(cycle.cluster_id, []).append(cycle)
    for same in years.values():
        newest = same[0]
        note = ", ".join(str(cycle.year) for cycle in same)
        yield Result(
            title=newest.cluster.name,
            kind=_("Clusters"),
            url=reverse("clusters:cycle", args=[newest.cluster.code, newest.year]),
            note=f"{newest.cluster.owner.name} · {note}",
        )


@searcher
def units(user: Any, key: str) -> Iterator[Result]:
    """Units by name, code or another spelling."""
    rows = Unit.objects.select_related("parent")
    for word in key.split():
        rows = rows.filter(Q(search_key__contains=word) | Q(aliases__search_key__contains=word))
    if not sees_everything(user):
        visible = Cycle.objects.visible_to(user).values("pk")
        rows = rows.filter(Q(pk__in=own_units(user)) | Q(memberships__cycle__in=visible))
    rows = rows.annotate(nearest=nearest("search_key", key)).distinct()
    for unit in rows.order_by("nearest", "position", "order_key", "pk")[:READ]:
        yield Result(
            title=unit.name,
            kind=_("Units"),
            url=reverse("clusters:unit", args=[unit.code]),
            note=unit.parent.name if unit.parent else str(unit.get_kind_display()),
        )
