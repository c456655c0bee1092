"""Reading sheets."""

from clusters.cycles.models import Membership
from clusters.scoring.models import Sheet


def sheet_of(membership: Membership) -> Sheet:
    """Return the member's sheet; one that nobody has begun is made in memory only."""
    sheet: Sheet | None = getattr(membership, "sheet", None)
    return sheet or Sheet(membership=membership)
