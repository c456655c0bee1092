"""How much of the processor the processes we started have taken, by name: a figure that others' work spares."""

import os
from collections import Counter
from pathlib import Path


def cpu_seconds(root: int | None = None) -> Counter[str]:
    """Return by the name of the program the seconds its running processes took, below a process (this one).

    Empty where there is no /proc.
    """
    facts: dict[int, tuple[str, int, float]] = {}
    ticks = os.sysconf("SC_CLK_TCK")
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text().partition(") ")
        except OSError:
            continue  # it ended meanwhile
        words = rest.split()
        facts[int(path.parent.name)] = (
            name.partition("(")[2],
            int(words[1]),
            (int(words[11]) + int(words[12])) / ticks,
        )
    taken: Counter[str] = Counter()
    top = root or os.getpid()
    for name, parent, seconds in facts.values():
        above: int | None = parent
        while above not in (None, top):
            above = facts[above][1] if above in facts else None
        if above == top:
            taken[name] += seconds  # type: ignore[assignment]
    return taken
