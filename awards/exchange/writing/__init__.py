"""From a plan to the database, in the order in which the parts rest on each other."""

import datetime as dt
from typing import Any

from awards.exchange.differences import Plan
from awards.exchange.writing.criteria import write_bindings, write_tables
from awards.exchange.writing.organisation import write_cluster, write_units
from awards.exchange.writing.outcome import write_nominations, write_publications
from awards.exchange.writing.scope import Scope
from awards.exchange.writing.scores import write_marks, write_sheets
from awards.exchange.writing.work import (
    write_contributions,
    write_meetings,
    write_movements,
    write_pledges,
    write_report,
)
from awards.exchange.writing.year import (
    remove_groups,
    remove_members,
    write_cycle,
    write_groups,
    write_leadership,
    write_members,
    write_phases,
)
from clusters.cycles.models import Cycle


def write(plan: Plan, document: dict[str, Any], now: dt.datetime) -> Cycle:
    """Carry out a plan in the caller's transaction; returns the cycle.

    Refuses what the database's own history forbids: a frozen table that would change, a group with marks
    that would get another table.
    """
    scope = Scope(plan, document, now)
    write_units(scope)
    scope.cycle = write_cycle(scope, write_cluster(scope))
    write_tables(scope)
    write_groups(scope)
    write_bindings(scope)
    write_members(scope)
    write_leadership(scope)
    write_phases(scope)
    write_sheets(scope)
    write_marks(scope)
    write_pledges(scope)
    write_movements(scope)
    write_meetings(scope)
    write_report(scope)
    write_contributions(scope)
    write_nominations(scope)
    write_publications(scope)
    remove_members(scope)
    remove_groups(scope)
    return scope.cycle
