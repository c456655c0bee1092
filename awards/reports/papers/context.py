"""What the summary report looks like on paper, as frozen values."""

from dataclasses import dataclass

from emulation.documents.context import Bar, Paper


@dataclass(frozen=True)
class MovementPart:
    """A movement, or what was done outside any, with its results as sentences."""

    name: str
    facts: str = ""
    results: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScoreLine:
    """A member's total from each source; “k/n” while it is incomplete, empty where nothing was given."""

    unit: str
    self_score: str = ""
    inspection: str = ""
    verified: str = ""
    final: str = ""


@dataclass(frozen=True)
class GroupScores:
    """Scores and ranking of one member group."""

    name: str
    standing: str
    is_final: bool = False
    lines: tuple[ScoreLine, ...] = ()
    bars: tuple[Bar, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NominationLine:
    """Who is proposed for what, and on what it rests."""

    unit: str
    award: str
    origin: str = ""
    note: str = ""


@dataclass(frozen=True)
class ProposalLine:
    """What was asked for, by whom, and what was answered."""

    text: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class SummaryReportPaper(Paper):
    """The report as printed. A required section without text says so instead of vanishing."""

    opening: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    movements: tuple[MovementPart, ...] = ()
    inspections: tuple[str, ...] = ()
    groups: tuple[GroupScores, ...] = ()
    nominations: tuple[NominationLine, ...] = ()
    nominations_note: str = ""
    weaknesses: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    asked: tuple[ProposalLine, ...] = ()
    next_year: int
    leaders_title: str
    next_leaders: tuple[str, ...] = ()
    closing: str = ""

    @property
    def is_provisional(self) -> bool:
        """Whether any figure in the report may still change."""
        return not all(group.is_final for group in self.groups)
