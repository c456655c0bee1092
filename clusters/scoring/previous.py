"""What the same unit wrote about the same criterion the year before, to be copied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clusters.criteria.models import Criterion
from clusters.cycles.models import Membership
from clusters.scoring.models import Mark, Source

# Corrected versions between two years: more than any table had.
LONGEST = 8


@dataclass(frozen=True)
class Before:
    """The texts of a line in an earlier year."""

    year: int
    reason: str
    evidence: str


def previous_texts(membership: Membership, lines: Iterable[Criterion]) -> dict[int, Before]:
    """Return, by line, what the unit wrote in its previous year of the cluster, where it wrote something.

    A line continues the one it replaces, however many versions lie between; else the one with the same code
    and name. Two queries, one more for each version between the two tables; lines do not count.
    """
    cycle = membership.cycle
    earlier = (
        Membership.objects.filter(
            unit=membership.unit_id, cycle__cluster=cycle.cluster_id, cycle__year__lt=cycle.year
        )
        .order_by("-cycle__year", "pk")
        .values_list("pk", "cycle__year")
        .first()
    )
    if earlier is None:
        return {}
    member, year = earlier
    marks: Any = (
        Mark.objects.filter(sheet__membership=member, source=Source.SELF)
        .exclude(reason="", evidence="")
        .order_by()
        .values_list("criterion_id", "criterion__code", "criterion__name", "reason", "evidence")
    )
    by_key: dict[int, Before] = {}
    by_name: dict[tuple[str, str], Before] = {}
    for key, code, name, reason, evidence in marks:
        by_key[key] = by_name[code, name] = Before(year, reason, evidence)
    if not by_key:
        return {}
    wanted = list(lines)
    found = _continued({line.pk: line.replaces_id for line in wanted if line.replaces_id}, by_key)
    for line in wanted:
        if line.replaces_id is None and (line.code, line.name) in by_name:
            found[line.pk] = by_name[line.code, line.name]
    return found


def _continued(replaced: Mapping[int, int], by_key: Mapping[int, Before]) -> dict[int, Before]:
    """Follow what each line replaces until a line with texts is reached."""
    found: dict[int, Before] = {}
    waiting = dict(replaced)
    for _step in range(LONGEST):
        found |= {line: by_key[key] for line, key in waiting.items() if key in by_key}
        waiting = {line: key for line, key in waiting.items() if key not in by_key}
        if not waiting:
            break
        rows = Criterion.objects.filter(pk__in=set(waiting.values()), replaces__isnull=False).order_by()
        above = dict(rows.values_list("pk", "replaces_id"))
        waiting = {line: above[key] for line, key in waiting.items() if key in above}
    return found
