"""What stands in the record of a meeting, apart from how it is stored."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from clusters.meetings.models import Manner, Meeting, MeetingKind
from clusters.organisation.models import Unit


@dataclass(frozen=True)
class Present:
    """Somebody at the meeting, or a body invited to it, in one part."""

    role: str
    person: str = ""
    office: str = ""
    unit: Unit | None = None
    body: str = ""
    note: str = ""

    @property
    def is_named(self) -> bool:
        """Whether the line says who it was."""
        return bool(self.person or self.unit or self.body or self.office)


@dataclass(frozen=True)
class Spoken:
    """What somebody asked for, and who answered."""

    asks: str
    person: str = ""
    office: str = ""
    body: str = ""
    answered_by: str = ""
    answered_office: str = ""
    answer: str = ""


@dataclass(frozen=True)
class MeetingContent:
    """Everything a person may type about a meeting."""

    held_on: dt.date
    kind: str = MeetingKind.YEAR_END
    place: str = ""
    manner: str = Manner.UNKNOWN
    counts_published: bool = False
    scores_published: bool = False
    submitted_to: str = ""
    note: str = ""
    present: list[Present] = field(default_factory=list)
    agenda: list[str] = field(default_factory=list)
    speeches: list[Spoken] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Return plain values for comparing; `for_log` leaves the people's names out."""
        return {
            "held_on": self.held_on,
            "kind": str(self.kind),
            "place": self.place,
            "manner": str(self.manner),
            "counts_published": self.counts_published,
            "scores_published": self.scores_published,
            "submitted_to": self.submitted_to,
            "note": self.note,
            "present": [
                [
                    str(line.role),
                    line.person,
                    line.office,
                    line.unit.code if line.unit else "",
                    line.body,
                    line.note,
                ]
                for line in self.present
            ],
            "agenda": list(self.agenda),
            "speeches": [list(asdict(line).values()) for line in self.speeches],
        }

    def for_log(self) -> dict[str, Any]:
        """Return plain values without people's names."""
        return {
            **self.as_data(),
            "present": [
                [str(line.role), line.office, line.unit.code if line.unit else "", line.body, line.note]
                for line in self.present
            ],
            "speeches": [
                [line.asks, line.office, line.body, line.answered_office, line.answer]
                for line in self.speeches
            ],
        }


def content_of(meeting: Meeting) -> MeetingContent:
    """Read the content of a stored meeting (three queries)."""
    return MeetingContent(
        held_on=meeting.held_on,
        kind=meeting.kind,
        place=meeting.place,
        manner=meeting.manner,
        counts_published=meeting.counts_published,
        scores_published=meeting.scores_published,
        submitted_to=meeting.submitted_to,
        note=meeting.note,
        present=[
            Present(row.role, row.person, row.office, row.unit, row.body, row.note)
            for row in meeting.attendances.select_related("unit")
        ],
        agenda=[row.text for row in meeting.agenda.all()],
        speeches=[
            Spoken(
                row.asks, row.person, row.office, row.body, row.answered_by, row.answered_office, row.answer
            )
            for row in meeting.speeches.all()
        ],
    )
