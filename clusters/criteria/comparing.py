"""Two tables beside each other: which line continues which, and what changed in it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from clusters.criteria.models import CriteriaTable, Criterion
from clusters.criteria.reading import line_of
from clusters.criteria.rules.compare import same_rule
from clusters.criteria.rules.table import Line
from emulation.core.errors import gettext_noop

ADDED, REMOVED, POINTS, RULE, WORDING, PLACE = "added", "removed", "points", "rule", "wording", "place"
# What may have become of a line, in the order in which it is told, with the tone pages show it in.
CHANGES: dict[str, tuple[str, str]] = {
    ADDED: (gettext_noop("added"), "done"),
    REMOVED: (gettext_noop("removed"), "late"),
    POINTS: (gettext_noop("points changed"), "back"),
    RULE: (gettext_noop("rule changed"), "back"),
    WORDING: (gettext_noop("wording changed"), "work"),
    PLACE: (gettext_noop("moved"), "none"),
}


@dataclass(frozen=True)
class Pair:
    """A line of the older table and the one that continues it; one of them is None where a line came or went."""

    old: Criterion | None
    new: Criterion | None
    changes: tuple[str, ...] = ()
    # Whether several lines of the newer table continue the older line.
    is_shared: bool = False

    @property
    def line(self) -> Criterion:
        """The line that names the pair: the newer one where there is one."""
        found = self.new or self.old
        assert found is not None
        return found


def base_of(table: CriteriaTable) -> CriteriaTable | None:
    """Return the table whose lines a table continues: the version before, or the table it was copied from."""
    if table.previous_id:
        return table.previous
    return (
        CriteriaTable.objects.filter(criteria__replaced_by__table=table)
        .exclude(pk=table.pk)
        .order_by("pk")
        .first()
    )


def links_between(old: CriteriaTable, new: CriteriaTable) -> dict[int, int]:
    """Return which line of `old` each line of `new` continues, by keys, also over tables between the two.

    One query for each step from table to table.
    """
    found: dict[int, int] = {}
    open_ends = {pk: pk for pk in new.criteria.order_by().values_list("pk", flat=True)}
    seen: set[int] = set()
    while open_ends:
        seen |= set(open_ends.values())
        rows = Criterion.objects.filter(pk__in=set(open_ends.values()), replaces__isnull=False).order_by()
        steps = {
            pk: (older, table)
            for pk, older, table in rows.values_list("pk", "replaces_id", "replaces__table_id")
        }
        nearer = {line: steps[end] for line, end in open_ends.items() if end in steps}
        found |= {line: older for line, (older, table) in nearer.items() if table == old.pk}
        open_ends = {
            line: older for line, (older, table) in nearer.items() if table != old.pk and older not in seen
        }
    return found


def _lines(table: CriteriaTable) -> list[Criterion]:
    return list(table.criteria.select_related("parent", "verified_by").order_by("position"))


def _links(
    old: CriteriaTable, new: CriteriaTable, older: list[Criterion], newer: list[Criterion]
) -> dict[int, int]:
    """Link by what the lines say they stand for; tables that know nothing of each other by code."""
    known = links_between(old, new) or {line: other for other, line in links_between(new, old).items()}
    if known:
        return known
    by_code = {row.code: row.pk for row in older}
    return {row.pk: by_code[row.code] for row in newer if row.code in by_code}


def pairs(old: CriteriaTable, new: CriteriaTable) -> list[Pair]:
    """Pair the lines of two tables, in the order of the newer one; lines that went stand where they stood."""
    older, newer = _lines(old), _lines(new)
    links = _links(old, new, older, newer)
    return _paired(older, newer, links)


def _paired(older: list[Criterion], newer: list[Criterion], links: Mapping[int, int]) -> list[Pair]:
    by_pk = {row.pk: row for row in older}
    shared = {pk for pk, count in Counter(links.values()).items() if count > 1}
    gone: dict[int | None, list[Criterion]] = defaultdict(list)
    continued, last = set(links.values()), None
    for row in older:
        if row.pk in continued:
            last = row.pk
        else:
            gone[last].append(row)
    found = [Pair(row, None, (REMOVED,)) for row in gone.pop(None, [])]
    for row in newer:
        one = by_pk.get(links.get(row.pk, 0))
        if one is None:
            found.append(Pair(None, row, (ADDED,)))
            continue
        found.append(Pair(one, row, tuple(_changes(one, row, links)), one.pk in shared))
        found += [Pair(left, None, (REMOVED,)) for left in gone.pop(one.pk, [])]
    return found


def _line(row: Criterion) -> Line:
    return line_of(row, row.parent.code if row.parent else "")


def _changes(old: Criterion, new: Criterion, links: Mapping[int, int]) -> Iterable[str]:
    before, after = _line(old), _line(new)
    bounds = {name: getattr(after, name) for name in ("minimum", "maximum", "ceiling")}
    if old.on_top != new.on_top or any(getattr(before, name) != value for name, value in bounds.items()):
        yield POINTS
    if not same_rule(replace(before, **bounds), after):
        yield RULE
    if old.name != new.name:
        yield WORDING
    if old.code != new.code or links.get(new.parent_id or 0) != old.parent_id:
        yield PLACE
