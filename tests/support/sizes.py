"""How large the tests are: `make test` runs them reduced, `make stress` (FULL_SIZES=1) in full."""

import os

FULL = os.environ.get("FULL_SIZES", "") not in {"", "0"}


def size(*, reduced: int, full: int) -> int:
    """Return the size for this run."""
    return full if FULL else reduced
