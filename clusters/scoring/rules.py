"""What marks amount to: which totals count, and which rank they give."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from emulation.core.numbers import HUNDREDTH, ZERO

# Enough for any product of totals: the one rounding is the last.
EXACT = Context(prec=50)


def competition_ranks(totals: Sequence[Decimal | None] | Sequence[int | None]) -> list[int | None]:
    """Return the rank of each total, in the order given; a missing total (incomplete sheet) has no rank.

    The highest total is first; equal totals share a rank and the next ranks are left out (1, 2, 2, 4).
    No official tie rule exists: equal totals are đồng hạng.
    """
    first: dict[Decimal | int, int] = {}
    for place, total in enumerate(sorted((one for one in totals if one is not None), reverse=True), start=1):
        first.setdefault(total, place)
    return [None if total is None else first[total] for total in totals]


def lines_above(parents: Iterable[tuple[int, int | None]]) -> dict[int, tuple[int, ...]]:
    """Return, for each line of a table (from top to bottom), the lines it belongs to, nearest first."""
    above: dict[int, tuple[int, ...]] = {}
    for line, parent in parents:
        above[line] = () if parent is None else (parent, *above[parent])
    return above


def section_sums(
    above: Mapping[int, tuple[int, ...]], points: Iterable[tuple[int, Decimal]]
) -> dict[int, Decimal]:
    """Sum the points of leaves into every line above them; a line without any marks below has no sum."""
    sums: dict[int, Decimal] = {}
    for leaf, value in points:
        for line in above.get(leaf, ()):
            sums[line] = sums[line] + value if line in sums else value
    return sums


@dataclass(frozen=True)
class Sums:
    """What the marks of one source on one sheet amount to; points in whole hundredths.

    `points` are all of them, those `on_top` of the total among them; `excluded` are the standard points of
    tasks that did not arise and count for nothing; `answered` and `at_full` count criteria.
    """

    points: Decimal = ZERO
    on_top: Decimal = ZERO
    excluded: Decimal = ZERO
    answered: int = 0
    at_full: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.points + other.points,
            self.on_top + other.on_top,
            self.excluded + other.excluded,
            self.answered + other.answered,
            self.at_full + other.at_full,
        )

    def __neg__(self) -> "Sums":
        return Sums(-self.points, -self.on_top, -self.excluded, -self.answered, -self.at_full)

    def __sub__(self, other: "Sums") -> "Sums":
        return self + -other

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Sums()


def sums_of_mark(points: Decimal | None, maximum: Decimal, *, on_top: bool, not_arisen: bool = False) -> Sums:
    """Return what one mark adds to its sheet. Without points it is answered only where the task did not arise."""
    if points is None:
        return Sums(excluded=ZERO if on_top else maximum, answered=1) if not_arisen else NOTHING
    return Sums(points, points if on_top else ZERO, answered=1, at_full=int(not on_top and points >= maximum))


@dataclass(frozen=True)
class Worth:
    """A total in every way it is told; two places, rounded half up.

    `raw` are the points themselves, `available` those that could be reached inside the table,
    `rescaled` is what the points would be of the whole table (points on top stay as they are),
    `completion` the percent of the available points, `counted` what ranks. None where nothing could be reached.
    """

    raw: Decimal
    available: Decimal
    rescaled: Decimal | None
    completion: Decimal | None
    counted: Decimal | None


def worth(sums: Sums, *, scale: Decimal, ranked_by: str) -> Worth:
    """Tell a total raw and rescaled; `ranked_by` is `raw` or `rescaled`.

    Where nothing was taken out of the denominator the rescaled total is the raw one.
    """
    available, inside = scale - sums.excluded, sums.points - sums.on_top
    if available <= 0:
        return Worth(sums.points, ZERO, None, None, sums.points if ranked_by == "raw" else None)
    rescaled = _rounded(EXACT.divide(inside * scale, available)) + sums.on_top
    completion = _rounded(EXACT.divide(sums.points * 100, available))
    return Worth(
        sums.points, available, rescaled, completion, sums.points if ranked_by == "raw" else rescaled
    )


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP, context=EXACT)
