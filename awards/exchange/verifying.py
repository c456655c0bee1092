"""A ranking that stands in a file is compared with the one its marks give."""

from typing import Any

from awards.exchange.exporting.outcome import ranking
from awards.exchange.shapes import Context
from clusters.cycles.models import Cycle
from emulation.core.errors import gettext_noop

COMPARED = ("total", "rank")


def _code(unit: Any) -> str:
    return str(unit.get("code") or "") if isinstance(unit, dict) else str(unit)


def check_ranking(cycle: Cycle, context: Context) -> None:
    """Note every total and rank of the file's `ranking` that differs from the computed one."""
    given = context.computed.get("ranking")
    if not isinstance(given, list):
        return
    computed = {(line["group"], line["unit"], line["source"]): line for line in ranking(cycle)}
    for index, line in enumerate(given):
        if not isinstance(line, dict):
            continue
        key = (line.get("group"), _code(line.get("unit")), line.get("source"))
        right = computed.get(key)
        if right is None:
            context.reading.refuse(
                ("ranking", index), gettext_noop("The marks give no such line of a ranking.")
            )
            continue
        for name in COMPARED:
            expected = None if right[name] is None else str(right[name])
            if name in line and line[name] != expected:
                context.reading.refuse(
                    ("ranking", index, name),
                    gettext_noop("The marks give %(right)s, not %(given)s."),
                    right=expected or "–",
                    given=line[name] or "–",
                )
