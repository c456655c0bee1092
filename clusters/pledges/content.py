"""What stands in a pledge, apart from how it is stored: pages send it, services compare and write it."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clusters.organisation.models import Unit
from clusters.pledges.models import Pledge, SignatoryRole


@dataclass(frozen=True)
class Target:
    """A target with its quantity and unit of measure."""

    content: str
    quantity: Decimal | None = None
    measure: str = ""
    note: str = ""


@dataclass(frozen=True)
class Title:
    """What a unit will compete for."""

    unit: Unit
    title: str


@dataclass(frozen=True)
class Signer:
    """A signature block."""

    unit: Unit
    role: str = SignatoryRole.MEMBER
    person: str = ""
    office: str = ""
    authority: str = ""
    signed_on: dt.date | None = None


@dataclass(frozen=True)
class PledgeContent:
    """Everything a person may type into a pledge."""

    theme: str = ""
    goals: str = ""
    commitment: str = ""
    place: str = ""
    targets: list[Target] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    signatories: list[Signer] = field(default_factory=list)

    @property
    def units(self) -> list[Unit]:
        """Every unit the content names."""
        return [*(line.unit for line in self.titles), *(line.unit for line in self.signatories)]

    def as_data(self) -> dict[str, Any]:
        """Return plain values for the log and for comparing; people's names stay out of the log."""
        return {
            "theme": self.theme,
            "goals": self.goals,
            "commitment": self.commitment,
            "place": self.place,
            "targets": [
                [
                    line.content,
                    None if line.quantity is None else f"{line.quantity:.2f}",
                    line.measure,
                    line.note,
                ]
                for line in self.targets
            ],
            "titles": [[line.unit.code, line.title] for line in self.titles],
            "signatories": [
                [line.unit.code, line.role, line.office, line.authority, line.signed_on]
                for line in self.signatories
            ],
        }


def content_of(pledge: Pledge) -> PledgeContent:
    """Read the content of a stored pledge (three queries)."""
    return PledgeContent(
        theme=pledge.theme,
        goals=pledge.goals,
        commitment=pledge.commitment,
        place=pledge.place,
        targets=[
            Target(line.content, line.quantity, line.measure, line.note) for line in pledge.targets.all()
        ],
        titles=[Title(line.unit, line.title) for line in pledge.titles.select_related("unit")],
        signatories=[
            Signer(line.unit, line.role, line.person, line.office, line.authority, line.signed_on)
            for line in pledge.signatories.select_related("unit")
        ],
    )
