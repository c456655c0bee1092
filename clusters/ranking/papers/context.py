"""What the table of scores and ranks looks like on paper, as frozen values."""

from dataclasses import dataclass, replace

from emulation.documents.context import Paper

# What stays readable on a landscape page; more members are printed in several blocks of columns.
WIDEST = 14


@dataclass(frozen=True)
class Line:
    """A criterion: its points per member as they are printed, empty where nothing was given."""

    code: str
    name: str
    maximum: str
    points: tuple[str, ...]
    depth: int = 0
    is_section: bool = False
    is_on_top: bool = False


@dataclass(frozen=True)
class Column:
    """A member: the total (or “k/n” while the sheet is incomplete) and the rank, where it has one."""

    name: str
    total: str
    rank: str = ""
    unit: str = ""
    raw: str = ""
    completion: str = ""
    band: str = ""


@dataclass(frozen=True)
class Block:
    """As many members as fit beside each other, with every line of the table."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Place:
    """One line of the result, in order of rank."""

    rank: str
    unit: str
    total: str
    note: str = ""
    completion: str = ""
    band: str = ""


@dataclass(frozen=True, kw_only=True)
class RankingPaper(Paper):
    """The matrix criteria × members, with totals and ranks, and the result in order."""

    intro: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    maximum: str
    places: tuple[Place, ...] = ()
    # The total that ranks is not the sum of the points above it.
    is_rescaled: bool = False

    @property
    def has_bands(self) -> bool:
        """Whether any member is in a band."""
        return any(place.band for place in self.places)

    @property
    def has_completion(self) -> bool:
        """Whether tasks that did not arise count for nothing."""
        return any(place.completion for place in self.places)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Split the members into blocks of nearly equal width, none wider than a page holds."""
        count = max(1, -(-len(self.columns) // WIDEST))
        size, larger = divmod(len(self.columns), count)
        blocks, start = [], 0
        for number in range(count):
            end = start + size + (number < larger)
            lines = tuple(replace(line, points=line.points[start:end]) for line in self.lines)
            blocks.append(Block(self.columns[start:end], lines))
            start = end
        return tuple(blocks)
