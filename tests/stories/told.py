"""Reading a loaded year back in the words of its article."""

import io
from pathlib import Path

from django.core.management import call_command

from awards.nominations.models import Nomination
from clusters.cycles.models import Cycle, Leadership
from clusters.ranking.standings import standings

DEMO = Path(__file__).parent.parent.parent / "demo"


def load(name):
    """Load a file of the demonstration with the command; returns the year."""
    path = DEMO / f"{name}.yaml"
    call_command("load_cycle", str(path), stdout=io.StringIO())
    code, year = name.rsplit("-", 1)
    return Cycle.objects.get(cluster__code=code, year=int(year))


def members(cycle, group=None):
    rows = cycle.memberships.select_related("unit", "group").in_order()
    return [row.unit.name for row in rows if group is None or row.group.code == group]


def leaders(cycle, year):
    """Return (role, unit, person, office) of everyone who leads the cluster in a year."""
    rows = Leadership.objects.filter(cluster=cycle.cluster, year=year).order_by("-role", "position")
    return [(row.role, row.unit.name if row.unit else None, row.person, row.office) for row in rows]


def ranks(cycle, source="verified", group=None):
    """Return (rank, unit) from first to last."""
    groups = cycle.groups.filter(code=group) if group else cycle.groups.all()
    return [(row.rank, row.unit_name) for one in groups for row in standings(one, source)]


def nominations(cycle):
    rows = Nomination.objects.filter(cycle=cycle).select_related("unit", "award").order_by("position")
    return [(row.unit.name, row.award.name) for row in rows]


def attended(meeting):
    """Return (part, person, office, body) in order."""
    return [
        (row.role, row.person, row.office, row.unit.name if row.unit else row.body)
        for row in meeting.attendances.select_related("unit")
    ]


def asked(meeting):
    """Return (who spoke, what they asked for, who answered)."""
    return [(row.person or row.body, row.asks, row.answered_by) for row in meeting.speeches.all()]
