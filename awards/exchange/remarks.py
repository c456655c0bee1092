"""A ranking that stands in a file is compared with the one the marks give."""

from collections.abc import Iterator
from typing import Any

from awards.exchange.exporting.outcome import ranking
from awards.exchange.reading import Path, Problem, path_text
from awards.exchange.shapes.base import Context
from clusters.cycles.models import Cycle
from emulation.core.errors import Refused, gettext_noop

COMPARED = ("total", "rank")

Remark = tuple[Path, Refused]


def _code(unit: Any) -> str:
    return str(unit.get("code") or "") if isinstance(unit, dict) else str(unit)


def _compared(index: int, line: dict[str, Any], right: dict[str, Any] | None) -> Iterator[Remark]:
    if right is None:
        yield ("ranking", index), Refused(gettext_noop("The marks give no such line of a ranking."))
        return
    for name in COMPARED:
        expected = None if right[name] is None else str(right[name])
        if name in line and line[name] != expected:
            yield (
                ("ranking", index, name),
                Refused(
                    gettext_noop("The marks give %(right)s, not %(given)s."),
                    right=expected or "–",
                    given=line[name] or "–",
                ),
            )


def remarks_on_ranking(cycle: Cycle, context: Context) -> list[Problem]:
    """List every total and rank of the file's `ranking` that the marks do not give.

    These are remarks and no errors: an export whose marks were edited still holds its old totals, and what
    a person entered counts in the new ones.
    """
    given = context.computed.get("ranking")
    if not isinstance(given, list):
        return []
    computed = {(line["group"], line["unit"], line["source"]): line for line in ranking(cycle)}
    reading = context.reading
    found = []
    for index, line in enumerate(given):
        if isinstance(line, dict):
            key = (line.get("group"), _code(line.get("unit")), line.get("source"))
            found += [
                Problem(reading.file, reading.line_of(path), path_text(path), error)
                for path, error in _compared(index, line, computed.get(key))
            ]
    return found
