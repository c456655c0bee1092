"""Whether a whole table holds together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clusters.criteria.rules.bands import Band, band_problems
from clusters.criteria.rules.kinds import rule_for
from emulation.core.errors import Refused, gettext_noop
from emulation.core.numbers import short_points


@dataclass(frozen=True)
class Line:
    """One line of a table: points with two places; `parent` is the code of the line above it, or empty."""

    code: str
    name: str
    kind: str
    maximum: Decimal
    parent: str = ""
    minimum: Decimal = Decimal("0.00")
    on_top: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)
    ceiling: Decimal | None = None


def _at(line: Line, message: str, **values: Any) -> Refused:
    return Refused(message, place=line.code, **values)


def _tree_problems(lines: list[Line], by_code: dict[str, Line]) -> list[Refused]:
    found = []
    for line in lines:
        if line.parent and line.parent not in by_code:
            found.append(
                _at(line, gettext_noop("The parent “%(parent)s” is not in the table."), parent=line.parent)
            )
        elif line.parent and by_code[line.parent].kind != "group":
            found.append(
                _at(line, gettext_noop("The parent “%(parent)s” is not a group."), parent=line.parent)
            )
        seen = {line.code}
        above = line.parent
        while above in by_code and above not in seen:
            seen.add(above)
            above = by_code[above].parent
        if above in seen:
            found.append(_at(line, gettext_noop("The line is its own ancestor.")))
    return found


def _sum_problems(lines: list[Line], scale: Decimal) -> list[Refused]:
    children: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        children[line.parent].append(line)
    found = []
    for line in lines:
        if line.kind != "group":
            continue
        counted = [child for child in children[line.code] if not child.on_top]
        total = sum((child.maximum for child in counted), Decimal(0))
        if not children[line.code]:
            found.append(_at(line, gettext_noop("The group has no criteria.")))
        elif total != line.maximum and not (line.on_top and not counted):
            found.append(
                _at(
                    line,
                    gettext_noop("The group has %(maximum)s points, its lines sum to %(total)s."),
                    maximum=short_points(line.maximum),
                    total=short_points(total),
                )
            )
    roots = sum((line.maximum for line in children[""] if not line.on_top), Decimal(0))
    if roots != scale:
        found.append(
            Refused(
                gettext_noop("The table has %(scale)s points, its sections sum to %(total)s."),
                scale=short_points(scale),
                total=short_points(roots),
            )
        )
    return found


def problems(lines: Iterable[Line], scale: Decimal, bands: Sequence[Band] = ()) -> list[Refused]:
    """List everything that is wrong with a table, each with the code of the line it concerns as its place.

    A parent's standard points are the sum of its children's; a bonus on top stands outside the sum;
    the sections sum to the table's points in all. The place of what is wrong with a band is the band's name.
    """
    all_lines = list(lines)
    by_code: dict[str, Line] = {}
    found: list[Refused] = []
    for line in all_lines:
        if line.code in by_code:
            found.append(_at(line, gettext_noop("The code stands twice in the table.")))
        by_code.setdefault(line.code, line)
    for line in all_lines:
        try:
            rule = rule_for(
                line.kind,
                line.parameters,
                minimum=line.minimum,
                maximum=line.maximum,
                ceiling=line.ceiling,
            )
            wrong = rule.problems()
        except Refused as error:
            wrong = [error]
        found += [Refused(one.message, place=line.code, **one.values) for one in wrong]
    tree = _tree_problems(all_lines, by_code)
    codes = {line.code for line in all_lines if line.kind != "group"}
    sums = [] if tree else _sum_problems(all_lines, scale)
    return [*found, *tree, *sums, *band_problems(bands, codes, scale)]
