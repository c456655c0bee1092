"""Loading whole cycles from files and exporting them. The command lines are thin around these."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from awards.catalogue.services import seed
from awards.exchange import history
from awards.exchange.differences import Change, Comparison, Plan
from awards.exchange.documents import Parsed, parse
from awards.exchange.exporting import document_of
from awards.exchange.exporting.outcome import explanations, ranking
from awards.exchange.format import DOCUMENT
from awards.exchange.models import LoadedCycle
from awards.exchange.reading import Problem, Source
from awards.exchange.records_of import packed, records_of, unpacked
from awards.exchange.register import current_register
from awards.exchange.remarks import remarks_on_ranking
from awards.exchange.shapes.base import Writing
from awards.exchange.shapes.figures import moment_text
from awards.exchange.standing import base_of, theirs_of, touched
from awards.exchange.writing import write
from clusters.cycles.models import Cycle
from emulation.audit.services import record
from emulation.core.errors import Refused, gettext_noop

# A log entry is read by people; the rest of a long list is counted.
LOGGED_CHANGES = 500


class FilesRefused(Refused):
    """Files that are wrong, or would change what was loaded; nothing was written."""

    def __init__(self, message: str, problems: list[Problem], **values: Any) -> None:
        super().__init__(message, **values)
        self.problems = problems


class FilesDiffer(Refused):
    """Files that say something else than what was loaded, and nobody asked for an update."""

    def __init__(self, differences: "list[Loaded]") -> None:
        super().__init__(gettext_noop("The files differ from what is loaded; nothing was written."))
        self.differences = differences


@dataclass
class Loaded:
    """What became of one file: `new`, `unchanged` or `updated`, with the changes and what was kept.

    `remarks` tell where a ranking in the file is not the one its marks give.
    """

    source: Source
    cycle: Cycle | None
    outcome: str
    changes: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


def _digest(document: dict[str, Any]) -> str:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _parse_all(sources: Sequence[Source]) -> list[Parsed]:
    """Read all files, each knowing what the ones before bring; refuses with every problem of every file."""
    register = current_register()
    parsed = []
    for source in sources:
        one = parse(source, register)
        parsed.append(one)
        if not one.problems:
            register.learn(one.document)
    _refuse([problem for one in parsed for problem in one.problems])
    return parsed


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise FilesRefused(
            gettext_noop("%(count)s errors; nothing was written."), problems, count=len(problems)
        )


def _cycle_of(document: dict[str, Any]) -> Cycle | None:
    rows = Cycle.objects.select_for_update(of=("self",)).select_related("cluster__owner")
    return rows.filter(cluster__code=document["cluster"]["code"], year=document["year"]).first()


def _write(plan: Plan, one: Parsed, now: dt.datetime) -> Cycle:
    """Write a plan; what only the database can refuse becomes a problem of the file."""
    reading, cycle = one.context.reading, None
    try:
        cycle = write(plan, one.document, now)
    except Refused as error:
        reading.refuse((error.field,) if error.field else (), error)
    except ProtectedError as error:
        used = ", ".join(sorted(str(row) for row in error.protected_objects)[:3])
        reading.refuse(
            (), gettext_noop("Something that the file no longer has is still used by %(used)s."), used=used
        )
    except IntegrityError as error:
        reading.refuse((), gettext_noop("The database refuses the file: %(said)s."), said=error)
    _refuse(one.problems)
    assert cycle
    return cycle


def _remember(cycle: Cycle, records: list[list[Any]], digest: str, now: dt.datetime) -> None:
    """Keep what the file said, and when."""
    before = LoadedCycle.objects.filter(cycle=cycle).first()
    moments = sorted({*(before.moments if before else ()), str(moment_text(now))})
    LoadedCycle.objects.update_or_create(
        cycle=cycle,
        defaults={
            "document": {"records": records, "moments": moments},
            "digest": digest,
            "loaded_at": now,
        },
    )


def _log(cycle: Cycle, one: Parsed, plan: Plan, actor: Any, *, first: bool) -> None:
    data: dict[str, Any] = {"file": PurePath(one.source.name).name, "count": len(plan.changes)}
    if first:
        data["parts"] = {
            name: len(value) for name, value in one.document.items() if isinstance(value, list) and value
        }
    else:
        lines = [line for change in plan.changes for line in change.lines()]
        data["changes"] = lines[:LOGGED_CHANGES]
        data["kept"] = [line for change in plan.kept for line in change.lines()][:LOGGED_CHANGES]
    verb = history.LOADED if first else history.UPDATED
    record(verb, cycle, chain=cycle.chain, actor=actor, data=data)


def _load_one(one: Parsed, actor: Any, now: dt.datetime, *, update: bool) -> Loaded:
    cycle = _cycle_of(one.document)
    loaded = LoadedCycle.objects.select_for_update().filter(cycle=cycle).first() if cycle else None
    digest = _digest(one.document)
    if loaded and loaded.digest == digest:
        return Loaded(one.source, cycle, "unchanged")
    new, theirs = records_of(one.document), theirs_of(cycle, one.document)
    base = unpacked(loaded.records) if loaded else {}
    comparison = Comparison(base_of(base, new, theirs), theirs, new, touched(cycle))
    plan = comparison.plan()
    # Of a year that is new, only what it says of lasting things that exist already is a difference.
    changes = plan.changes if cycle else plan.changes_of_existing
    if cycle and not (changes or plan.kept):
        return Loaded(one.source, cycle, "unchanged")
    if (changes or plan.kept) and not update:
        return Loaded(one.source, cycle, "differs", changes, plan.kept)
    outcome = "updated" if cycle else "new"
    cycle = _write(plan, one, now)
    _remember(cycle, packed(comparison.new_base(plan)), digest, now)
    _log(cycle, one, plan, actor, first=outcome == "new")
    return Loaded(one.source, cycle, outcome, changes, plan.kept, remarks_on_ranking(cycle, one.context))


@transaction.atomic
def load(*, sources: Sequence[Source], actor: Any, update: bool = False) -> list[Loaded]:
    """Load whole cycles from files, all of them or none.

    The one writer of `LoadedCycle`. Locks each cycle. Raises `FilesRefused` with every problem of every file,
    or `FilesDiffer` when a file says something else than what is loaded and `update` is not asked for. An
    update changes what the file brought and keeps what a person entered since. Marks carry no person.
    """
    seed(actor=actor)
    now = timezone.now()
    results = [_load_one(one, actor, now, update=update) for one in _parse_all(sources)]
    differing = [one for one in results if one.outcome == "differs"]
    if differing:
        raise FilesDiffer(differing)
    return results


def export(*, cycle: Cycle) -> dict[str, Any]:
    """Return the document of a cycle as an export shows it: references with names, explanations, rankings."""
    document = document_of(cycle)
    register = current_register()
    writing = Writing(register.units, register.awards)
    shown: dict[str, Any] = DOCUMENT.write(document, writing)
    told = explanations(cycle)
    for mark, kept in zip(shown["marks"], document["marks"], strict=True):
        mark["explanation"] = told.get((kept["unit"], kept["criterion"], kept["source"]), "")
    shown["ranking"] = [
        {**line, "unit": {"code": line["unit"], "name": writing.units.name_of(line["unit"])}}
        for line in ranking(cycle)
    ]
    return shown
