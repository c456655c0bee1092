"""The jobs: each beside the least that raw SQL needs for the same figures, in the same process."""

from collections.abc import Iterator

from tests.benchmarks.jobs import files, grid, ranking, recalculation, saving
from tests.benchmarks.measure import Job

CHAPTERS = {
    "saving": saving.jobs,
    "grid": grid.jobs,
    "files": files.jobs,
    "recalculation": recalculation.jobs,
    "ranking": ranking.jobs,
}


def all_jobs(members: int, only: str = "") -> Iterator[Job]:
    """Make what each job needs just before it is measured; `only` names one chapter."""
    for name, jobs in CHAPTERS.items():
        if only in ("", name):
            yield from jobs(members)
