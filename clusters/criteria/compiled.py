"""Criteria tables as the rules know them, ready to score: read once where the table never changes again."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from threading import Lock
from uuid import UUID

from clusters.criteria.models import CriteriaTable, Criterion, NotArisen
from clusters.criteria.rules.base import Rule
from clusters.criteria.rules.kinds import rule_for

# Far more tables than are scored by at one time.
KEPT = 256


@dataclass(frozen=True)
class CompiledLine:
    """One line of a table with its rule. `on_top`: it, or a line above it, stands outside the sum."""

    pk: int
    parent: int | None
    code: str
    name: str
    kind: str
    level: int
    minimum: Decimal
    maximum: Decimal
    ceiling: Decimal | None
    on_top: bool
    marked_on_top: bool
    rule: Rule

    @property
    def is_leaf(self) -> bool:
        """Whether the line takes marks."""
        return self.kind != "group"


@dataclass(frozen=True)
class CompiledTable:
    """All lines of a table from top to bottom, with what the table says about totals."""

    pk: int
    scale: Decimal
    not_arisen: str
    ranked_by: str
    lines: tuple[CompiledLine, ...]

    @cached_property
    def by_pk(self) -> Mapping[int, CompiledLine]:
        """The lines by their keys."""
        return {line.pk: line for line in self.lines}

    @cached_property
    def by_code(self) -> Mapping[str, CompiledLine]:
        """The lines by their codes."""
        return {line.code: line for line in self.lines}

    @cached_property
    def leaves(self) -> tuple[CompiledLine, ...]:
        """The lines that take marks."""
        return tuple(line for line in self.lines if line.is_leaf)

    @cached_property
    def above(self) -> Mapping[int, tuple[int, ...]]:
        """For each line the lines it belongs to, nearest first."""
        return {line.pk: tuple(_ancestors(line, self.by_pk)) for line in self.lines}

    def asked(self, source: str) -> tuple[CompiledLine, ...]:
        """The leaves a source is asked for: what a named body supplies is never asked of the unit itself."""
        if source != "self":
            return self.leaves
        return self._asked_of_the_unit

    @cached_property
    def _asked_of_the_unit(self) -> tuple[CompiledLine, ...]:
        return tuple(line for line in self.leaves if not line.rule.supplied)

    @property
    def excludes(self) -> bool:
        """Whether tasks that did not arise are taken out of the denominator."""
        return self.not_arisen == NotArisen.EXCLUDED


def _ancestors(line: CompiledLine, by_pk: Mapping[int, CompiledLine]) -> Iterator[int]:
    while line.parent is not None:
        yield line.parent
        line = by_pk[line.parent]


_kept: OrderedDict[tuple[UUID, int], CompiledTable] = OrderedDict()
_guard = Lock()


def compiled(table: CriteriaTable) -> CompiledTable:
    """Return the lines and rules of a table: one query, and none where a frozen table was read before.

    A trigger keeps the rules of frozen tables as they are, and corrected words are counted: what is kept in
    memory stays true.
    """
    if not table.is_frozen:
        return _compile(table)
    key = (table.public_id, table.wording)
    with _guard:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    found = _compile(table)
    with _guard:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _compile(table: CriteriaTable) -> CompiledTable:
    lines: list[CompiledLine] = []
    on_top: set[int] = set()
    for row in Criterion.objects.filter(table=table).order_by("position"):
        if row.on_top or row.parent_id in on_top:
            on_top.add(row.pk)
        lines.append(
            CompiledLine(
                pk=row.pk,
                parent=row.parent_id,
                code=row.code,
                name=row.name,
                kind=row.kind,
                level=row.level,
                minimum=row.minimum,
                maximum=row.maximum,
                ceiling=row.ceiling,
                on_top=row.pk in on_top,
                marked_on_top=row.on_top,
                rule=rule_for(
                    row.kind,
                    row.parameters,
                    minimum=row.minimum,
                    maximum=row.maximum,
                    ceiling=row.ceiling,
                    places=table.inner_places,
                ),
            )
        )
    return CompiledTable(table.pk, table.scale, table.not_arisen, table.ranked_by, tuple(lines))
