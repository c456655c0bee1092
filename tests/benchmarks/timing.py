"""Medians of interleaved rounds: a job and its baselines in turn, so that a drifting machine drifts for all."""

import statistics
import time
from collections.abc import Callable, Mapping

ROUNDS = 5


def medians(jobs: Mapping[str, Callable[[], object]], *, rounds: int = ROUNDS) -> dict[str, float]:
    """Run every job once to warm up, then `rounds` times in turn; return the median seconds of each."""
    for job in jobs.values():
        job()
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _round in range(rounds):
        for name, job in jobs.items():
            begun = time.perf_counter()
            job()
            taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(times) for name, times in taken.items()}


def show(title: str, times: Mapping[str, float], baseline: str = "", note: str = "") -> None:
    """Print a job's medians in milliseconds, with ratios to its baseline."""
    print(f"\n{title}" + (f" ({note})" if note else ""))
    for name, seconds in times.items():
        ratio = f"  {seconds / times[baseline]:6.2f} x" if baseline and name != baseline else ""
        print(f"   {name:<34} {seconds * 1000:10.1f} ms{ratio}", flush=True)
