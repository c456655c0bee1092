"""From the database to the document of a cycle, in normal form."""

from typing import Any

from awards.exchange.exporting.criteria import tables
from awards.exchange.exporting.organisation import cluster_of, units_named_in
from awards.exchange.exporting.outcome import nominations, publications
from awards.exchange.exporting.scores import marks, sheets
from awards.exchange.exporting.work import contributions, meetings, movements, pledges, report, results
from awards.exchange.exporting.year import groups, leadership, members, phases
from awards.exchange.format import DOCUMENT, VERSION
from awards.exchange.models import LoadedCycle
from clusters.cycles.models import Cycle


def document_of(cycle: Cycle) -> dict[str, Any]:
    """Return everything the database knows of a cycle, as a load of it would read it."""
    loaded = LoadedCycle.objects.filter(cycle=cycle).first()
    document = {
        "format": VERSION,
        "cluster": cluster_of(cycle.cluster),
        "year": cycle.year,
        "starts_on": cycle.starts_on.isoformat(),
        "ends_on": cycle.ends_on.isoformat(),
        "is_sample": cycle.is_sample,
        "note": cycle.note,
        "groups": groups(cycle),
        "members": members(cycle),
        "leadership": leadership(cycle, loaded),
        "criteria": tables(cycle),
        "phases": phases(cycle),
        "sheets": sheets(cycle),
        "marks": marks(cycle, loaded),
        "pledges": pledges(cycle),
        "movements": movements(cycle),
        "results": results(cycle),
        "meetings": meetings(cycle),
        "report": report(cycle),
        "contributions": contributions(cycle),
        "publications": publications(cycle),
        "nominations": nominations(cycle),
    }
    document["units"] = units_named_in(document, loaded)
    return DOCUMENT.normal(document)
