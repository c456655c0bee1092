"""Filling the catalogue with what the sources give. People edit it afterwards."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction

from awards.catalogue import history
from awards.catalogue.models import Award, AwardAlias
from emulation.audit.services import Record, record_many

DATA = Path(__file__).parent / "data.yaml"
CHAIN = "catalogue"


def _read() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return rows


def _award(row: dict[str, Any], position: int) -> Award:
    coefficient = row.get("coefficient")
    return Award(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        subject=row["subject"],
        level=row["level"],
        position=position,
        decided_by=row.get("decided_by", ""),
        coefficient=None if coefficient is None else Decimal(coefficient),
        legal_source=row.get("legal_source", ""),
        is_unconfirmed=row.get("unconfirmed", False),
        note=row.get("note", ""),
    )


@transaction.atomic
def seed(*, actor: Any) -> list[Award]:
    """Add the awards of the sources that the catalogue lacks, by code; returns them.

    An award that exists, however edited, is left alone; so is a spelling that another award has. One removed
    by hand comes back: give it an end of validity instead.
    """
    known = set(Award.objects.values_list("code", flat=True))
    rows = [(place, row) for place, row in enumerate(_read(), start=1) if row["code"] not in known]
    if not rows:
        return []
    spellings = set(AwardAlias.objects.values_list("text", flat=True))
    made = Award.objects.bulk_create(_award(row, place) for place, row in rows)
    AwardAlias.objects.bulk_create(
        AwardAlias(award=award, text=text)
        for award, (_place, row) in zip(made, rows, strict=True)
        for text in row.get("aliases", [])
        if text not in spellings
    )
    models.prefetch_related_objects(made, "aliases")  # the search key holds the other spellings
    for award in made:
        award.set_keys()
    Award.objects.bulk_update(made, ["search_key", "order_key"])
    records = [Record(history.SEEDED, award, {"code": award.code}) for award in made]
    record_many(records, chain=CHAIN, actor=actor)
    return made
