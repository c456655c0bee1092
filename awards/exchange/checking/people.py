"""Units, the cluster, and who leads it."""

from typing import Any

from awards.exchange.register import Register
from awards.exchange.shapes.base import Context
from clusters.cycles.rules import HIGHEST_DEPUTIES
from emulation.core.errors import gettext_noop

LAST_BEFORE_FIRST = gettext_noop("The last day (%(last)s) comes before the first (%(first)s).")


def in_order(context: Context, record: dict[str, Any], first: str, last: str) -> None:
    """Note when the day (or moment) under `last` comes before the one under `first`."""
    begin, end = record.get(first), record.get(last)
    if begin and end and end < begin:
        context.refuse(record, LAST_BEFORE_FIRST, last, first=begin, last=end)


def _names_of_unit(unit: dict[str, Any], context: Context) -> None:
    starts = set()
    for name in unit.get("names", []):
        in_order(context, name, "valid_from", "valid_to")
        start = name.get("valid_from")
        if start in starts:
            context.refuse(name, gettext_noop("Two names of the unit begin on the same day."), "valid_from")
        starts.add(start)
    seen = set()
    for alias in unit.get("aliases", []):
        if alias in seen:
            context.refuse(unit, gettext_noop("The spelling “%(text)s” stands twice."), "aliases", text=alias)
        seen.add(alias)


def _ancestry(units: list[dict[str, Any]], context: Context) -> None:
    above = {unit["code"]: unit.get("parent") for unit in units if "code" in unit}
    for unit in units:
        seen, code = set(), unit.get("code")
        while code is not None and code not in seen:
            seen.add(code)
            code = above.get(code)
        if code is not None and code == unit.get("code"):
            context.refuse(unit, gettext_noop("The unit is its own parent body."), "parent")


def _leaders(document: dict[str, Any], context: Context) -> None:
    for leaders in document.get("leadership", {}).values():
        deputies = leaders.get("deputies", [])
        if len(deputies) > HIGHEST_DEPUTIES:
            context.refuse(
                leaders,
                gettext_noop("A cluster has at most %(most)s deputies, here are %(count)s."),
                "deputies",
                most=HIGHEST_DEPUTIES,
                count=len(deputies),
            )
        seen = set()
        for leader in [leaders.get("head"), *deputies]:
            code = leader and leader["code"]
            if code and code in seen:
                context.refuse(
                    leader, gettext_noop("“%(code)s” leads the same year in another role."), code=code
                )
            seen.add(code)
        for former in leaders.get("former", []):
            in_order(context, former, "since", "until")


def check_organisation(document: dict[str, Any], context: Context, register: Register) -> None:
    """Check units, cluster and leaders."""
    units = document.get("units", [])
    for unit in units:
        _names_of_unit(unit, context)
        successor = unit.get("successor")
        if successor and successor.get("unit") == unit.get("code"):
            context.refuse(unit, gettext_noop("A unit cannot succeed itself."), "successor")
    _ancestry(units, context)
    cluster = document.get("cluster", {})
    parent = cluster.get("parent")
    if parent and parent not in register.clusters:
        context.refuse(cluster, gettext_noop("There is no cluster “%(code)s”."), "parent", code=parent)
    elif parent and parent == cluster.get("code"):
        context.refuse(cluster, gettext_noop("A cluster cannot be part of itself."), "parent")
    _leaders(document, context)
