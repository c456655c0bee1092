"""What the database says now of the things a file speaks of, and who entered it."""

from typing import Any

from awards.exchange.exporting import document_of
from awards.exchange.exporting.criteria import table_in_normal_form
from awards.exchange.exporting.organisation import cluster_of, units_with_codes
from awards.exchange.exporting.year import leaders_of
from awards.exchange.models import LoadedCycle
from awards.exchange.records_of import LASTING, Key, Records, records_of, unpacked
from awards.exchange.shapes.figures import moment_text
from clusters.criteria.models import CriteriaTable
from clusters.cycles.models import Cycle
from clusters.organisation.models import Cluster
from clusters.ranking.models import Publication
from clusters.reports.models import Contribution
from clusters.scoring.models import Mark


def theirs_of(cycle: Cycle | None, document: dict[str, Any]) -> Records:
    """Return the records of the database: of the cycle, and of whatever lasting things the file names."""
    found: dict[str, Any] = document_of(cycle) if cycle else {}
    records = records_of(found) if cycle else {}
    codes = {unit["code"] for unit in document.get("units", [])}
    lasting: dict[str, Any] = {"units": units_with_codes(codes), "criteria": _tables(document)}
    cluster = (
        Cluster.objects.select_related("owner", "parent").filter(code=document["cluster"]["code"]).first()
    )
    if cluster:
        lasting["cluster"] = cluster_of(cluster)
        # Only the cluster matters here: the year may not be open yet.
        other = cycle or Cycle(cluster=cluster, year=document["year"])
        lasting["leadership"] = {
            year: leaders
            for year in document.get("leadership", {})
            if (leaders := leaders_of(other, int(year)))
        }
    for key, record in records_of({"cluster": {}, **lasting}).items():
        if key[0] in LASTING and record:
            records[key] = record
    return records


def _tables(document: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for table in document.get("criteria", []):
        row = CriteriaTable.objects.filter(code=table["code"], version=table.get("version", 1)).first()
        if row:
            rows.append(table_in_normal_form(row))
    return rows


def touched(cycle: Cycle | None) -> frozenset[Key]:
    """Return the keys of records whose row names the person who entered it."""
    if cycle is None:
        return frozenset()
    in_force = Mark.objects.by_tables_in_force()
    marks = in_force.filter(sheet__membership__cycle=cycle, given_by__isnull=False).values_list(
        "sheet__membership__unit__code", "criterion__code", "source"
    )
    texts = Contribution.objects.filter(membership__cycle=cycle, written_by__isnull=False).values_list(
        "membership__unit__code", "kind"
    )
    published = Publication.objects.filter(group__cycle=cycle, published_by__isnull=False)
    standings = {
        (one.group.code, one.standing, str(moment_text(one.published_at)))
        for one in published.select_related("group")
    }
    return frozenset(
        {("marks", *key) for key in marks}
        | {("contributions", *key) for key in texts}
        | {("publications", *key) for key in standings}
    )


def base_of(base: Records, new: Records, theirs: Records) -> Records:
    """Add what other files brought of lasting things, where this file was silent so far and now disagrees."""
    disputed = {
        key
        for key, record in new.items()
        if key[0] in LASTING and key not in base and key in theirs and theirs[key] != record
    }
    if not disputed:
        return base
    whole = dict(base)
    for loaded in LoadedCycle.objects.order_by("loaded_at").iterator():
        others = unpacked(loaded.records)
        whole |= {key: others[key] for key in disputed & set(others)}
    return whole
